import { type Expression, parseExpression } from "./expression.ts";
import type { ProblemList } from "./problem.ts";

/** A piece of a template. Offsets count UTF-16 code units from the start of the template. */
export type TemplateToken =
  | { type: "{" | "}" | "[" | "]" | ":" | ","; offset: number }
  /** `parts`: decoded text and expressions, in order. */
  | { type: "string"; parts: (string | Expression)[]; offset: number }
  | { type: "expression"; expression: Expression; offset: number }
  | { type: "literal"; value: number | boolean | null; offset: number }
  /** Something that no JSON has; the problem has been reported. */
  | { type: "error"; offset: number }
  | { type: "end"; offset: number };

const PUNCTUATION = new Set(["{", "}", "[", "]", ":", ","]);
const WORD = /[^\s{}[\]:,"]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * Cuts a template into tokens. `{{` always opens an expression, inside and outside strings, and the next `}}` closes it.
 * The last token is `end`. After an unterminated string or expression nothing more is read.
 */
export function tokenizeTemplate(template: string, problems: ProblemList): TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let at = 0;
  while (at < template.length) {
    const char = template[at] ?? "";
    if (template.startsWith("{{", at)) {
      const read = readExpression(template, at, problems);
      if (read === null) {
        tokens.push({ type: "error", offset: at });
        break;
      }
      tokens.push({ type: "expression", expression: read.expression, offset: at });
      at = read.end;
    } else if (isPunctuation(char)) {
      tokens.push({ type: char, offset: at });
      at++;
    } else if (char === '"') {
      const read = readString(template, at, problems);
      tokens.push(read.token);
      if (read.end === null) break;
      at = read.end;
    } else if (/\s/.test(char) || (char === "\uFEFF" && at === 0)) {
      at++;
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(template)?.[0] ?? char;
      tokens.push(readWord(word, at, problems));
      at += word.length;
    }
  }
  tokens.push({ type: "end", offset: template.length });
  return tokens;
}

function isPunctuation(char: string): char is "{" | "}" | "[" | "]" | ":" | "," {
  return PUNCTUATION.has(char);
}

function readExpression(
  template: string,
  at: number,
  problems: ProblemList,
): { expression: Expression; end: number } | null {
  const close = template.indexOf("}}", at + 2);
  if (close === -1) {
    problems.add(
      "error",
      "unterminated-expression",
      at,
      "This {{ is never closed; add }} behind the attribute.",
    );
    return null;
  }
  return { expression: parseExpression(template.slice(at + 2, close), at, problems), end: close + 2 };
}

function readString(
  template: string,
  start: number,
  problems: ProblemList,
): { token: TemplateToken; end: number | null } {
  const parts: (string | Expression)[] = [];
  let chunkStart = start + 1;
  const endChunk = (end: number): void => {
    const text = decodeText(template.slice(chunkStart, end), chunkStart, problems);
    if (text !== "") parts.push(text);
  };

  let at = start + 1;
  while (at < template.length) {
    const char = template[at];
    if (char === '"') {
      endChunk(at);
      return { token: { type: "string", parts, offset: start }, end: at + 1 };
    }
    if (char === "\\") {
      at += 2;
    } else if (template.startsWith("{{", at)) {
      endChunk(at);
      const read = readExpression(template, at, problems);
      if (read === null) return { token: { type: "error", offset: at }, end: null };
      parts.push(read.expression);
      at = read.end;
      chunkStart = at;
    } else {
      at++;
    }
  }
  problems.add("error", "json-syntax", start, 'This string is never closed; add the missing ".');
  return { token: { type: "error", offset: start }, end: null };
}

function decodeText(raw: string, offset: number, problems: ProblemList): string {
  const control = controlCharacterAt(raw);
  if (control !== -1) {
    problems.add(
      "error",
      "json-syntax",
      offset + control,
      "A JSON string cannot hold a line break or tab; write \\n or \\t.",
    );
    return raw;
  }
  try {
    const text: unknown = JSON.parse(`"${raw}"`);
    return typeof text === "string" ? text : raw;
  } catch {
    const escape = /\\(?!["\\/bfnrt]|u[0-9a-f]{4})/i.exec(raw.replaceAll("\\\\", "__"))?.index ?? 0;
    problems.add("error", "json-syntax", offset + escape, "JSON knows no such escape behind the backslash.");
    return raw;
  }
}

function controlCharacterAt(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return i;
  return -1;
}

function readWord(word: string, offset: number, problems: ProblemList): TemplateToken {
  if (word === "true" || word === "false") return { type: "literal", value: word === "true", offset };
  if (word === "null") return { type: "literal", value: null, offset };
  const number = Number(word);
  if (NUMBER.test(word) && Number.isFinite(number)) return { type: "literal", value: number, offset };
  // One comment or stray sentence is many words.
  if (!problems.has("json-syntax")) problems.add("error", "json-syntax", offset, explainWord(word));
  return { type: "error", offset };
}

function explainWord(word: string): string {
  const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
  if (word.startsWith("//") || word.startsWith("/*")) return "JSON has no comments; remove this one.";
  if (/^['‘’“”]/.test(word))
    return `JSON strings and claim names stand in straight double quotes, unlike ${shown}.`;
  return `${shown} is no JSON value; text and claim names stand in double quotes, attributes in {{ }}.`;
}
