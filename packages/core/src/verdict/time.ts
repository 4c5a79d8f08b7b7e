import { type Failure, failure } from "./failure.ts";
import { BAD_CLAIMS, expiredMessage, notYetValidMessage } from "./messages.ts";
import type { RegisteredClaims } from "./registered-claims.ts";

/** Seconds by which a token may be expired or not yet valid. */
const LEEWAY = 5;

/** Checks `exp`, `nbf` and `iat` in Convex's order. Absent ones are not checked; `iat` has no greatest age. */
export function timeFailure(claims: RegisteredClaims, now: number): Failure | null {
  const { exp, nbf, iat } = claims;
  if (exp !== null && now - exp > LEEWAY)
    return failure(
      "validate",
      "token-expired",
      expiredMessage(now - exp),
      `The token expired ${now - exp} seconds ago; Convex allows ${LEEWAY}.`,
    );
  if (nbf !== null && nbf - now > LEEWAY)
    return failure(
      "validate",
      "token-not-yet-valid",
      notYetValidMessage(nbf - now),
      `\`nbf\` lies ${nbf - now} seconds ahead; Convex allows ${LEEWAY}.`,
    );
  if (iat !== null && iat - now > LEEWAY)
    return failure(
      "validate",
      "token-issued-in-the-future",
      notYetValidMessage(iat - now),
      `\`iat\` lies ${iat - now} seconds ahead: the clock of the issuer, or this one, is wrong. Convex allows ${LEEWAY}.`,
    );
  return null;
}

/** Checks that `sub` and `exp` are there, which Convex does last. An empty `sub` is allowed. */
export function claimsFailure(claims: RegisteredClaims): Failure | null {
  if (claims.sub === null) return failure("claims", "subject-missing", BAD_CLAIMS, "The token has no `sub`.");
  if (claims.exp === null) return failure("claims", "expiry-missing", BAD_CLAIMS, "The token has no `exp`.");
  return null;
}
