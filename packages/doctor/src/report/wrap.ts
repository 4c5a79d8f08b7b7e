/** Where the lines of a paragraph begin and how far they may reach. */
export interface Margins {
  /** Before the first line. */
  first: string;
  /** Before the following lines; as wide as `first`, in spaces, when absent. */
  rest?: string;
  /** Columns, margins included. */
  width: number;
}

/**
 * Breaks a text between words so that its lines fit. A word that is longer than a line (a path, a URL, a command)
 * stays whole: it has to be copied. Line breaks in the text remain; lines in it that begin with a space are code and stay
 * as they are.
 *
 * @returns the lines, with margins
 */
export function wrap(text: string, margins: Margins): string[] {
  const rest = margins.rest ?? " ".repeat(margins.first.length);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    for (const line of breakLine(paragraph, Math.max(20, margins.width - rest.length))) {
      lines.push(line === "" ? "" : `${lines.length === 0 ? margins.first : rest}${line}`);
    }
  }
  return lines;
}

function breakLine(text: string, width: number): string[] {
  if (/^\s/.test(text)) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
