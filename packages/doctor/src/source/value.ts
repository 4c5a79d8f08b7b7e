import type { Location } from "../facts/location.ts";

/** Where the expression that made a value stands: its place for people, and its offsets for edits. */
export interface Provenance {
  /** File, and line and column from 1, of the expression. */
  location: Location;
  /** UTF-16 offsets of the expression in that file. */
  span: { start: number; end: number };
}

/** Where the values of environment variables come from. */
export type EnvironmentSource =
  | "process.env"
  | "import.meta.env"
  | "Deno.env"
  | "Bun.env"
  | "_generated/server";

/**
 * What an expression is worth, as far as can be told without executing it. Plain JSON: it can be kept in a fact.
 * What cannot be told is `unknown`; everything else is certain.
 */
export type Value =
  | StringValue
  | NumberValue
  | BooleanValue
  | NullValue
  | UndefinedValue
  | RegExpValue
  | ArrayValue
  | ObjectValue
  | EnvValue
  | ConcatValue
  | OperationValue
  | OneOfValue
  | FunctionValue
  | UnknownValue;

export interface StringValue extends Provenance {
  kind: "string";
  value: string;
}
export interface NumberValue extends Provenance {
  kind: "number";
  value: number;
}
export interface BooleanValue extends Provenance {
  kind: "boolean";
  value: boolean;
}
export interface NullValue extends Provenance {
  kind: "null";
}
export interface UndefinedValue extends Provenance {
  kind: "undefined";
}
export interface RegExpValue extends Provenance {
  kind: "regexp";
  pattern: string;
  flags: string;
}

/** A list. The items are in their order, unless it is open: then each of them is there, at a place that is not certain. */
export interface ArrayValue extends Provenance {
  kind: "array";
  items: Item[];
  /** Whether there may be more items than these, anywhere between them. */
  open: boolean;
}
export interface Item {
  value: Value;
  /** The item is in the list only where all of these hold; empty for an item that is always there. */
  when: Condition[];
}

export interface ObjectValue extends Provenance {
  kind: "object";
  /** In the order in which the keys were first written; each key once. */
  entries: Entry[];
  /** Whether there may be more keys than these, and other values behind them. */
  open: boolean;
}
export interface Entry extends Provenance {
  key: string;
  value: Value;
  /** The key is there only where all of these hold; empty for a key that is always there. */
  when: Condition[];
}

/** The value of an environment variable. */
export interface EnvValue extends Provenance {
  kind: "env";
  name: string;
  from: EnvironmentSource;
  /** What stands in when the variable is not set (`??`), or is also taken for an empty one (`||`). */
  fallback: { value: Value; when: "missing" | "missing-or-empty" } | null;
}

/** A string put together from parts, at least one of which is no plain text. */
export interface ConcatValue extends Provenance {
  kind: "concat";
  parts: Value[];
}

/** A pure operation on values that are not all known yet; {@link OperationName} is a closed list. */
export interface OperationValue extends Provenance {
  kind: "operation";
  operation: OperationName;
  /** For methods, the object first. */
  operands: Value[];
  /** Whether the result is `undefined` where the first operand is null or undefined (`?.`). */
  optional: boolean;
}

export type OperationName =
  | "trim"
  | "trimStart"
  | "trimEnd"
  | "toLowerCase"
  | "toUpperCase"
  | "replace"
  | "replaceAll"
  | "slice"
  | "substring"
  | "startsWith"
  | "endsWith"
  | "includes"
  | "length"
  | "String"
  | "Number"
  | "typeof"
  | "!"
  | "==="
  | "!=="
  | "=="
  | "!="
  | "URL"
  | "URL.href"
  | "URL.origin"
  | "URL.host"
  | "URL.hostname"
  | "URL.pathname"
  | "URL.protocol"
  | "URL.port"
  | "URL.search"
  | "encodeURIComponent"
  | "encodeURI"
  | "decodeURIComponent"
  | "JSON.stringify"
  | "btoa"
  | "atob"
  | "base64"
  | "base64url";

/** One of several values: the first alternative of which all conditions hold. The last one has none ("otherwise"). */
export interface OneOfValue extends Provenance {
  kind: "oneOf";
  alternatives: Alternative[];
}
export interface Alternative {
  value: Value;
  when: Condition[];
}

/** What a test has to give. */
export interface Condition {
  /** What is tested; an `unknown` value where the test could not be read. */
  test: Value;
  expects: "truthy" | "falsy" | "nullish" | "present";
}

/** A function or class; what it does is only known while evaluating. */
export interface FunctionValue extends Provenance {
  kind: "function";
  /** Empty when it has no name. */
  name: string;
}

export interface UnknownValue extends Provenance {
  kind: "unknown";
  /** Completes "cannot be told, because …". */
  why: string;
}

/** How many parts or alternatives a value may have before it is called unknown. */
const MOST_PARTS = 200;
/** The longest string that is put together, in characters. */
export const LONGEST_STRING = 65_536;

export function unknown(why: string, at: Provenance): UnknownValue {
  return { kind: "unknown", why, location: at.location, span: at.span };
}
export function string(value: string, at: Provenance): Value {
  if (value.length > LONGEST_STRING) return unknown("the string is too long", at);
  return { kind: "string", value, location: at.location, span: at.span };
}
export function undefinedAt(at: Provenance): UndefinedValue {
  return { kind: "undefined", location: at.location, span: at.span };
}
export function boolean(value: boolean, at: Provenance): BooleanValue {
  return { kind: "boolean", value, location: at.location, span: at.span };
}

