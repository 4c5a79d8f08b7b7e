import { resolveValue, Unresolved } from "../../source/resolve-value.ts";
import type { OperationValue, Value } from "../../source/value.ts";
import type { Field, TextPart } from "./auth-config.ts";

/**
 * Turns a symbolic value into the value of a provider's key.
 *
 * Every variable counts as set: on a deployment, reading an unset one ends the push, so a fallback behind `??`, or
 * behind a test for an empty value, is never what Convex gets to see.
 */
export function readField(value: Value): Field {
  const { location } = value;
  if (value.kind === "unknown") return { kind: "unknown", why: value.why, location };
  const names = variablesOf(value);
  if (names === null) return { kind: "unknown", why: "it depends on the value of a variable", location };
  const markers = new Map([...names].map((name, index) => [name, `client${index}envmark`]));
  const resolved = resolveValue(value, (name) => markers.get(name));
  if (resolved === undefined) {
    // JSON.stringify drops such a key before Convex reads the config.
    return { kind: "absent" };
  }
  if (resolved instanceof Unresolved) return { kind: "unknown", why: resolved.why, location };
  if (typeof resolved === "string") return { kind: "text", parts: partsOf(resolved, markers), location };
  const shown = resolved === null || typeof resolved !== "object" ? String(resolved) : "an object or a list";
  return { kind: "other", shown, location };
}

/** Puts the variables back where their markers came out. */
function partsOf(text: string, markers: ReadonlyMap<string, string>): TextPart[] {
  if (markers.size === 0) return [{ text }];
  const names = new Map([...markers].map(([name, marker]) => [marker, name]));
  return text.split(/(client\d+envmark)/).flatMap((piece): TextPart[] => {
    const env = names.get(piece);
    if (env !== undefined) return [{ env }];
    return piece === "" ? [] : [{ text: piece }];
  });
}

/**
 * The variables that a value is made of.
 *
 * @returns null when a choice between texts hangs on what a variable holds, rather than on whether it holds anything
 */
function variablesOf(value: Value): Set<string> | null {
  const names = new Set<string>();
  let comparesValues = false;
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null || comparesValues) return;
    if ("kind" in part) {
      const one = part as Value;
      if (one.kind === "env") names.add(one.name);
      if (one.kind === "operation" && looksAtContent(one)) comparesValues = true;
    }
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return comparesValues ? null : names;
}

const LOOKS_AT_CONTENT = new Set(["===", "!==", "==", "!=", "startsWith", "endsWith", "includes"]);

/** `process.env.NODE_ENV === "production"`; but not `typeof x === "string"`, `x.length === 0` or `x !== ""`. */
function looksAtContent({ operation, operands }: OperationValue): boolean {
  if (!LOOKS_AT_CONTENT.has(operation)) return false;
  const isMeasure = operands.some(
    (it) => it.kind === "operation" && (it.operation === "typeof" || it.operation === "length"),
  );
  const literal = operands.find(({ kind }) => kind === "string");
  return !isMeasure && literal?.kind === "string" && literal.value !== "" && operands.some(hasVariable);
}

function hasVariable(value: Value): boolean {
  return JSON.stringify(value).includes('"kind":"env"');
}
