import { parseArgs } from "node:util";
import type { Options } from "../../arguments/parse-arguments.ts";

/** The command line of `dev`, cut in two. */
export interface SplitArguments {
  /** Options of `dev` itself. */
  own: string[];
  /** The program that starts the app, with its arguments; empty where only the servers run. */
  command: string[];
}

/**
 * Cuts `[OPTION…] [--] COMMAND…` in two. `--` is not asked for, because some package managers take it away: the command begins
 * at the first word that is neither an option nor the value of one.
 */
export function splitArguments(args: readonly string[], options: Options): SplitArguments {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple, short }]) => [
      name,
      { type, multiple: multiple ?? false, ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const first = tokens.find(({ kind }) => kind === "positional" || kind === "option-terminator");
  if (first === undefined) return { own: [...args], command: [] };
  const after = first.kind === "option-terminator" ? first.index + 1 : first.index;
  return { own: args.slice(0, first.index), command: args.slice(after) };
}
