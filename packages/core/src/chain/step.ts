/** The steps of sign-in, in the order in which they happen: a step can only be judged if the ones before it hold. */
export const STEPS = [
  "setup",
  "sign-in",
  "callback",
  "session",
  "token",
  "acceptance",
  "identity",
  "gating",
  "renewal",
  "sign-out",
] as const;

/** One step of the chain. */
export type Step = (typeof STEPS)[number];
