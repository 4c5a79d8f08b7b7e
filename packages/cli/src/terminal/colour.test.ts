import { expect, it } from "vitest";
import { paintFor } from "./colour.ts";

it.each([
  ["a terminal", true, {}, true],
  ["a pipe", false, {}, false],
  ["a terminal with NO_COLOR", true, { NO_COLOR: "1" }, false],
  ["a terminal with an empty NO_COLOR", true, { NO_COLOR: "" }, true],
  ["a dumb terminal", true, { TERM: "dumb" }, false],
  ["a pipe with FORCE_COLOR", false, { FORCE_COLOR: "1" }, true],
  ["a terminal with FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, false],
  ["both variables", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
])("%s is coloured or not", (_name, isTTY, env, coloured) => {
  expect(paintFor({ isTTY, env })("red", "x")).toBe(coloured ? "\u001B[31mx\u001B[39m" : "x");
});
