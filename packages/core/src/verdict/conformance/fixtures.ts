import type { Verdict } from "../types.ts";

/** The time of the tests, in seconds since 1970. */
export const now = 1_800_000_000;

/** The issuer of one client id. */
export const iss = "https://api.workos.com/user_management/client_01TEST";

/** The provider for it, as Convex documents it. */
export const own = {
  type: "customJwt",
  issuer: iss,
  algorithm: "RS256",
  jwks: "https://api.workos.com/sso/jwks/client_01TEST",
};

/** The provider for the issuer that older environments share, as Convex documents it. */
export const shared = {
  type: "customJwt",
  issuer: "https://api.workos.com/",
  algorithm: "RS256",
  applicationID: "client_01TEST",
  jwks: "https://api.workos.com/sso/jwks/client_01TEST",
};

/** The claims of a good token. */
export const claims = { iss, sub: "user_1", iat: now - 10, exp: now + 290 };

/** What a rejection comes down to. */
export function rejection(verdict: Verdict) {
  if (verdict.accepted !== false) throw new Error(`not rejected: ${JSON.stringify(verdict)}`);
  const { failedAt, cause, failureMode, provider } = verdict;
  return { failedAt, cause, failureMode, provider };
}
