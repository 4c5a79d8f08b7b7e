import { type ConfigCause, FAILURE_MODE_OF_CONFIG_CAUSE } from "../auth-config/config-problem.ts";

/**
 * Why a provider is not chosen for a token. Convex says "No auth provider found" for all of them.
 *
 * - `providers-empty`: the config has no provider
 * - `audience-missing`: the issuer matches, `applicationID` is set, and the token has no `aud`
 * - `shared-issuer-audience-missing`: the same under the API origin of WorkOS, where `applicationID` cannot be dropped
 * - `audience-differs`: the token has an `aud`, without the `applicationID`
 * - `audience-other-client`: its `aud` is another WorkOS client id
 * - `application-id-not-client-id`: `applicationID` is a made-up name, under an issuer of WorkOS
 * - `issuer-scheme-differs`: http against https
 * - `issuer-case-differs`: the same in another case; Convex compares bytes
 * - `issuer-client-id-differs`: the same form with another client id
 * - `issuer-host-differs`: the same path on another host, a custom authentication domain for instance
 * - `user-management-issuer-not-configured`: the token has the issuer of its client id, the provider the API origin
 * - `api-origin-issuer-not-configured`: the token has the API origin, the provider the issuer of a client id
 * - `foreign-issuer`: the token comes from an AuthKit domain (Connect, MCP, machine-to-machine), not from a session
 * - `issuer-differs`: the issuers have nothing in common
 */
export type ProviderCause =
  | "providers-empty"
  | "audience-missing"
  | "shared-issuer-audience-missing"
  | "audience-differs"
  | "audience-other-client"
  | "application-id-not-client-id"
  | "issuer-scheme-differs"
  | "issuer-case-differs"
  | "issuer-client-id-differs"
  | "issuer-host-differs"
  | "user-management-issuer-not-configured"
  | "api-origin-issuer-not-configured"
  | "foreign-issuer"
  | "issuer-differs";

