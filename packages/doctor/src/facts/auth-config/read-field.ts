import { assumingSet } from "../../source/assuming-set.ts";
import type { Value } from "../../source/value.ts";
import type { Field, TextPart } from "./auth-config.ts";

/**
 * Turns a symbolic value into the value of a provider's key.
 *
 * Every variable counts as set: on a deployment, reading an unset one ends the push, so a fallback behind `??`, or
 * behind a test for an empty value, is never what Convex gets to see.
 */
export function readField(value: Value): Field {
  const set = assumingSet(value);
  const { location } = value;
  switch (set.kind) {
    case "undefined":
      // JSON.stringify drops such a key before Convex reads the config.
      return { kind: "absent" };
    case "null":
      return { kind: "other", shown: "null", location };
    case "number":
    case "boolean":
      return { kind: "other", shown: String(set.value), location };
    case "array":
    case "object":
      return { kind: "other", shown: "an object or a list", location };
    case "unknown":
      return { kind: "unknown", why: set.why, location };
    default: {
      const parts = partsOf(set);
      if (parts !== null) return { kind: "text", parts, location };
      return { kind: "unknown", why: "it depends on the value of a variable", location };
    }
  }
}

/** A string as literal text and variables; null where it is more than these joined. */
function partsOf(value: Value): TextPart[] | null {
  switch (value.kind) {
    case "string":
      return [{ text: value.value }];
    case "env":
      return [{ env: value.name }];
    case "concat": {
      const parts = value.parts.map(partsOf);
      return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
    }
    default:
      return null;
  }
}
