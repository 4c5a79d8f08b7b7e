import { visibleText } from "./visible-text.ts";

/** A text as inline code, whatever backticks it holds. */
export function code(text: string): string {
  const line = visibleText(text).replace(/\s+/g, " ").trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return line === "" ? "" : `${fence}${pad}${line}${pad}${fence}`;
}

/** Lines as a block of code, whatever backticks they hold. */
export function codeBlock(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${visibleText(text)}\n${fence}`;
}

/**
 * A sentence of ours with values of the project in it: nothing outside of inline code may become HTML, an image or a
 * mention of somebody (`@workos-inc/node` in an issue would call a user).
 */
export function prose(text: string): string {
  return visibleText(text)
    .split(/(`+[^`]+`+)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/[<>]/g, (char) => `\\${char}`)
            .replace(/!\[/g, "!\\[")
            .replace(/(?<![\w.])@[\w-]+(?:\/[\w.-]+)?/g, (mention) => `\`${mention}\``),
    )
    .join("");
}

/** A table; cells may hold inline code. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\n/g, " ").replace(/\|/g, "\\|")).join(" | ")} |`;
  return [row(header), row(header.map(() => "---")), ...rows.map(row)].join("\n");
}
