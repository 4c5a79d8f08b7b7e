import { parseArgs } from "node:util";
import { UserError } from "../user-error.ts";
import { nearest } from "./nearest.ts";

/** An option of a command. */
export interface Option {
  type: "boolean" | "string";
  /** May be given several times. */
  multiple?: true;
  /** How its value is called in the help, e.g. `FILE`. */
  value?: string;
  short?: string;
  /** One line of the help, beginning with a lower-case verb or noun. */
  help: string;
}

/** The options of a command, by name without dashes, in the order of the help. */
export type Options = Readonly<Record<string, Option>>;

/** What was given: booleans are false and lists empty when absent. */
export type Values<Of extends Options> = {
  [Name in keyof Of]: Of[Name]["type"] extends "boolean"
    ? boolean
    : Of[Name] extends { multiple: true }
      ? string[]
      : string | undefined;
};

/** Options that a later version will have; better a sentence than "unknown". */
const NOT_YET = new Map([
  ["live", "This version does not ask live deployments; it examines files and tokens."],
  ["browser", "This version does not drive a browser; it examines files and tokens."],
  ["sarif", "This version does not write SARIF; --json holds everything."],
  ["fix", "This version does not repair; every finding says how to mend it."],
]);

/**
 * Reads the arguments of a command.
 *
 * @throws UserError for an unknown option, a missing or an unwanted value
 */
export function parseArguments<Of extends Options>(
  args: readonly string[],
  options: Of,
): { values: Values<Of>; positionals: string[] } {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple, short }]) => [
      name,
      { type, multiple: multiple ?? false, ...(short === undefined ? {} : { short }) },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UserError(sentenceOf(error, args, Object.keys(options)));
  }
  const values = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple }]) => {
      const absent = multiple ? [] : type === "boolean" ? false : undefined;
      return [name, parsed.values[name] ?? absent];
    }),
  );
  return { values: values as Values<Of>, positionals: parsed.positionals };
}

function sentenceOf(error: unknown, args: readonly string[], names: readonly string[]): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  const message = error instanceof Error ? error.message : String(error);
  const [, option = ""] = /'(-[^' ,=<]*)/.exec(message) ?? [];
  const name = option.replace(/^-+/, "");
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const later = NOT_YET.get(name);
    if (later !== undefined) return later;
    const [meant] = nearest(name, names, 1);
    return `There is no option ${option}.${meant === undefined ? " See --help." : ` Did you mean --${meant}?`}`;
  }
  if (/does not take an argument/.test(message)) return `The option ${option} takes no value.`;
  const long = /--[a-z-]+/.exec(message)?.[0] ?? option;
  const next = args[args.indexOf(long) + 1];
  return next === undefined || !next.startsWith("-")
    ? `The option ${long} needs a value. See --help.`
    : `The option ${long} needs a value, and ${next} looks like another option. Write ${long}=${next} if it is the value.`;
}
