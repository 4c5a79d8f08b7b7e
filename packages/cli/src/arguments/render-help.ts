import type { Option, Options } from "./parse-arguments.ts";

/** What the help of a command says beside its options. */
export interface Help {
  /** The lines under "Usage", without the indent. */
  usage: readonly string[];
  /** What it does, in one paragraph. */
  about: string;
  /** What positional arguments may be: word and meaning. */
  inputs?: readonly (readonly [string, string])[];
  /** Commands, in the help of the whole. */
  commands?: readonly (readonly [string, string])[];
  /** Calls to copy, with what they do. */
  examples: readonly (readonly [string, string])[];
  /** Closing lines. */
  notes?: readonly string[];
}

/** Renders the help of a command. Ends with a line feed. */
export function renderHelp(help: Help, options: Options): string {
  const optionRows = Object.entries(options).map(
    ([name, option]) => [nameOf(name, option), option.help] as const,
  );
  const sections = [
    [help.about],
    ["Usage", ...help.usage.map((line) => `  ${line}`)],
    rows("Commands", help.commands ?? []),
    rows("Input", help.inputs ?? []),
    rows("Options", optionRows),
    rows("Examples", help.examples),
    [...(help.notes ?? [])],
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

function nameOf(name: string, { value, short }: Option): string {
  const long = `--${name}${value === undefined ? "" : ` ${value}`}`;
  return short === undefined ? long : `${long}, -${short}`;
}

function rows(title: string, entries: readonly (readonly [string, string])[]): string[] {
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([left]) => left.length));
  return [title, ...entries.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())];
}
