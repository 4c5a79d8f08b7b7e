import { describe, expect, it } from "vitest";
import { parseSync } from "./native-parser.ts";
import { sectionsOf, withOnly } from "./sections.ts";

const sectionsIn = (text: string): string[] =>
  sectionsOf(text, parseSync("a.tsx", text).module).map(({ start, end }) => text.slice(start, end).trim());

describe("sections", () => {
  it("are imports, exports, and what stands between them", () => {
    const parts = [
      `"use client";`,
      `import { a } from "a";`,
      `const b = a;\nfunction c() {}`,
      `export function d() {}`,
      `export { b, c };`,
      `d();`,
    ];
    expect(sectionsIn(parts.join("\n\n"))).toEqual(parts);
  });

  it("take a decorator to what is exported", () => {
    expect(sectionsIn(`const a = 1;\n@a export class B {}\nexport class C {}`)).toEqual([
      "const a = 1;\n@a export class B {}",
      "export class C {}",
    ]);
  });

  it("count an import once that is exported again", () => {
    expect(sectionsIn(`import { a } from "a";\nexport { a };`)).toEqual([
      `import { a } from "a";`,
      `export { a };`,
    ]);
  });

  it("are one where nothing is imported or exported, and none where there is nothing", () => {
    expect(sectionsIn("module.exports = 1;")).toEqual(["module.exports = 1;"]);
    expect(sectionsIn(" \n")).toEqual([]);
  });

  it("are one where the recorded places make no sense", () => {
    const place = (start: number, end: number) => ({
      start,
      end,
      moduleRequest: { value: "a", start, end },
      entries: [],
    });
    const record = { staticImports: [place(0, 10), place(5, 12)], staticExports: [] };
    expect(sectionsOf("0123456789abcdef", record)).toEqual([{ start: 0, end: 16, imported: null }]);
  });
});

it("leaves sections where they are when the others are taken out", () => {
  expect(withOnly("one two three", [{ start: 4, end: 7 }])).toBe("    two");
  expect(
    withOnly("one two three", [
      { start: 0, end: 3 },
      { start: 8, end: 13 },
    ]),
  ).toBe("one     three");
});
