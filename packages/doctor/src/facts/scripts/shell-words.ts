/** One simple command of a shell text: its words without quotes, and where it starts in the text. */
export interface SimpleCommand {
  words: string[];
  /** The command as written, from its first to its last character. */
  text: string;
  /** Offset of the first character. */
  offset: number;
  /** What stands before it: `(` opens a subshell, whose `cd` does not outlive it. */
  depth: number;
}

const OPERATORS = ["&&", "||", ";;", "|&", ";", "|", "&", "\n"];

/**
 * Splits a shell text into its simple commands: quotes, escapes, comments, line continuations and operators as in a
 * POSIX shell; `$…`, `$(…)` and the `${{ … }}` of CI files stay as they are written. Nothing is expanded.
 */
export function simpleCommands(text: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let word: string | null = null;
  let start = 0;
  let end = 0;
  let depth = 0;
  let at = 0;

  const take = (piece: string, length: number): void => {
    if (word === null && words.length === 0) start = at;
    word = (word ?? "") + piece;
    at += length;
    end = at;
  };
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push({ words, text: text.slice(start, end), offset: start, depth });
    words = [];
  };

  while (at < text.length) {
    const rest = text.slice(at, at + 3);
    const character = text.charAt(at);
    if (rest === "${{") {
      const close = text.indexOf("}}", at);
      const stop = close === -1 ? text.length : close + 2;
      take(text.slice(at, stop), stop - at);
    } else if (rest.startsWith("$(")) {
      const stop = endOfSubstitution(text, at + 2);
      take(text.slice(at, stop), stop - at);
    } else if (character === "\\") {
      // A backslash before the line end continues the line.
      const next = text.slice(at + 1, at + 3).startsWith("\r\n") ? 3 : 2;
      if (text.charAt(at + next - 1) === "\n") at += next;
      else take(text.charAt(at + 1), 2);
    } else if (character === "'") {
      const close = text.indexOf("'", at + 1);
      const stop = close === -1 ? text.length : close;
      take(text.slice(at + 1, stop), stop + 1 - at);
    } else if (character === '"') {
      const stop = endOfDoubleQuote(text, at + 1);
      take(text.slice(at + 1, stop).replace(/\\(["\\$`])/g, "$1"), stop + 1 - at);
    } else if (character === "#" && word === null) {
      const stop = text.indexOf("\n", at);
      at = stop === -1 ? text.length : stop;
    } else if (character === "(" || character === ")") {
      endCommand();
      depth = Math.max(0, depth + (character === "(" ? 1 : -1));
      at++;
    } else if (OPERATORS.some((operator) => text.startsWith(operator, at))) {
      const isRedirection = character === "&" && /[<>]$/.test(word ?? "");
      if (isRedirection) take(character, 1);
      else {
        endCommand();
        at += OPERATORS.find((operator) => text.startsWith(operator, at))?.length ?? 1;
      }
    } else if (/\s/.test(character)) {
      endWord();
      at++;
    } else {
      take(character, 1);
    }
  }
  endCommand();
  return commands;
}

function endOfSubstitution(text: string, from: number): number {
  let open = 1;
  for (let at = from; at < text.length; at++) {
    if (text.charAt(at) === "(") open++;
    else if (text.charAt(at) === ")" && --open === 0) return at + 1;
  }
  return text.length;
}

function endOfDoubleQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text.charAt(at) === "\\") at++;
    else if (text.charAt(at) === '"') return at;
  }
  return text.length;
}
