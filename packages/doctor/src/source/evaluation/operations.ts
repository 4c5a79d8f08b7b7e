import { LONGEST_STRING } from "../make-value.ts";
import type { OperationName } from "../value.ts";

/** What operations work on: a value of JavaScript without identity. */
export type Plain =
  | string
  | number
  | boolean
  | null
  | undefined
  | RegExp
  | readonly Plain[]
  | { readonly [key: string]: Plain };

/** The result of an operation, or why there is none. */
export type Outcome = { value: Plain } | { why: string };

/**
 * Carries out an operation on known values, exactly as JavaScript does.
 *
 * @param operands for methods, the object first
 */
export function applyOperation(operation: OperationName, operands: readonly Plain[]): Outcome {
  try {
    const value = apply(operation, operands);
    if (typeof value === "string" && value.length > LONGEST_STRING) return { why: "the string is too long" };
    return { value };
  } catch (error) {
    return { why: error instanceof NotDone ? error.message : `${operation} throws on this value` };
  }
}

class NotDone extends Error {}

function apply(operation: OperationName, operands: readonly Plain[]): Plain {
  const [first, second, third] = operands;
  switch (operation) {
    case "trim":
    case "trimStart":
    case "trimEnd":
    case "toLowerCase":
    case "toUpperCase":
      return text(first)[operation]();
    case "replace":
    case "replaceAll":
      return replace(operation, text(first), second, text(third));
    case "slice":
    case "substring":
      return text(first)[operation](index(second) ?? 0, index(third));
    case "startsWith":
    case "endsWith":
    case "includes":
      return text(first)[operation](text(second));
    case "length":
      return text(first).length;
    case "String":
      return primitiveText(first);
    case "Number":
      return Number(primitive(first));
    case "typeof":
      return first === null || Array.isArray(first) ? "object" : typeof first;
    case "!":
      return !first;
    case "===":
      return primitive(first) === primitive(second);
    case "!==":
      return primitive(first) !== primitive(second);
    case "==":
      // eslint-disable-next-line eqeqeq -- this is the operator that the project wrote
      return primitive(first) == primitive(second);
    case "!=":
      // eslint-disable-next-line eqeqeq -- this is the operator that the project wrote
      return primitive(first) != primitive(second);
    case "URL":
    case "URL.href":
      return url(operands).href;
    case "URL.origin":
      return url(operands).origin;
    case "URL.host":
      return url(operands).host;
    case "URL.hostname":
      return url(operands).hostname;
    case "URL.pathname":
      return url(operands).pathname;
    case "URL.protocol":
      return url(operands).protocol;
    case "URL.port":
      return url(operands).port;
    case "URL.search":
      return url(operands).search;
    case "encodeURIComponent":
      return encodeURIComponent(primitiveText(first));
    case "encodeURI":
      return encodeURI(primitiveText(first));
    case "decodeURIComponent":
      return decodeURIComponent(primitiveText(first));
    case "JSON.stringify":
      return JSON.stringify(first, null, typeof second === "number" ? second : undefined);
    case "btoa":
      return btoa(primitiveText(first));
    case "atob":
      return atob(primitiveText(first));
    case "base64":
    case "base64url":
      return base64(text(first), operation === "base64url");
  }
}

function text(value: Plain): string {
  if (typeof value !== "string") throw new NotDone("it is called on something that is no string");
  return value;
}

function primitive(value: Plain): string | number | boolean | null | undefined {
  if (typeof value === "object" && value !== null) throw new NotDone("objects are compared by identity");
  return value;
}

function primitiveText(value: Plain): string {
  return String(primitive(value));
}

function index(value: Plain): number | undefined {
  if (value === undefined || typeof value === "number") return value;
  throw new NotDone("the position is no number");
}

function url(operands: readonly Plain[]): URL {
  const [address, base] = operands;
  return base === undefined
    ? new URL(primitiveText(address))
    : new URL(primitiveText(address), primitiveText(base));
}

function base64(value: string, isUrl: boolean): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(value)) binary += String.fromCharCode(byte);
  const encoded = btoa(binary);
  return isUrl ? encoded.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") : encoded;
}

function replace(
  operation: "replace" | "replaceAll",
  target: string,
  pattern: Plain,
  replacement: string,
): string {
  if (pattern instanceof RegExp) {
    const limit = longestSafeTarget(pattern.source);
    if (target.length > limit)
      throw new NotDone("the regular expression is not run on a text of this length");
    return target[operation](pattern, replacement);
  }
  return target[operation](text(pattern), replacement);
}

/**
 * The longest text on which a pattern of the project is tried: patterns can take time that grows without bounds, so
 * only those of a simple shape are run, and on short texts.
 */
function longestSafeTarget(pattern: string): number {
  const quantifiers = pattern.replace(/\\./g, "x").match(/[*+]|\{\d+,?\d*\}/g)?.length ?? 0;
  const isNested = /\)[*+{?]|\(\?|\\[1-9]|\\k/.test(pattern);
  if (isNested || quantifiers > 2) return 0;
  return quantifiers === 2 ? 300 : 4096;
}
