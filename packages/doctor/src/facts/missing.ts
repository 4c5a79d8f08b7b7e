/** Stands where a fact would be when there is no evidence for it. */
export interface Missing {
  /** Completes the sentence "not checked, because …" (without a full stop). */
  missing: string;
}

/** A fact, or why there is none. */
export type Known<Fact> = Fact | Missing;

/** Makes the placeholder for a fact without evidence. */
export function missing(because: string): Missing {
  return { missing: because };
}

/** Whether a value is the placeholder of a fact without evidence. */
export function isMissing(fact: unknown): fact is Missing {
  return typeof fact === "object" && fact !== null && "missing" in fact && Object.keys(fact).length === 1;
}