/** Puts strings together as a template does; the parts that are plain are written out and joined. */
export function concat(parts: readonly Value[], at: Provenance): Value {
  const flat: Value[] = [];
  let length = 0;
  for (const part of parts.flatMap((it) => (it.kind === "concat" ? it.parts : [it]))) {
    const text = plainText(part);
    const last = flat.at(-1);
    if (text === undefined) {
      flat.push(
        part.kind === "array" || part.kind === "object" ? unknown("an object in a string", part) : part,
      );
    } else if (last?.kind === "string") {
      flat[flat.length - 1] = { ...last, value: last.value + text };
    } else if (text !== "") {
      flat.push({ kind: "string", value: text, location: part.location, span: part.span });
    }
    length += text?.length ?? 0;
    if (length > LONGEST_STRING || flat.length > MOST_PARTS) return unknown("the string is too long", at);
  }
  const [first] = flat;
  if (first === undefined) return string("", at);
  if (flat.length === 1 && first.kind === "string") return string(first.value, at);
  return { kind: "concat", parts: flat, location: at.location, span: at.span };
}

/** The text that a template makes of a value, when that can be told. */
function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case "string":
      return value.value;
    case "number":
    case "boolean":
      return String(value.value);
    case "null":
    case "undefined":
      return value.kind;
    default:
      return undefined;
  }
}

/**
 * One of several values, the first of which all conditions hold. Alternatives that can never be reached are left
 * out, and a single one stands for itself.
 */
export function oneOf(alternatives: readonly Alternative[], at: Provenance): Value {
  const reachable: Alternative[] = [];
  const pending = [...alternatives];
  // Conditions that do not hold where an alternative is reached, because an earlier one would have been taken.
  const passed: Condition[] = [];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { value } = next;
    const when = next.when.filter((condition) => !passed.some((it) => isOpposite(it, condition)));
    if (when.some((condition) => passed.some((it) => isSameCondition(it, condition)))) continue;
    // An "otherwise" that is itself a choice continues this one.
    if (
      when.length === 0 &&
      value.kind === "oneOf" &&
      reachable.length + value.alternatives.length <= MOST_PARTS
    ) {
      pending.splice(0, pending.length, ...value.alternatives);
      continue;
    }
    reachable.push({ value, when });
    const [only] = when;
    if (only === undefined) break;
    if (when.length === 1) passed.push(only);
  }
  const last = reachable.at(-1);
  if (last === undefined || reachable.length > MOST_PARTS)
    return unknown("there are too many possibilities", at);
  if (last.when.length > 0)
    reachable.push({ value: unknown("none of the conditions may hold", at), when: [] });
  const [first] = reachable;
  if (first !== undefined && reachable.length === 1) return first.value;
  if (first !== undefined && reachable.every(({ value }) => isSameValue(value, first.value)))
    return first.value;
  const [, second] = reachable;
  if (first !== undefined && second !== undefined && reachable.length === 2) {
    const variable = variableWithFallback(first, second.value, at);
    if (variable !== undefined) return variable;
  }
  return { kind: "oneOf", alternatives: reachable, location: at.location, span: at.span };
}

/** `X ? X : fallback` and `!X ? fallback : X`, in all their spellings: the variable with what stands in for it. */
function variableWithFallback(first: Alternative, otherwise: Value, at: Provenance): EnvValue | undefined {
  const [condition, ...others] = first.when;
  if (condition?.test.kind !== "env" || condition.test.fallback !== null || others.length > 0)
    return undefined;
  const holdsWhenSet = condition.expects === "truthy" || condition.expects === "present";
  const [variable, fallback] = holdsWhenSet ? [first.value, otherwise] : [otherwise, first.value];
  if (variable.kind !== "env" || !isSameValue(variable, condition.test) || !isScalar(fallback))
    return undefined;
  const isAboutEmpty = condition.expects === "truthy" || condition.expects === "falsy";
  return {
    ...variable,
    fallback: { value: fallback, when: isAboutEmpty ? "missing-or-empty" : "missing" },
    location: at.location,
    span: at.span,
  };
}

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

/**
 * The names of all environment variables that a value depends on, in the order of their first use; fallbacks and
 * conditions included.
 */
export function environmentNames(value: Value): string[] {
  const names = new Set<string>();
  const pending: Value[] = [value];
  const seen = new Set<Value>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === "env") names.add(next.name);
    pending.push(...partsOf(next).reverse());
  }
  return [...names];
}

/** The values directly inside a value. */
export function partsOf(value: Value): Value[] {
  const tests = (when: readonly Condition[]) => when.map(({ test }) => test);
  switch (value.kind) {
    case "array":
      return value.items.flatMap((item) => [...tests(item.when), item.value]);
    case "object":
      return value.entries.flatMap((entry) => [...tests(entry.when), entry.value]);
    case "oneOf":
      return value.alternatives.flatMap((it) => [...tests(it.when), it.value]);
    case "concat":
      return [...value.parts];
    case "operation":
      return [...value.operands];
    case "env":
      return value.fallback === null ? [] : [value.fallback.value];
    default:
      return [];
  }
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
  const at = when[0]?.test ?? { location: { file: "", line: 1, column: 1 }, span: { start: 0, end: 0 } };
  return {
    kind: "oneOf",
    alternatives: [
      { value: boolean(true, at), when: [...when] },
      { value: boolean(false, at), when: [] },
    ],
    location: at.location,
    span: at.span,
  };
}
