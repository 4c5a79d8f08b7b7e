import type { Declaration } from "../../source/scopes.ts";
import type { CallExpression, Node } from "../../source/parse.ts";
import type { Place, Traced } from "./trace.ts";

/** Where a value inside of a token fetcher may come from; a value is a list of such possibilities. */
export type Source =
  /** A new token, issued by WorkOS because of this call. */
  | { from: "refresh"; call: CallExpression }
  /** The token that the SDK has. */
  | { from: "sdk"; call: CallExpression }
  /** An answer of the network, or a part of it. */
  | { from: "server" }
  /** A value from outside of the function. */
  | {
      from: "captured";
      how: "read-once" | "hook" | "state" | "parameter";
      isAuthKit: boolean;
      node: Node;
      origin: Node;
    }
  /** What a ref holds. */
  | { from: "ref"; ref: CallExpression; node: Node }
  | { from: "null" }
  | { from: "constant"; value: boolean }
  /** A caught error, or what was made out of one. */
  | { from: "error" }
  | { from: "object"; fields: ReadonlyMap<string, Value> }
  /** Something to be called or taken apart. */
  | { from: "traced"; traced: Traced }
  | { from: "unknown" };

/** What an expression may yield. */
export type Value = readonly Source[];

export const UNKNOWN: Value = [{ from: "unknown" }];
export const NULL: Value = [{ from: "null" }];

/** A call that was made on the way. */
export interface MadeCall {
  kind: "refresh" | "sdk" | "server" | "other" | "set-state";
  node: CallExpression | Node;
  place: Place;
  /** Whether its failure is known to throw. */
  throws: boolean;
  /** Whether anything is done with its result. */
  used: boolean;
  /** Whether it is made only where the hook has no token. */
  withoutToken: boolean;
  /** For `set-state`: the `useState` call and what it is set to. */
  state: { call: CallExpression; value: Value } | null;
}

/** How far a run has come. */
export interface Run {
  variables: ReadonlyMap<Declaration, Value>;
  refs: ReadonlyMap<CallExpression, Value>;
  calls: readonly MadeCall[];
  /** The failure that was caught last; null while all went well. */
  failure: { certain: boolean } | null;
  /** Whether something was decided by looking at the caught error. */
  toldApart: boolean;
  /** Whether a failing loop was gone through. */
  retried: boolean;
  /** Whether this way is only gone where AuthKit's hook has no token. */
  withoutToken: boolean;
}

/** How a statement or a function ends other than by going on. */
export type Ending =
  | { kind: "return"; run: Run; value: Value; place: Place }
  | {
      kind: "throw";
      run: Run;
      place: Place;
      /** Whether it is known that this can throw. */
      certain: boolean;
      /** A promise that was returned without being awaited: no `catch` around it sees the rejection. */
      escapes: boolean;
    }
  | { kind: "break" | "continue"; run: Run };

/** Whether a condition holds: true, false, or undefined when it depends. */
export function truthOf(value: Value): boolean | undefined {
  const truths = new Set(value.map(truthOfSource));
  const [only] = truths;
  return truths.size === 1 ? only : undefined;
}

function truthOfSource(source: Source): boolean | undefined {
  switch (source.from) {
    case "null":
      return false;
    case "constant":
      return source.value;
    case "object":
      return true;
    default:
      return undefined;
  }
}

/** Whether a value has to do with a caught error. */
export function isAboutError(value: Value): boolean {
  return value.some(({ from }) => from === "error");
}

/** A property of a value. */
export function memberOf(value: Value, name: string): Value {
  return unite(
    value.map((source): Value => {
      switch (source.from) {
        case "object":
          return source.fields.get(name) ?? NULL;
        case "server":
        case "error":
        case "null":
          return [source];
        default:
          return UNKNOWN;
      }
    }),
  );
}

/** All possibilities of several values. */
export function unite(values: readonly Value[]): Value {
  const all: Source[] = [];
  for (const source of values.flat()) if (!all.some((it) => isSame(it, source))) all.push(source);
  return all;
}

function isSame(one: Source, other: Source): boolean {
  if (one === other) return true;
  if (one.from !== other.from) return false;
  switch (one.from) {
    case "null":
    case "server":
    case "error":
    case "unknown":
      return true;
    case "constant":
      return other.from === "constant" && one.value === other.value;
    case "refresh":
    case "sdk":
      return other.from === one.from && other.call === one.call;
    case "ref":
      return other.from === "ref" && other.ref === one.ref;
    case "captured":
      return other.from === "captured" && other.origin === one.origin;
    default:
      return false;
  }
}

/** What is made out of a value: still about an error, still an answer of the server, else unknown. */
export function derived(value: Value): Value {
  const kept = value.filter(({ from }) => from === "error" || from === "server");
  return kept.length === 0 ? UNKNOWN : kept;
}

/** What a comparison of two values yields. */
export function compared(operator: string, [left = UNKNOWN, right = UNKNOWN]: readonly Value[]): Value {
  const one = truthConstant(left);
  const other = truthConstant(right);
  if (one !== undefined && other !== undefined) {
    if (operator === "===" || operator === "==") return [{ from: "constant", value: one === other }];
    if (operator === "!==" || operator === "!=") return [{ from: "constant", value: one !== other }];
  }
  return derived([...left, ...right]);
}

/** A value that is certain to be true, false or null. */
function truthConstant(value: Value): boolean | null | undefined {
  const [only] = value;
  if (value.length !== 1 || only === undefined) return undefined;
  if (only.from === "null") return null;
  return only.from === "constant" ? only.value : undefined;
}
