import type { StoredOidc } from "../auth-config/stored-provider.ts";
import { JsonObject } from "../json/json.ts";
import { normalizeIssuer } from "../workos/issuer-forms.ts";
import { type Failure, failure, quote } from "./failure.ts";
import { readHeaderObject } from "./header.ts";
import { OIDC_NOT_PARSED, OIDC_NOT_VERIFIED } from "./messages.ts";
import type { ParsedToken } from "./parse-token.ts";
import type { Missing } from "./types.ts";

/**
 * What can be said about a token under an OIDC provider without asking its issuer: that it is rejected in any case, or
 * nothing. AuthKit's access tokens seldom come this far, since an OIDC provider always compares `aud`.
 *
 * @param now whole seconds since 1970
 */
export function oidcFailure(token: ParsedToken, now: number): Failure | null {
  const { sub, exp, iat, aud } = token.registered;
  const header = readHeaderObject(token.parts[0] ?? "");
  if (
    token.parts.length !== 3 ||
    !(header instanceof JsonObject) ||
    sub === null ||
    exp === null ||
    iat === null
  )
    return failure(
      "decode",
      "oidc-not-an-id-token",
      OIDC_NOT_PARSED,
      "The provider is an OIDC provider, and the token is no OIDC ID token: that has three parts, and `sub`, `exp` and `iat`.",
    );
  const alg = header.get("alg");
  if (alg !== "RS256" && alg !== "EdDSA")
    return failure(
      "decode",
      "oidc-alg-unsupported",
      OIDC_NOT_VERIFIED,
      `The token is signed with ${typeof alg === "string" ? quote(alg) : "no known algorithm"}; OIDC providers take RS256 and EdDSA.`,
    );
  const refused = refusedHeader(header);
  if (refused !== null) return failure("decode", "oidc-header-refused", OIDC_NOT_VERIFIED, refused);
  if (aud !== null && aud.length > 1)
    return failure(
      "claims",
      "oidc-several-audiences",
      OIDC_NOT_VERIFIED,
      "The token has more than one audience, which OIDC providers refuse.",
    );
  if (now >= exp)
    return failure(
      "validate",
      "oidc-expired",
      OIDC_NOT_VERIFIED,
      `The token expired ${now - exp} seconds ago; OIDC providers have no leeway.`,
    );
  return null;
}

/** What has to be known to decide about a token under an OIDC provider. */
export function missingForOidc(provider: StoredOidc, issuer: string): Missing {
  const url = `${normalizeIssuer(issuer)}/.well-known/openid-configuration`;
  return {
    what: "oidc-discovery",
    provider: provider.index,
    field: null,
    url,
    because: "the provider is an OIDC provider: Convex asks its issuer for its configuration and keys first",
  };
}

function refusedHeader(header: JsonObject): string | null {
  for (const name of ["crit", "cty"])
    if ((header.get(name) ?? null) !== null)
      return `The header has \`${name}\`, which OIDC providers refuse.`;
  const typ = header.get("typ");
  if (typeof typ !== "string" || /^(?:application\/)?(?:jwt|jose)$/i.test(typ)) return null;
  return `The header has the \`typ\` ${quote(typ)}; OIDC providers take JWT and JOSE.`;
}
