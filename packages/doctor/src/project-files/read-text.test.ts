import { describe, expect, it } from "vitest";
import { sentenceOf } from "./read-text.ts";

describe("what the file system refuses", () => {
  it.each([
    ["EACCES", "It cannot be read: permission denied."],
    ["EIO", "It cannot be read: the disk reports an error."],
    ["ESTRANGE", "It cannot be read (ESTRANGE)."],
  ])("is told as a sentence: %s", (code, sentence) => {
    expect(sentenceOf(Object.assign(new Error("refused"), { code }))).toBe(sentence);
  });
});
