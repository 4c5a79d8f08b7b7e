import { expect, it } from "vitest";
import { terminalParagraphs } from "./terminal-paragraphs.ts";

it("wraps sentences, keeps list items apart and leaves fenced code alone", () => {
  const markdown = [
    "A sentence that goes on",
    "over two lines of the source.",
    "",
    "- one item that is too long for the line",
    "- two",
    "",
    "```ts",
    "const  a = 1;",
    "",
    "  indented();",
    "```",
    "The end.",
  ].join("\n");
  expect(terminalParagraphs(markdown, "  ", 34)).toEqual([
    "  A sentence that goes on over two",
    "  lines of the source.",
    "",
    "  - one item that is too long for",
    "    the line",
    "  - two",
    "",
    "    const  a = 1;",
    "",
    "      indented();",
    "  The end.",
  ]);
});
