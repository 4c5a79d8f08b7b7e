import { wrap } from "./wrap.ts";

/**
 * Markdown paragraphs for a terminal: sentences are wrapped, lists keep their items apart, fenced code stays as it is.
 *
 * @param margin before every line
 * @param width columns, margin included
 */
export function terminalParagraphs(markdown: string, margin: string, width: number): string[] {
  const lines: string[] = [];
  let paragraph: string[] = [];
  let fenced = false;
  const flush = (): void => {
    if (paragraph.length > 0)
      lines.push(...wrap(paragraph.join(" "), { first: margin, rest: margin, width }));
    paragraph = [];
  };
  for (const line of markdown.split("\n")) {
    if (/^\s*```/.test(line)) {
      flush();
      fenced = !fenced;
    } else if (fenced) {
      lines.push(line === "" ? "" : `${margin}  ${line}`);
    } else if (line.trim() === "") {
      flush();
      lines.push("");
    } else if (/^(?:[-*]|\d+\.) /.test(line)) {
      flush();
      const [marker = ""] = /^(?:[-*]|\d+\.) /.exec(line) ?? [];
      lines.push(
        ...wrap(line.slice(marker.length), {
          first: `${margin}${marker}`,
          rest: `${margin}${" ".repeat(marker.length)}`,
          width,
        }),
      );
    } else {
      paragraph.push(line.trim());
    }
  }
  flush();
  return lines;
}
