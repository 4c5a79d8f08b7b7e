import type { Ignore, IgnoreProblem } from "./ignores.ts";

/** What the comments of one file ask for. */
export interface IgnoreComments {
  ignores: Ignore[];
  malformed: IgnoreProblem[];
}

/** A comment's opening, then the word, then what it asks for. `{/* … *\/}` is how JSX writes one. */
const REQUEST = /(\/\/|\/\*+|<!--|#|;|\*)\s*convex-authkit-ignore(?![\w-])[ \t]*(.*)$/;

/** Lines before the first statement: comments, blanks, directives (`"use client"`), the opening of XML and HTML. */
const BEFORE_CODE = /^\s*(?:$|\/\/|\/\*|\*|#|;|<!--|-->|<!doctype|<\?xml|["']use \w+["'];?\s*$)/i;

/**
 * Finds the comments `convex-authkit-ignore ID: reason` of one text. Before the first statement one silences the
 * whole file, behind code its own line, else the next line; comments that follow each other speak of the same line.
 */
export function ignoreComments(file: string, text: string): IgnoreComments {
  const found: IgnoreComments = { ignores: [], malformed: [] };
  if (!text.includes("convex-authkit-ignore")) return found;
  const lines = text.split(/\r?\n/);
  const firstCode = firstCodeLine(lines);
  for (const [index, line] of lines.entries()) {
    const match = REQUEST.exec(line);
    if (match === null) continue;
    const [, opening = "", asked = ""] = match;
    const location = { file, line: index + 1, column: match.index + 1 };
    const parsed = requestIn(asked, opening);
    if (parsed === null) {
      found.malformed.push({ location, sentence: SYNTAX });
      continue;
    }
    const isBehindCode = line.slice(0, match.index).replace("{", "").trim() !== "";
    const target = isBehindCode ? index : nextLine(lines, index, opening);
    const isOfFile = !isBehindCode && index < firstCode;
    const scope = isOfFile
      ? { kind: "file" as const, file }
      : { kind: "line" as const, file, line: target + 1 };
    for (const id of parsed.ids) found.ignores.push({ id, reason: parsed.reason, scope, location });
  }
  return found;
}

const SYNTAX =
  "This comment silences nothing: it names no failure mode. Write `convex-authkit-ignore ID: reason`, with an id that the report shows.";

function requestIn(asked: string, opening: string): { ids: string[]; reason: string | null } | null {
  const closed = asked.replace(CLOSING[opening] ?? /$^/, "").trim();
  const match = /^([a-z][\w-]*(?:\s*,\s*[a-z][\w-]*)*)\s*(?::(.*)|$)/i.exec(closed);
  if (match === null) return null;
  const reason = match[2]?.trim() ?? "";
  return { ids: (match[1] ?? "").split(",").map((id) => id.trim()), reason: reason === "" ? null : reason };
}

const BLOCK_END = /\*\/.*$/;

const CLOSING: Record<string, RegExp> = {
  "/*": BLOCK_END,
  "/**": BLOCK_END,
  "*": BLOCK_END,
  "<!--": /-->.*$/,
};

/** The line after the comment, behind further requests. */
function nextLine(lines: readonly string[], from: number, opening: string): number {
  let index = from;
  const end = opening === "<!--" ? "-->" : "*/";
  if (opening in CLOSING) while (index < lines.length && !(lines[index] ?? "").includes(end)) index += 1;
  index += 1;
  return REQUEST.test(lines[index] ?? "")
    ? nextLine(lines, index, REQUEST.exec(lines[index] ?? "")?.[1] ?? "")
    : index;
}

function firstCodeLine(lines: readonly string[]): number {
  let end: string | null = null;
  for (const [index, line] of lines.entries()) {
    if (end !== null) {
      if (line.includes(end)) end = null;
      continue;
    }
    if (!BEFORE_CODE.test(line) && !(index === 0 && line.startsWith("#!"))) return index;
    if (/^\s*\/\*/.test(line) && !line.includes("*/")) end = "*/";
    if (/^\s*<!--/.test(line) && !line.includes("-->")) end = "-->";
  }
  return lines.length;
}
