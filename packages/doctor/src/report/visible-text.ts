// Everything that can move a cursor, recolour a terminal, ring a bell or reorder what is read: C0 and C1 controls
// but the line feed, and Unicode's directional and invisible format characters.
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these are the characters to find
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF]/gu;

/**
 * Text from a project, made safe to print: a file or a token must not be able to write escape sequences into a
 * terminal or to hide characters in a report. Tabs become spaces, other invisible characters `\u{…}`.
 */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .replace(INVISIBLE, (char) => (char === "\t" ? "  " : `\\u{${char.codePointAt(0)?.toString(16) ?? ""}}`));
}

/** The same on one line, shortened to at most `width` characters with an ellipsis. */
export function oneLine(text: string, width: number): string {
  const line = visibleText(text.replace(/\s+/g, " ").trim());
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, Math.max(1, width - 1)).join("")}…`;
}
