import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../right-projects/load.ts";
import { importNodes } from "./import-nodes.ts";
import { parseSync } from "./native-parser.ts";
import { readProgram } from "./program-json.ts";

/** The imports of a text, made from the record, and as the parser makes them. */
function importsOf(text: string): { made: unknown[]; parsed: unknown[] } {
  const options = { lang: "ts", sourceType: "module", astType: "js", preserveParens: false } as const;
  const { module, program } = parseSync("a.ts", text, options);
  return {
    made: module.staticImports.map((it) => importNodes(text, it)),
    parsed: readProgram(program).body.filter(({ type }) => type === "ImportDeclaration"),
  };
}

describe("the nodes of an import", () => {
  it.each([
    `import a from "a";`,
    `import { a } from 'a'`,
    `import { a, b as c, default as d } from "./a";`,
    `import {\n  a,\n  b,\n} from "a";`,
    `import a, { b } from "a";`,
    `import a, * as b from "a";`,
    `import * as a from "a";`,
    `import*as a from"a"`,
    `import{a}from"a"`,
    `import "a";`,
    `import {} from "a";`,
    `import type { A, B as C } from "a";`,
    `import type A from "a";`,
    `import type * as A from "a";`,
    `import type from "a";`,
    `import { type } from "a";`,
    `import { type as a } from "a";`,
    `import { from } from "from";`,
    `import from from "from";`,
    `import defer from "a";`,
    `import $_ from "a"; import _$ from "b";`,
    `"use client";\n\n  import a from "a"; const b = a;\nimport c from "c"`,
    `import a from "it's \\"quoted\\"";`,
  ])("are those that the parser makes of %s", (text) => {
    const { made, parsed } = importsOf(text);
    expect(made).not.toHaveLength(0);
    expect(made).toEqual(parsed);
  });

  it.each([
    `import { type A } from "a";`,
    `import { type A, b } from "a";`,
    `import type, { type A } from "a";`,
    `import { "a b" as c } from "a";`,
    `import /* c */ a from "a";`,
    `import { a } from "a"; // c\nimport { b } // c\n  from "b";`,
    `import a from "a" with { type: "json" };`,
    `import defer * as a from "a";`,
    `import source a from "a";`,
    `import é from "a";`,
  ])("are not made of %s: it has to be parsed", (text) => {
    expect(importsOf(text).made).toContain(null);
  });

  it.each(["vite-spa", "nextjs-monorepo"] as const)("are so for all of the right project %s", (name) => {
    for (const [path, text] of Object.entries(loadRightProject(name))) {
      if (!path.endsWith(".ts")) continue;
      const { made, parsed } = importsOf(text);
      expect(made.map((it, at) => it ?? parsed[at])).toEqual(parsed);
    }
  });
});
