/**
 * A moment in the life of a page, as far as signing in is concerned. AuthKit knows its user before Convex has accepted
 * the token, so the two disagree for a while (`unconfirmed`), or for good (`refused`).
 */
export type AuthMoment = "starting" | "signed-out" | "unconfirmed" | "refused" | "signed-in";

/** All moments, in the order in which a page may see them. */
export const AUTH_MOMENTS: readonly AuthMoment[] = [
  "starting",
  "signed-out",
  "unconfirmed",
  "refused",
  "signed-in",
];

/**
 * Whether something holds at a moment. `depends`: it holds for some visitors and not for others (their role, the
 * query string they came with), so it certainly happens. `unknown`: the source does not tell.
 */
export type Truth = "yes" | "no" | "depends" | "unknown";

/** What an expression gives at a moment. */
export type Value =
  | { kind: "known"; value: string | number | boolean | null | undefined }
  /** An object or function: true as a condition, and neither null nor undefined. */
  | { kind: "object" }
  /** Something that differs from visitor to visitor. */
  | { kind: "depends" }
  | { kind: "unknown" };

export const OBJECT: Value = { kind: "object" };
export const DEPENDS: Value = { kind: "depends" };
export const UNKNOWN: Value = { kind: "unknown" };

/** A value that is written out. */
export function known(value: string | number | boolean | null | undefined): Value {
  return { kind: "known", value };
}

/** Whether a condition with this value is met. */
export function truthOf(value: Value): Truth {
  switch (value.kind) {
    case "known":
      return value.value ? "yes" : "no";
    case "object":
      return "yes";
    default:
      return value.kind;
  }
}

/** The value of a condition. */
export function valueOf(truth: Truth): Value {
  if (truth === "yes" || truth === "no") return known(truth === "yes");
  return { kind: truth };
}

export function not(truth: Truth): Truth {
  if (truth === "yes") return "no";
  return truth === "no" ? "yes" : truth;
}

/** Whether all hold. */
export function and(truths: Iterable<Truth>): Truth {
  let result: Truth = "yes";
  for (const truth of truths) {
    if (truth === "no") return "no";
    if (truth === "unknown" || (truth === "depends" && result === "yes")) result = truth;
  }
  return result;
}

/** Whether one of them holds. */
export function or(truths: Iterable<Truth>): Truth {
  let result: Truth = "no";
  for (const truth of truths) {
    if (truth === "yes") return "yes";
    if (truth === "unknown" || (truth === "depends" && result === "no")) result = truth;
  }
  return result;
}

/** What comes out of a choice: of `first` where the test holds, else of `second`. */
export function choose(test: Truth, first: () => Value, second: () => Value): Value {
  if (test === "yes") return first();
  if (test === "no") return second();
  const one = first();
  const other = second();
  if (sameValue(one, other)) return one;
  if (test === "unknown" || one.kind === "unknown" || other.kind === "unknown") return UNKNOWN;
  return DEPENDS;
}

/** Whether two values are equal (`===`). */
export function equal(one: Value, other: Value): Truth {
  if (one.kind === "unknown" || other.kind === "unknown") return "unknown";
  if (one.kind === "depends" || other.kind === "depends") return "depends";
  if (one.kind === "known" && other.kind === "known") return one.value === other.value ? "yes" : "no";
  // Two objects may be the same one; an object is never equal to a plain value.
  return one.kind === other.kind ? "unknown" : "no";
}

/** Whether a value is null or undefined. */
export function isNullish(value: Value): Truth {
  if (value.kind === "known") return value.value === null || value.value === undefined ? "yes" : "no";
  return value.kind === "object" ? "no" : value.kind;
}

function sameValue(one: Value, other: Value): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== "known" || other.kind !== "known" || one.value === other.value;
}

/** Whether something certainly happens at a moment, at least to some visitors. */
export function happens(truth: Truth): boolean {
  return truth === "yes" || truth === "depends";
}
