import { simpleCommands, type SimpleCommand } from "@convex-authkit/doctor/facts/scripts/shell-words";

/** A shell text as its simple commands and what stands between them: operators, parentheses, white space. */
export interface ShellText {
  commands: SimpleCommand[];
  /** One more than the commands: before the first, between each two, after the last. */
  between: string[];
}

/** Splits a shell text so that commands can be replaced or taken out. */
export function splitShellText(text: string): ShellText {
  const commands = simpleCommands(text);
  const between: string[] = [];
  let end = 0;
  for (const command of commands) {
    between.push(text.slice(end, command.offset));
    end = command.offset + command.text.length;
  }
  return { commands, between: [...between, text.slice(end)] };
}

/**
 * Puts a shell text together again, with commands replaced or taken out. What is taken out counts as having succeeded: what
 * stands behind its `||` goes with it, and so does a `cd` or the like that only prepared it.
 *
 * @param texts for each command its new text; null takes it out
 * @returns null where nothing is left
 */
export function joinShellText(
  { commands, between }: ShellText,
  texts: readonly (string | null)[],
): string | null {
  // In a group a command cannot be cut out without looking at the parentheses; one that does nothing takes its place.
  if (between.some((text) => /[()]/.test(text))) {
    if (!texts.some((text, index) => text !== null && !isPreparation(commands[index]))) return null;
    return (
      texts.map((text, index) => (between[index] ?? "") + (text ?? "true")).join("") + (between.at(-1) ?? "")
    );
  }
  const kept = lists({ commands, between }).flatMap(({ pipelines, end }) => {
    const text = joinList(pipelines, commands, texts, between);
    return text === null ? [] : [{ text, end }];
  });
  if (kept.length === 0) return null;
  const lastStays = texts.at(-1) !== null;
  return kept
    .map(({ text, end }, index) => (index < kept.length - 1 || lastStays ? text + end : text))
    .join("")
    .trim();
}

/** Commands joined by `&&` and `||`, each of them one or several joined by `|`. */
interface List {
  pipelines: { commands: number[]; operator: string }[];
  /** The operator behind the list, with the white space around it. */
  end: string;
}

function lists({ commands, between }: ShellText): List[] {
  const found: List[] = [];
  let isNew = true;
  commands.forEach((_command, index) => {
    const operator = (between[index] ?? "").trim();
    const list = found.at(-1);
    if (isNew || list === undefined)
      found.push({ pipelines: [{ commands: [index], operator: "" }], end: "" });
    else if (operator === "|" || operator === "|&") list.pipelines.at(-1)?.commands.push(index);
    else list.pipelines.push({ commands: [index], operator });
    const next = between[index + 1] ?? "";
    isNew = !/^(?:&&|\|\||\||\|&)$/.test(next.trim());
    const own = found.at(-1);
    if (isNew && own !== undefined) own.end = next;
  });
  return found;
}

function joinList(
  pipelines: List["pipelines"],
  commands: readonly (SimpleCommand | undefined)[],
  texts: readonly (string | null)[],
  between: readonly string[],
): string | null {
  let joined = "";
  let skips = false;
  let isWork = false;
  let isCut = false;
  for (const { commands: indexes, operator } of pipelines) {
    if (operator === "&&") skips = false;
    if (skips) continue;
    if (indexes.some((index) => texts[index] === null)) {
      isCut = true;
      skips = joined === "";
      continue;
    }
    const text = indexes
      .map((index, at) => (at === 0 ? "" : (between[index] ?? "")) + (texts[index] ?? ""))
      .join("");
    joined += joined === "" ? text : ` ${operator} ${text}`;
    if (!indexes.every((index) => isPreparation(commands[index]))) isWork = true;
  }
  return joined === "" || (isCut && !isWork) ? null : joined;
}

/** A command that has a sense only for what comes after it. */
function isPreparation(command: SimpleCommand | undefined): boolean {
  return /^(?:cd|pushd|popd|wait|sleep|clear|echo|export|set|trap|true)$/.test(command?.words[0] ?? "");
}

/** A word as a POSIX shell reads it back; variables in it stay variables. */
export function shellWord(word: string): string {
  if (PLAIN.test(word) || /^\$\{?\w+\}?$/.test(word)) return word;
  return word.includes("$") ? `"${word.replace(/(["`\\])/g, "\\$1")}"` : literalWord(word);
}

/** A word as a POSIX shell reads it back, whatever is in it. */
function literalWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Words that a shell has handed over, as one command line: what it had to expand in them is expanded. */
export function literalLine(words: readonly string[]): string {
  return words.map(literalWord).join(" ");
}

const PLAIN = /^[\w@%+=:,./-]+$/;

/** Words as one command line. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

/** A text as one command that other words can be put in front of. */
export function asOneCommand(text: string): string {
  return isOneCommand(text) ? text : `sh -c ${shellWord(text)}`;
}

/** A text that the shell gives its own process to where it can, so that signals and the exit code are the program's. */
export function inPlaceOfShell(text: string): string {
  return isOneCommand(text) ? `exec ${text}` : text;
}

function isOneCommand(text: string): boolean {
  const { commands, between } = splitShellText(text);
  const [first] = commands;
  const isAlone = commands.length === 1 && between.every((it) => it.trim() === "");
  return isAlone && /^[\w./@~-]+$/.test(first?.words[0] ?? "") && !BUILT_IN.test(first?.words[0] ?? "");
}

const BUILT_IN =
  /^(?:cd|pushd|popd|export|set|unset|exec|eval|source|\.|trap|wait|exit|if|for|while|case|until)$/;