/**
 * Why the token itself or its keys are refused.
 *
 * Not a token Convex can read (`failedAt: "parse"`, `"missing-iss"`):
 * - `token-empty`: there is no text
 * - `token-not-a-jwt`: no dot in it
 * - `token-undefined-text`: the text `undefined` or `null`
 * - `token-sealed-session`: the sealed session cookie (`Fe26.2…`) in place of the access token inside it
 * - `token-api-key`: a WorkOS API key
 * - `token-with-scheme`: `Bearer ` still in front
 * - `payload-not-base64url`: padding, white space or characters of standard base64
 * - `payload-not-json`: not JSON as Convex reads it: also lone surrogates, numbers too large, more than 127 levels
 * - `payload-not-an-object`: JSON, but no object
 * - `claim-wrong-type`: `iss`, `sub` or `jti` is no text, or `aud` neither a text nor a list of texts
 * - `claim-not-a-timestamp`: `exp`, `nbf` or `iat` is negative or no number
 * - `claim-duplicated`: a registered claim stands there twice
 * - `issuer-missing`: no `iss`
 *
 * Keys (`"jwks"`):
 * - `jwks-unreachable`: no answer
 * - `jwks-status`: an answer with another status than 200
 * - `jwks-content-type`: not served as JSON
 * - `jwks-data-url-malformed`: the `data:` URL cannot be decoded
 * - `jwks-not-json`: the body is not JSON
 * - `jwks-not-a-key-set`: JSON, but no object with a list `keys`
 * - `jwks-poisonous-key`: one key is of a kind that Convex cannot read, which breaks every token
 *
 * Signature (`"decode"`); Convex knows two sentences for all of these:
 * - `parts-not-three`: two parts, or more than three
 * - `signature-not-base64url`: also a line feed or a space behind the token
 * - `header-not-base64url`: also a space in front of the token
 * - `header-not-json`: the header is no JSON object
 * - `header-alg-missing`: no `alg`
 * - `header-alg-unknown`: an `alg` that Convex's library does not know: EdDSA, or lower case
 * - `header-field-invalid`: a registered header field of the wrong type, or twice
 * - `kid-missing`: no `kid`, which Convex needs even where there is one key
 * - `kid-unknown`: no key of the JWKS has this `kid`
 * - `jwks-empty`: the JWKS holds no key
 * - `jwks-without-kids`: no key of the JWKS has a `kid`
 * - `key-alg-no-signature`: the `alg` of the key is for encryption
 * - `alg-differs-from-key`: the token's `alg` is not the key's
 * - `alg-differs-from-provider`: the token's (or the key's) `alg` is not the provider's `algorithm`
 * - `alg-unsupported`: no provider can have this `alg`: Convex allows RS256 and ES256
 * - `key-type-unsupported`: an Ed25519 or Ed448 key
 * - `key-type-differs`: an EC key under RS256
 * - `key-curve-differs`: an EC key that is not on P-256
 * - `key-too-small`: RSA below 2048 bits
 * - `key-too-large`: RSA above 8192 bits
 * - `key-unusable`: no valid public key
 * - `kid-duplicated`: another key with the same `kid` verifies the signature; Convex takes the first
 * - `signature-empty`: nothing behind the second dot
 * - `signature-der-encoded`: an ECDSA signature in DER, where JWTs have 64 plain bytes
 * - `signature-mismatch`: signed with another key, or changed afterwards
 *
 * Time and claims (`"validate"`, `"claims"`):
 * - `token-expired`: `exp` is more than 5 seconds ago
 * - `token-not-yet-valid`: `nbf` is more than 5 seconds ahead
 * - `token-issued-in-the-future`: `iat` is more than 5 seconds ahead
 * - `subject-missing`: no `sub`
 * - `expiry-missing`: no `exp`
 *
 * OIDC providers, which do not fit AuthKit's access tokens (`"decode"`, `"validate"`, `"claims"`):
 * - `oidc-not-an-id-token`: three parts, or `sub`, `exp` or `iat` are missing
 * - `oidc-alg-unsupported`: neither RS256 nor EdDSA
 * - `oidc-header-refused`: `typ` is neither JWT nor JOSE, or there is `cty` or `crit`
 * - `oidc-expired`: `exp` has passed; there is no leeway
 * - `oidc-several-audiences`: `aud` holds more than one
 *
 * Convex itself fails (`"internal"`):
 * - `timestamp-out-of-range`: `exp`, `nbf` or `iat` is beyond the year 262142
 * - `key-type-crashes`: an RSA key under ES256, or a symmetric key
 * - `jwks-url-invalid`: `jwks` is no URL, which the push does not check
 */
export type TokenCause =
  | "token-empty"
  | "token-not-a-jwt"
  | "token-undefined-text"
  | "token-sealed-session"
  | "token-api-key"
  | "token-with-scheme"
  | "payload-not-base64url"
  | "payload-not-json"
  | "payload-not-an-object"
  | "claim-wrong-type"
  | "claim-not-a-timestamp"
  | "claim-duplicated"
  | "issuer-missing"
  | "jwks-unreachable"
  | "jwks-status"
  | "jwks-content-type"
  | "jwks-data-url-malformed"
  | "jwks-not-json"
  | "jwks-not-a-key-set"
  | "jwks-poisonous-key"
  | "parts-not-three"
  | "signature-not-base64url"
  | "header-not-base64url"
  | "header-not-json"
  | "header-alg-missing"
  | "header-alg-unknown"
  | "header-field-invalid"
  | "kid-missing"
  | "kid-unknown"
  | "jwks-empty"
  | "jwks-without-kids"
  | "key-alg-no-signature"
  | "alg-differs-from-key"
  | "alg-differs-from-provider"
  | "alg-unsupported"
  | "key-type-unsupported"
  | "key-type-differs"
  | "key-curve-differs"
  | "key-too-small"
  | "key-too-large"
  | "key-unusable"
  | "kid-duplicated"
  | "signature-empty"
  | "signature-der-encoded"
  | "signature-mismatch"
  | "token-expired"
  | "token-not-yet-valid"
  | "token-issued-in-the-future"
  | "subject-missing"
  | "expiry-missing"
  | "oidc-not-an-id-token"
  | "oidc-alg-unsupported"
  | "oidc-header-refused"
  | "oidc-expired"
  | "oidc-several-audiences"
  | "timestamp-out-of-range"
  | "key-type-crashes"
  | "jwks-url-invalid";

