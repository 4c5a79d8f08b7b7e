export {
  failureModeOf,
  type ProviderCause,
  type TokenCause,
  VERDICT_CAUSES,
  type VerdictCause,
} from "./causes.ts";
export { judge } from "./judge.ts";
export type { VerdictCode } from "./messages.ts";
export type {
  Accepted,
  Comparison,
  FailedAt,
  JudgeInput,
  JwksAnswer,
  JwksInput,
  JwksResolver,
  Missing,
  ProviderFinding,
  Rejected,
  Undecided,
  Verdict,
} from "./types.ts";
