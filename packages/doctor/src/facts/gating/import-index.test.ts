import { expect, it } from "vitest";
import { importIndex } from "./import-index.ts";

const WORDS: Record<string, string> = { "b.tsx": "Panel panel Panel", "a.tsx": "Board panel", "c.tsx": "" };
const filesUnder = importIndex(["b.tsx", "a.tsx", "c.tsx"], (path) => WORDS[path] ?? "");

it("finds the files that import something under a word", () => {
  expect(filesUnder(["Board"])).toEqual(["a.tsx"]);
  expect(filesUnder(["Nothing"])).toEqual([]);
});

it("finds a file once, and all in the order of the paths", () => {
  expect(filesUnder(["Board", "panel", "Panel"])).toEqual(["b.tsx", "a.tsx"]);
});
