/**
 * What Convex decides about one token under one auth config, and the true reason. Pure: runs in Node, in browsers and in edge
 * runtimes.
 *
 * @example
 * const verdict = await judge(token, { config: authConfig, jwks });
 * if (verdict.accepted === false) console.log(verdict.cause, verdict.message);
 *
 * @module
 */
export {
  judge,
  validateAuthConfig,
  identityFromClaims,
  unknown,
  type Accepted,
  type Comparison,
  type FailedAt,
  type Identity,
  type IdentityReading,
  type JudgeInput,
  type JwksAnswer,
  type JwksInput,
  type JwksResolver,
  type Missing,
  type ProviderCause,
  type ProviderFinding,
  type Rejected,
  type Undecided,
  type Unknown,
  type Verdict,
  type VerdictCause,
  type VerdictCode,
} from "@convex-authkit/core";