/** The true reason of a rejection; a closed list. */
export type VerdictCause = ConfigCause | ProviderCause | TokenCause;

/**
 * The failure mode to which each cause belongs; null where the catalogue has none. The provider's issuer and the address
 * of the keys can narrow it down, see `failureModeOf`.
 */
const FAILURE_MODES: Record<VerdictCause, string | null> = {
  ...FAILURE_MODE_OF_CONFIG_CAUSE,
  "providers-empty": "auth-config-empty-providers",
  "audience-missing": null,
  "shared-issuer-audience-missing": "shared-issuer-token-without-aud",
  "audience-differs": null,
  "audience-other-client": "convex-client-id-wrong-env",
  "application-id-not-client-id": "application-id-not-client-id",
  "issuer-scheme-differs": null,
  "issuer-case-differs": null,
  "issuer-client-id-differs": "convex-client-id-wrong-env",
  "issuer-host-differs": "custom-auth-domain-issuer",
  "user-management-issuer-not-configured": "second-provider-missing",
  "api-origin-issuer-not-configured": "second-provider-missing",
  "foreign-issuer": "foreign-token-kind",
  "issuer-differs": null,
  "token-empty": null,
  "token-not-a-jwt": null,
  "token-undefined-text": null,
  "token-sealed-session": null,
  "token-api-key": null,
  "token-with-scheme": null,
  "payload-not-base64url": null,
  "payload-not-json": null,
  "payload-not-an-object": null,
  "claim-wrong-type": null,
  "claim-not-a-timestamp": null,
  "claim-duplicated": null,
  "issuer-missing": null,
  "jwks-unreachable": "jwks-url-wrong",
  "jwks-status": "jwks-url-wrong",
  "jwks-content-type": "jwks-content-type",
  "jwks-data-url-malformed": "jwks-url-wrong",
  "jwks-not-json": "jwks-url-wrong",
  "jwks-not-a-key-set": "jwks-url-wrong",
  "jwks-poisonous-key": null,
  "parts-not-three": null,
  "signature-not-base64url": null,
  "header-not-base64url": null,
  "header-not-json": null,
  "header-alg-missing": null,
  "header-alg-unknown": null,
  "header-field-invalid": null,
  "kid-missing": null,
  "kid-unknown": "kid-mismatch",
  "jwks-empty": "kid-mismatch",
  "jwks-without-kids": "kid-mismatch",
  "key-alg-no-signature": null,
  "alg-differs-from-key": null,
  "alg-differs-from-provider": null,
  "alg-unsupported": null,
  "key-type-unsupported": null,
  "key-type-differs": null,
  "key-curve-differs": null,
  "key-too-small": null,
  "key-too-large": null,
  "key-unusable": null,
  "kid-duplicated": "kid-mismatch",
  "signature-empty": null,
  "signature-der-encoded": null,
  "signature-mismatch": "kid-mismatch",
  "token-expired": null,
  "token-not-yet-valid": "clock-skew",
  "token-issued-in-the-future": "clock-skew",
  "subject-missing": null,
  "expiry-missing": null,
  "oidc-not-an-id-token": "provider-type-mixup",
  "oidc-alg-unsupported": null,
  "oidc-header-refused": null,
  "oidc-expired": null,
  "oidc-several-audiences": null,
  "timestamp-out-of-range": null,
  "key-type-crashes": null,
  "jwks-url-invalid": "jwks-url-wrong",
};

/** All causes, for documentation and tests. */
export const VERDICT_CAUSES = Object.keys(FAILURE_MODES) as readonly VerdictCause[];

/** The failure mode of a cause, by the cause alone. */
export function failureModeOf(cause: VerdictCause): string | null {
  return FAILURE_MODES[cause];
}
