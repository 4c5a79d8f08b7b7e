import { isNullish, truthiness } from "./conditions.ts";
import { concat, oneOf } from "./make-value.ts";
import type { Condition, Item, Value } from "./value.ts";

const DEEPEST = 100;

/**
 * The value as it is when every environment variable it reads is set to ordinary text: not empty, no white space
 * around it. Fallbacks fall away, `trim()` changes nothing, and the guards of helper functions
 * (`if (!value) throw …`, `typeof value === "string"`, `value.trim().length === 0`) are decided. What depends on the
 * text itself (`process.env.NODE_ENV === "production"`) stays open.
 *
 * In a deployed Convex auth config this is the value: reading a variable that is not set fails the push.
 */
export function assumingSet(value: Value): Value {
  return simplified(value, 0);
}

function simplified(value: Value, depth: number): Value {
  if (depth > DEEPEST) return value;
  const inner = (it: Value) => simplified(it, depth + 1);
  switch (value.kind) {
    case "env":
      return value.fallback === null ? value : { ...value, fallback: null };
    case "concat":
      return concat(value.parts.map(inner), value);
    case "operation":
      return simplifiedOperation({ ...value, operands: value.operands.map(inner) });
    case "array":
      return { ...value, items: value.items.flatMap((item) => keptItem(item, depth)) };
    case "object":
      return {
        ...value,
        entries: value.entries.flatMap((entry) =>
          keptItem(entry, depth).map(({ value: kept, when }) => ({ ...entry, value: kept, when })),
        ),
      };
    case "oneOf": {
      const alternatives = value.alternatives.flatMap((it) => keptItem(it, depth));
      return alternatives.length === 0 ? value : oneOf(alternatives, value);
    }
    default:
      return value;
  }
}

function keptItem(item: Item, depth: number): Item[] {
  const when: Condition[] = [];
  for (const { test, expects } of item.when) {
    const decided = decide(simplified(test, depth + 1), expects);
    if (decided === false) return [];
    if (decided === undefined) when.push({ test, expects });
  }
  return [{ value: simplified(item.value, depth + 1), when }];
}

function decide(test: Value, expects: Condition["expects"]): boolean | undefined {
  if (expects === "truthy" || expects === "falsy") {
    const truth = isOrdinaryText(test) ? true : truthiness(test);
    return truth === undefined ? undefined : truth === (expects === "truthy");
  }
  const nullish = isOrdinaryText(test) ? false : isNullish(test);
  return nullish === undefined ? undefined : nullish === (expects === "nullish");
}

/** Whether a value is text that holds at least one character. */
function isOrdinaryText(value: Value): boolean {
  switch (value.kind) {
    case "env":
      return true;
    case "string":
      return value.value !== "";
    case "concat":
      return value.parts.some(isOrdinaryText);
    default:
      return false;
  }
}

function simplifiedOperation(value: Extract<Value, { kind: "operation" }>): Value {
  const [first, second] = value.operands;
  if (first === undefined) return value;
  const yes = (is: boolean): Value => ({
    kind: "boolean",
    value: is,
    location: value.location,
    span: value.span,
  });
  switch (value.operation) {
    case "trim":
    case "trimStart":
    case "trimEnd":
    case "String":
      return first.kind === "env" ? first : { ...value, optional: value.optional && !isOrdinaryText(first) };
    case "typeof":
      return isOrdinaryText(first)
        ? { kind: "string", value: "string", location: value.location, span: value.span }
        : value;
    case "!": {
      const truth = isOrdinaryText(first) ? true : truthiness(first);
      return truth === undefined ? value : yes(!truth);
    }
    case "===":
    case "==":
    case "!==":
    case "!=": {
      const equal = second === undefined ? undefined : (areEqual(first, second) ?? areEqual(second, first));
      return equal === undefined ? value : yes(equal === value.operation.startsWith("="));
    }
    default:
      return value.optional && isOrdinaryText(first) ? { ...value, optional: false } : value;
  }
}

/** Whether two values are equal where ordinary text, or its length, meets something that it cannot be. */
function areEqual(value: Value, other: Value): boolean | undefined {
  if (value.kind === "operation" && value.operation === "length") {
    const [text] = value.operands;
    return text !== undefined && isOrdinaryText(text) && other.kind === "number" && other.value <= 0
      ? false
      : undefined;
  }
  if (value.kind === "string" && other.kind === "string") return value.value === other.value;
  if (!isOrdinaryText(value)) return undefined;
  const isNever = isNullish(other) === true || (other.kind === "string" && other.value === "");
  return isNever ? false : undefined;
}
