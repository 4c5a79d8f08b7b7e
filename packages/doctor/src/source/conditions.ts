import type { Condition, Value } from "./value.ts";

/** Whether a value is certainly no list, object or function: only such a value can stand in for a variable. */
export function isScalar(value: Value): boolean {
  switch (value.kind) {
    case "array":
    case "object":
    case "function":
    case "regexp":
    case "unknown":
      return false;
    case "oneOf":
      return value.alternatives.every((it) => isScalar(it.value));
    case "operation":
      return value.operation !== "URL";
    default:
      return true;
  }
}

/**
 * Makes a condition in its plainest form: `!x` and comparisons with null and undefined become what they say about `x`.
 */
export function condition(test: Value, expects: Condition["expects"]): Condition {
  if (test.kind !== "operation" || (expects !== "truthy" && expects !== "falsy")) return { test, expects };
  const [first, second] = test.operands;
  if (test.operation === "!" && first !== undefined) {
    return condition(first, expects === "truthy" ? "falsy" : "truthy");
  }
  // A variable is never null, so all comparisons with either ask whether it is set.
  const isAboutVariable = first?.kind === "env" && first.fallback === null && second?.kind === "undefined";
  if (isAboutVariable && /^[!=]==?$/.test(test.operation)) {
    const asksWhetherMissing = test.operation.startsWith("=") === (expects === "truthy");
    return { test: first, expects: asksWhetherMissing ? "nullish" : "present" };
  }
  return { test, expects };
}

/** Whether two conditions certainly hold together. */
export function isSameCondition(one: Condition, other: Condition): boolean {
  return one.expects === other.expects && isSameTest(one.test, other.test);
}

/** Whether one of two conditions holds exactly where the other does not. */
export function isOpposite(one: Condition, other: Condition): boolean {
  return opposite(one).expects === other.expects && isSameTest(one.test, other.test);
}

function isSameTest(one: Value, other: Value): boolean {
  return one.kind === "unknown" || other.kind === "unknown" ? one === other : isSameValue(one, other);
}

/** Whether a value counts as true in a condition; undefined when that depends on what is not known. */
export function truthiness(value: Value): boolean | undefined {
  switch (value.kind) {
    case "string":
    case "number":
    case "boolean":
      return Boolean(value.value);
    case "null":
    case "undefined":
      return false;
    case "array":
    case "object":
    case "function":
    case "regexp":
      return true;
    case "concat":
      return value.parts.some((part) => part.kind === "string" && part.value !== "") ? true : undefined;
    case "operation":
      return value.operation === "URL" ? true : undefined;
    case "oneOf": {
      const [first, ...others] = value.alternatives.map((it) => truthiness(it.value));
      return others.every((it) => it === first) ? first : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a value is null or undefined; undefined when that depends on what is not known. */
export function isNullish(value: Value): boolean | undefined {
  switch (value.kind) {
    case "null":
    case "undefined":
      return true;
    case "env":
      return value.fallback === null
        ? undefined
        : isNullish(value.fallback.value) === false
          ? false
          : undefined;
    case "unknown":
      return undefined;
    case "operation":
      return value.optional ? undefined : false;
    case "oneOf": {
      const [first, ...others] = value.alternatives.map((it) => isNullish(it.value));
      return others.every((it) => it === first) ? first : undefined;
    }
    default:
      return false;
  }
}

/** Whether two values are certainly equal; the same variable read twice is. */
export function isSameValue(one: Value, other: Value, depth = 0): boolean {
  if (one === other) return true;
  if (depth > 8) return false;
  switch (one.kind) {
    case "string":
    case "number":
    case "boolean":
      return other.kind === one.kind && other.value === one.value;
    case "null":
    case "undefined":
      return other.kind === one.kind;
    case "env":
      return (
        other.kind === "env" &&
        other.name === one.name &&
        other.from === one.from &&
        other.fallback?.when === one.fallback?.when &&
        (one.fallback === null ||
          (other.fallback !== null && isSameValue(one.fallback.value, other.fallback.value, depth + 1)))
      );
    case "concat":
      return other.kind === "concat" && areSame(one.parts, other.parts, depth);
    case "operation":
      return (
        other.kind === "operation" &&
        other.operation === one.operation &&
        other.optional === one.optional &&
        areSame(one.operands, other.operands, depth)
      );
    case "regexp":
      return other.kind === "regexp" && other.pattern === one.pattern && other.flags === one.flags;
    default:
      return false;
  }
}

function areSame(ones: readonly Value[], others: readonly Value[], depth: number): boolean {
  return (
    ones.length === others.length &&
    ones.every((one, index) => {
      const other = others[index];
      return other !== undefined && isSameValue(one, other, depth + 1);
    })
  );
}

const OPPOSITES = { truthy: "falsy", falsy: "truthy", nullish: "present", present: "nullish" } as const;

/** The condition that holds exactly where the other does not. */
export function opposite(condition: Condition): Condition {
  return { test: condition.test, expects: OPPOSITES[condition.expects] };
}

/** The condition that not all of the given ones hold. */
export function noneOf(when: readonly Condition[]): Condition {
  const [only] = when;
  return only !== undefined && when.length === 1 ? opposite(only) : { test: allHold(when), expects: "falsy" };
}

/** The conditions under which one of two sets of conditions holds. */
export function eitherOf(one: readonly Condition[], other: readonly Condition[]): Condition[] {
  const isWithin = (inner: readonly Condition[], outer: readonly Condition[]) =>
    inner.every((condition) => outer.some((it) => isSameCondition(it, condition)));
  if (isWithin(one, other)) return [...one];
  if (isWithin(other, one)) return [...other];
  return [{ test: allHold([noneOf(one), noneOf(other)]), expects: "falsy" }];
}

/** A value that is true where all conditions hold, and false elsewhere. */
function allHold(when: readonly Condition[]): Value {
  const { location, span } = when[0]?.test ?? NOWHERE;
  const is = (value: boolean): Value => ({ kind: "boolean", value, location, span });
  return {
    kind: "oneOf",
    alternatives: [
      { value: is(true), when: [...when] },
      { value: is(false), when: [] },
    ],
    location,
    span,
  };
}

const NOWHERE = { location: { file: "", line: 1, column: 1 }, span: { start: 0, end: 0 } };
