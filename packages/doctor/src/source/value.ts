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
