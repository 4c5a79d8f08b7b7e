import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fixtureProject } from "../testing/fixture-project.ts";
import { findEntryPoints } from "./entry-points.ts";
import { hasUseNode } from "./use-node.ts";

const modulesOf = (files: Record<string, string>): string[] =>
  findEntryPoints(join(fixtureProject(files).root, "convex")).map(({ module }) => module);

describe("the modules of a functions folder", () => {
  it("are the source files in it and below it", () => {
    const code = "export const a = 1;";
    expect(
      modulesOf({
        "convex/b.ts": code,
        "convex/a.js": "",
        "convex/view.tsx": code,
        "convex/deep/er.mjs": code,
        "convex/old.cjs": code,
      }),
    ).toEqual(["a", "b", "deep/er", "old", "view"]);
  });

  it("are not what the convex command leaves out", () => {
    const code = "export const a = 1;";
    expect(
      modulesOf({
        "convex/_generated/api.js": code,
        "convex/schema.ts": code,
        "convex/deep/schema.ts": code,
        "convex/auth.config.ts": code,
        "convex/convex.config.ts": code,
        "convex/a.test.ts": code,
        "convex/types.d.ts": code,
        "convex/.hidden.ts": code,
        "convex/#b.ts": code,
        "convex/with space.ts": code,
        "convex/README.md": "# a",
        "convex/tsconfig.json": "{}",
        "convex/empty.ts": "// nothing is exported",
        "convex/component/convex.config.ts": code,
        "convex/component/lib.ts": code,
      }),
    ).toEqual([]);
  });

  it("may not stand in _deps", () => {
    expect(() => modulesOf({ "convex/_deps/a.ts": "export {};" })).toThrow(
      /is within the "_deps" directory, which is reserved for dependencies/,
    );
  });
});

describe("use node", () => {
  it.each([
    `"use node";\nimport a from "a";`,
    `'use node'\nexport const a = 1;`,
    `\uFEFF// a comment\n/* and\nanother */ "use strict"; "use node";`,
    `#!/usr/bin/env node\n"use node"`,
  ])("is found: %j", (source) => {
    expect(hasUseNode(source)).toBe(true);
  });

  it.each([
    `import a from "a";\n"use node";`,
    `// "use node"\nexport const a = 1;`,
    `/* "use node"; */`,
    `export const a = "use node";`,
    `"use node" + 1;`,
    `("use node");`,
    ``,
  ])("is not there: %j", (source) => {
    expect(hasUseNode(source)).toBe(false);
  });
});
