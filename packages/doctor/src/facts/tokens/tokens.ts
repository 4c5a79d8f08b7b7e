import type { Verdict } from "@convex-authkit/core";
import type { Stage } from "../stage.ts";

/** The access tokens that were handed in, for one backend: what they say and what Convex would decide. */
export type TokensFact = TokenFact[];

/** One token. The token itself is not kept. */
export interface TokenFact {
  /** How reports call it: `argument`, `standard input`, a file name. */
  label: string;
  /** The stage it counts for: as labelled, else told by its client id, else development. */
  stage: Stage;
  /** Why it could not be read as a JWT, as a sentence; null when it could. */
  problem: string | null;
  algorithm: string | null;
  keyId: string | null;
  /** Payload as it stands in the token; empty when unreadable. */
  claims: Record<string, unknown>;
  issuer: string | null;
  /** The elements of `aud`; empty when absent. */
  audience: string[];
  /** Seconds since 1970. */
  issuedAt: number | null;
  /** Seconds since 1970. */
  expiresAt: number | null;
  /** Length of the token in bytes. */
  bytes: number;
  /**
   * Convex's decision under this backend's auth config with the stage's variables. Null when the auth config could
   * not be evaluated. Without a JWKS at hand the signature is not checked.
   */
  verdict: Verdict | null;
}
