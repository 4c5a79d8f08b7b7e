import { describe, expect, it } from "vitest";
import { parseArguments, type Options } from "./parse-arguments.ts";

const options = {
  stage: { type: "string", value: "STAGE", help: "the stage" },
  token: { type: "string", multiple: true, value: "TOKEN", help: "a token" },
  strict: { type: "boolean", help: "strictly" },
  help: { type: "boolean", short: "h", help: "help" },
} as const satisfies Options;

describe("the arguments of a command", () => {
  it("are values, lists and inputs, in any order", () => {
    expect(parseArguments(["app", "--token", "a", "--strict", "--token=b", "-", "-h"], options)).toEqual({
      values: { stage: undefined, token: ["a", "b"], strict: true, help: true },
      positionals: ["app", "-"],
    });
  });

  it("end at --", () => {
    expect(parseArguments(["--", "--strict"], options).positionals).toEqual(["--strict"]);
  });

  it.each([
    ["--strickt", "There is no option --strickt. Did you mean --strict?"],
    ["--xyzzyxyzzy", "There is no option --xyzzyxyzzy. See --help."],
    ["-x", "There is no option -x. See --help."],
    ["--strict=1", "The option --strict takes no value."],
    ["--stage", "The option --stage needs a value. See --help."],
    ["--live", "This version does not ask live deployments; it examines files and tokens."],
  ])("%s is refused with a sentence", (argument, sentence) => {
    expect(() => parseArguments([argument], options)).toThrow(sentence);
  });

  it("says that a value looks like an option", () => {
    expect(() => parseArguments(["--stage", "--strict"], options)).toThrow(
      "The option --stage needs a value, and --strict looks like another option. Write --stage=--strict if it is the value.",
    );
  });
});
