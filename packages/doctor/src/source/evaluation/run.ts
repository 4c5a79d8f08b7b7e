import type { Alternative, Condition } from "../value.ts";

/** What a run of statements collects: the values that may be returned, the earliest first. */
export interface Run {
  returns: Alternative[];
  /** Conditions of the path when the run began; those of a `return` count from here. */
  base: number;
}

/**
 * How the path goes on behind a statement: not at all (returned), not at all (thrown), or under further conditions
 * (none: always).
 */
export type Remainder = "returned" | "thrown" | readonly Condition[];

/** The path goes on in any case. */
export const ALWAYS: readonly Condition[] = [];
