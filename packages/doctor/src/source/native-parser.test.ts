import * as fc from "fast-check";
import * as whole from "oxc-parser";
import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../right-projects/load.ts";
import { parseSync, parseWithoutTree } from "./native-parser.ts";
import { readProgram } from "./program-json.ts";

const OPTIONS = { astType: "ts", preserveParens: false } as const;

describe("reading as the package does", () => {
  it.each([
    ["a.ts", "export const a: bigint = 12n;\nimport b from './b'; // why\nb(/x+/u, `${a}`);"],
    ["b.tsx", "export default () => <p title='x'>{1}</p>;"],
    ["c.ts", "const = 1;"],
    ["d.js", "const unknownFlags = /x/q;"],
  ])("reads %s", (file, text) => {
    const ours = parseSync(file, text, OPTIONS);
    const theirs = whole.parseSync(file, text, OPTIONS);
    expect(readProgram(ours.program)).toEqual(theirs.program);
    for (const part of ["module", "comments", "errors"] as const) expect(ours[part]).toEqual(theirs[part]);
  });

  it("answers again what was asked before", () => {
    const result = parseSync("a.ts", "import a from './a'; // why", OPTIONS);
    for (const part of ["program", "module", "comments", "errors"] as const) {
      expect(result[part]).toBe(result[part]);
    }
  });
});

describe("reading without the tree", () => {
  const projects = ["vite-spa", "nextjs-monorepo"] as const;
  const sources = projects
    .flatMap((name) => Object.entries(loadRightProject(name)))
    .filter(([path]) => /\.tsx?$/.test(path));

  it.each(sources)("records of %s what reading it whole records", (path, text) => {
    const result = parseWithoutTree(path, text, OPTIONS);
    expect(result?.module).toEqual(parseSync(path, text, OPTIONS).module);
  });

  it.each([
    "import a, { b as c, type D } from 'm';\nexport { c as 'x' };\nexport * as y from 'z';\nexport * from 'w';",
    "export default class {}\nexport const { a, ...b } = c;\nexport enum E {}\nexport type { T } from 't';",
    "const later = import('./later'); // no new line at the end",
    "/* a comment at the end */",
    "const text = `a template at the end`",
  ])("records what is imported and exported: %s", (text) => {
    const result = parseWithoutTree("a.ts", text, OPTIONS);
    expect(result?.module).toEqual(whole.parseSync("a.ts", text, OPTIONS).module);
  });

  it("gives the tree and the comments to who asks", () => {
    const text = "/* why */ export const a = 1;";
    const result = parseWithoutTree("a.ts", text, OPTIONS);
    const { program, comments } = whole.parseSync("a.ts", text, OPTIONS);
    expect(readProgram(result?.program ?? "")).toEqual(program);
    expect(result?.comments).toEqual(comments);
    expect(result?.errors).toEqual([]);
  });

  const BROKEN =
    "const = 1;|const a = 1; )|const again = 1; const again = 2; return 3;|<<<<<<< ours|function open() {|class Open {|" +
    "if (a) {|try {|switch (a) { case 1:|if (a)|if (a) {} else|for (|for (;;)|for (const a of|while (a)|do|label:|const|const a =|" +
    "const {|const open = (|open(|open({|open(a,|[a,|a ?|a ? b :|a.|new|() =>|`open|`${|/* open|<a>|<a b=|<a>{|import|" +
    "import a|import a from|import(|export|export {|export *|export default|export const a = {|@decorator|type A =|type A = {|" +
    "interface A {|interface A extends|namespace A {|declare module 'a' {|enum A {";

  it.each(BROKEN.split("|"))("leaves what has an error to who wants to know it: %s", (text) => {
    expect(parseSync("a.tsx", text, OPTIONS).errors).not.toEqual([]);
    expect(parseWithoutTree("a.tsx", text, OPTIONS)).toBeUndefined();
  });

  it("tells what is cut off anywhere", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([path, text], share) => {
          const part = text.slice(0, Math.floor(share * text.length));
          const isRight = parseSync(path, part, OPTIONS).errors.length === 0;
          expect(parseWithoutTree(path, part, OPTIONS) !== undefined).toBe(isRight);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
