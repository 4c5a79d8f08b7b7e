import type { ProblemList } from "./problem.ts";

/** One alternative of an expression. */
export type Operand =
  | { type: "path"; path: string[]; offset: number }
  | { type: "text"; value: string; offset: number }
  /** A form that WorkOS's documentation does not mention: numbers, filters, brackets. Its value is unknown. */
  | { type: "undocumented"; source: string; offset: number };

/** `{{ a || b || 'c' }}`: the first operand that is not null counts. Empty when it could not be read. */
export interface Expression {
  operands: Operand[];
  /** Where the opening `{{` stands. */
  offset: number;
}

const PATH = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*$/;
const TEXT = /^(?:'([^']*)'|"([^"]*)")$/;
const UNDOCUMENTED = /^(?:-?\d+(?:\.\d+)?|true|false|null|\\?"[^"\\]*\\?")$/;

/**
 * Reads what stands between `{{` and `}}`.
 *
 * @param source the text between the braces
 * @param offset where the opening `{{` stands in the template
 */
export function parseExpression(source: string, offset: number, problems: ProblemList): Expression {
  const expression: Expression = { operands: [], offset };
  if (source.trim() === "") {
    problems.add(
      "error",
      "empty-expression",
      offset,
      "The expression {{ }} is empty; name an attribute, such as user.email.",
    );
    return expression;
  }
  for (const part of splitAtFallbacks(source)) {
    const text = part.text.trim();
    const at = offset + 2 + part.start + (part.text.length - part.text.trimStart().length);
    if (text === "") {
      problems.add(
        "error",
        "empty-operand",
        at,
        "Something is missing beside ||; each side needs an attribute or a quoted text.",
      );
      continue;
    }
    const operand = readOperand(text, at, problems);
    if (operand !== null) expression.operands.push(operand);
  }
  return expression;
}

function readOperand(text: string, offset: number, problems: ProblemList): Operand | null {
  const literal = TEXT.exec(text);
  if (literal !== null) return { type: "text", value: literal[1] ?? literal[2] ?? "", offset };
  if (UNDOCUMENTED.test(text)) {
    const message = `WorkOS documents attributes and quoted texts in expressions, not ${short(text)}.`;
    problems.add("warning", "undocumented-syntax", offset, message);
    return { type: "undocumented", source: text, offset };
  }
  if (PATH.test(text)) return { type: "path", path: text.split("."), offset };
  if (/&&/.test(text) || /^[\w.]+(?:\s+[\w.]+)+$/.test(text)) {
    const message = `${short(text)} is no expression that WorkOS accepts: || is its only operator.`;
    problems.add("error", "invalid-expression", offset, message);
    return null;
  }
  const message = `WorkOS's documentation does not mention the form ${short(text)}; attributes are written user.metadata.plan.`;
  problems.add("warning", "undocumented-syntax", offset, message);
  return { type: "undocumented", source: text, offset };
}

/** Splits at `||` outside quotes. */
function splitAtFallbacks(source: string): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let start = 0;
  let quote = "";
  for (let i = 0; i < source.length; i++) {
    const char = source[i] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === "'" || char === '"') {
      // An apostrophe that nothing closes is no quote: it must not swallow the operators behind it.
      if (source.includes(char, i + 1)) quote = char;
    } else if (char === "|" && source[i + 1] === "|") {
      parts.push({ text: source.slice(start, i), start });
      start = i + 2;
      i++;
    }
  }
  parts.push({ text: source.slice(start), start });
  return parts;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
