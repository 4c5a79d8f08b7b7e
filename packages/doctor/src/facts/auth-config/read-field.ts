import type { Value } from "../../source/value.ts";
import type { Field, TextPart } from "./auth-config.ts";

/** Operations that leave a client id or a URL as good as it was. */
const HARMLESS = new Set(["trim", "trimStart", "trimEnd", "String"]);

/** Turns a symbolic value into the value of a provider's key. */
export function readField(value: Value): Field {
  const { location } = value;
  switch (value.kind) {
    case "undefined":
      // JSON.stringify drops such a key before Convex reads the config.
      return { kind: "absent" };
    case "null":
      return { kind: "other", shown: "null", location };
    case "number":
    case "boolean":
      return { kind: "other", shown: String(value.value), location };
    case "array":
      return { kind: "other", shown: "a list", location };
    case "object":
      return { kind: "other", shown: "an object", location };
    case "oneOf":
      return oneField(value);
    default: {
      const parts = partsOf(value);
      if (parts !== null) return { kind: "text", parts: joined(parts), location };
      return {
        kind: "unknown",
        why: value.kind === "unknown" ? value.why : "its value depends on more than a variable",
        location,
      };
    }
  }
}

/** The same under every condition, or unknown. */
function oneField(value: Extract<Value, { kind: "oneOf" }>): Field {
  const { location } = value;
  const fields = value.alternatives.map((it) => readField(it.value));
  const [first] = fields;
  const text = (field: Field): string => JSON.stringify({ ...field, location: null });
  if (first !== undefined && fields.every((field) => text(field) === text(first))) return first;
  return { kind: "unknown", why: "it depends on a condition", location };
}

function partsOf(value: Value): TextPart[] | null {
  switch (value.kind) {
    case "string":
      return [{ text: value.value }];
    case "env":
      // A fallback is unreachable: on a deployment reading an unset variable ends the push.
      return [{ env: value.name }];
    case "concat": {
      const parts = value.parts.map(partsOf);
      return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
    }
    case "operation": {
      const [operand] = value.operands;
      return operand !== undefined && (HARMLESS.has(value.operation) || trimsSlashes(value))
        ? partsOf(operand)
        : null;
    }
    default:
      return null;
  }
}

/** `url.replace(/\/+$/, "")`: Convex trims the slashes of an issuer itself. */
function trimsSlashes({ operation, operands }: Extract<Value, { kind: "operation" }>): boolean {
  const [, pattern, replacement] = operands;
  return (
    operation === "replace" &&
    pattern?.kind === "regexp" &&
    /^(?:\\\/|\[\/\])[+*]?\$$/.test(pattern.pattern) &&
    replacement?.kind === "string" &&
    replacement.value === ""
  );
}

function joined(parts: readonly TextPart[]): TextPart[] {
  const all: TextPart[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last !== undefined && "text" in last && "text" in part)
      all[all.length - 1] = { text: last.text + part.text };
    else all.push(part);
  }
  return all;
}
