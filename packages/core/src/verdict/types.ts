import type { Identity } from "../identity/identity.ts";
import type { ProviderCause, VerdictCause } from "./causes.ts";
import type { VerdictCode } from "./messages.ts";

/** What `judge` needs beside the token. */
export interface JudgeInput {
  /**
   * The default export of `auth.config.ts`, unvalidated. The marker `{ unknown: "why" }` may stand for any field, any
   * provider, the list of providers or the whole config; what stands there is taken to be something that Convex
   * accepts at push time.
   */
  config: unknown;
  /**
   * The keys: absent; the body of a JWKS (text or object), which then stands for every URL of the config; or a function
   * that answers for a URL. A `data:` URL in the config needs none of them.
   */
  jwks?: JwksInput | undefined;
  /** Seconds since 1970; fractions are cut off, as Convex does. The present time where absent. */
  now?: number | undefined;
}

/** A JWKS body, or who can get one. */
export type JwksInput = string | object | JwksResolver;

/**
 * Answers as the URL would answer Convex. To say "I cannot tell what Convex would get", throw or reject: the verdict is
 * then `accepted: null`, while `{ error }` means that Convex gets no answer either.
 */
export type JwksResolver = (url: string) => Promise<JwksAnswer> | JwksAnswer;

/** The answer of a JWKS URL. */
export type JwksAnswer =
  | { status: number; contentType: string | null; body: string | object }
  | { error: string };

/** The steps of Convex's validation, in order. */
export type FailedAt =
  | "config"
  | "parse"
  | "missing-iss"
  | "no-provider"
  | "jwks"
  | "decode"
  | "validate"
  | "claims"
  | "internal";

/** What Convex decides about one token under one auth config. */
export type Verdict = Accepted | Rejected | Undecided;

/** Convex accepts the token. */
export interface Accepted {
  accepted: true;
  /** Index in the config as written. */
  provider: number;
  /** Exactly as functions see it. */
  identity: Identity;
  /** Seconds since 1970. */
  expiresAt: number;
  /** Accepted within the leeway of 5 seconds although `exp` has passed; the session on the socket ends at once. */
  expiredForSession: boolean;
  /**
   * All providers that match the token, as indices, the one that Convex tries first in front; empty unless there is
   * more than one. Their order assumes that all were pushed at once: pushes one after the other can change it.
   */
  ambiguous: number[];
}

/** Convex rejects the token. */
export interface Rejected {
  accepted: false;
  failedAt: FailedAt;
  code: VerdictCode;
  /** In Convex's words, as a development deployment shows it. */
  message: string;
  /** In Convex's words, as a production deployment shows it. */
  redactedMessage: string;
  /** The true reason. */
  cause: VerdictCause;
  /** The id of the failure mode to which it belongs. */
  failureMode: string | null;
  /** The cause with this case's values: one sentence. Holds no secret. */
  explanation: string;
  /** The provider that Convex chose, as its index; null where it got no further than choosing one. */
  provider: number | null;
  /** What is wrong with each provider, in the order of the config. */
  providers: ProviderFinding[];
  ambiguous: number[];
  /** What was not known. The token is rejected whatever it is, but Convex may do so earlier and say something else. */
  missing: Missing[];
}

/** Something is missing on which the decision depends. */
export interface Undecided {
  accepted: null;
  /** The step that could not be decided; all earlier ones hold. */
  reached: FailedAt;
  /** What is missing; never empty. */
  missing: Missing[];
  provider: number | null;
  providers: ProviderFinding[];
  ambiguous: number[];
}

/** Something that is not known. */
export interface Missing {
  /**
   * - `config`: a part of the auth config is unknown
   * - `jwks`: the keys of a provider
   * - `oidc-discovery`: what the issuer of an OIDC provider publishes about itself, and its keys
   * - `web-crypto`: this runtime cannot verify the signature (`crypto.subtle` is absent outside secure contexts)
   * - `time`: `now` is no number
   * - `identity`: the claims are too large to build the identity here
   */
  what: "config" | "jwks" | "oidc-discovery" | "web-crypto" | "time" | "identity";
  /** Index in the config; null where it concerns no single one. */
  provider: number | null;
  /** The unknown field of the provider, if it is a field. */
  field: string | null;
  /** The URL to ask, if there is one. */
  url: string | null;
  /** Completes "not decided, because …" without a full stop. */
  because: string;
}

/** What became of one provider of the config. */
export interface ProviderFinding {
  /** Index in the config as written; null for providers that may exist and are unknown. */
  provider: number | null;
  /** Whether issuer and audience match the token; null where that depends on something unknown. */
  matches: boolean | null;
  /** What is wrong; null where nothing is, or where nothing is known to be. */
  cause: ProviderCause | VerdictCause | null;
  failureMode: string | null;
  /** One sentence with the values of both sides. */
  explanation: string;
  issuer: Comparison;
  audience: Comparison;
}

/** The two sides of a comparison. */
export interface Comparison {
  /** null where the config has none, or where it is unknown. */
  configured: string | null;
  /** The elements of `aud`, or the issuer, as they stand in the token. */
  inToken: string[];
  /** null where it is unknown or, for the audience, where nothing is compared. */
  equal: boolean | null;
}
