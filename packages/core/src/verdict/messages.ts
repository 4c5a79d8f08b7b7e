import { isUnknown } from "../auth-config/unknown.ts";
import type { StoredProvider } from "../auth-config/stored-provider.ts";

/** One of Convex's messages, with the code that its HTTP API sends along, and as a production deployment shows it. */
export interface ConvexMessage {
  code: VerdictCode;
  message: string;
  /** The same as `message` in all but two cases. */
  redactedMessage: string;
}

/** The codes of Convex that a verdict can carry. */
export type VerdictCode =
  | "InvalidAuthConfig"
  | "InvalidAuthHeader"
  | "NoAuthProvider"
  | "Unauthenticated"
  | "InternalServerError";

function header(message: string): ConvexMessage {
  return { code: "InvalidAuthHeader", message, redactedMessage: message };
}

export const COULD_NOT_PARSE = header(
  "Could not parse JWT payload. Check that the token is a valid JWT format with three base64-encoded parts separated by dots.",
);

export const MISSING_ISSUER = header(
  "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches one of your configured auth providers.",
);

export const BAD_DATA_URL = header(
  "Invalid JWKS data URL. Check that the data URL is properly formatted and contains valid base64-encoded JSON.",
);

export const BAD_CLAIMS = header(
  "Could not verify token claim. Check that the JWT contains valid claims and matches your auth provider configuration.",
);

export const OIDC_NOT_PARSED = header(
  "Could not parse as OIDC ID token. Token might not be an OIDC-compliant JWT.",
);

export const OIDC_NOT_VERIFIED: ConvexMessage = {
  code: "Unauthenticated",
  message:
    "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.",
  redactedMessage:
    "Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't expired.",
};

/** Convex says this wherever its own code fails. */
export const INTERNAL_ERROR: ConvexMessage = {
  code: "InternalServerError",
  message: "Your request couldn't be completed. Try again later.",
  redactedMessage: "Your request couldn't be completed. Try again later.",
};

const NO_PROVIDER = "No auth provider found matching the given token";

/** @param stored all providers in the order in which Convex stores them */
export function noProviderMessage(stored: readonly StoredProvider[]): ConvexMessage {
  const list = stored.map(providerInMessage).join(", ");
  return {
    code: "NoAuthProvider",
    message:
      stored.length === 0
        ? `${NO_PROVIDER} (no providers configured). Check convex/auth.config.ts.`
        : `${NO_PROVIDER}. Check that your JWT's issuer and audience match one of your configured providers: [${list}]`,
    redactedMessage: NO_PROVIDER,
  };
}

function providerInMessage(provider: StoredProvider): string {
  if (provider.kind === "unknown") return "…";
  const issuer = isUnknown(provider.issuer) ? "…" : provider.issuer;
  const id = isUnknown(provider.applicationID) ? "…" : (provider.applicationID ?? "none");
  return provider.kind === "oidc"
    ? `OIDC(domain=${issuer}, app_id=${id})`
    : `CustomJWT(issuer=${issuer}, app_id=${id})`;
}

/** @param error why, as the HTTP client puts it: `HTTP 404 Not Found` for a status */
export function couldNotFetchMessage(url: string, error: string): ConvexMessage {
  return header(
    `Could not fetch JWKS from URL '${url}': ${error}. Check that the URL is correct and accessible.`,
  );
}

export function contentTypeMessage(url: string, contentType: string): ConvexMessage {
  return header(
    `Invalid Content-Type '${contentType}' when fetching JWKS from '${url}'. Expected 'application/json' or 'application/jwk-set+json'.`,
  );
}

export function badJwksMessage(url: string): ConvexMessage {
  return header(
    `Invalid JWKS response body from '${url}'. The response is not valid JSON or doesn't match the expected JWKS format.`,
  );
}

/** @param kid null where the header could not be read or names no key: Convex has two texts for every decode failure */
export function couldNotDecodeMessage(kid: string | null): ConvexMessage {
  if (kid === null) return header("Could not decode token. JWT may be missing a 'kid' (key ID) header.");
  return {
    code: "InvalidAuthHeader",
    message: `Could not decode token. The JWT's 'kid' (key ID) header is '${kid}', does this key match any key in the provider's JWKS?`,
    redactedMessage:
      "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.",
  };
}

/** @param seconds whole seconds since the token expired */
export function expiredMessage(seconds: number): ConvexMessage {
  return header(`Could not validate token: Token expired ${seconds} seconds ago`);
}

/** @param seconds whole seconds until the token is valid; Convex says the same for `nbf` and `iat` */
export function notYetValidMessage(seconds: number): ConvexMessage {
  return header(`Could not validate token: Token will be valid in ${seconds} seconds`);
}
