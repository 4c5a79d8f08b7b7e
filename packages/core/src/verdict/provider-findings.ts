import type { StoredProvider } from "../auth-config/stored-provider.ts";
import { isUnknown } from "../auth-config/unknown.ts";
import { type IssuerReading, normalizeIssuer, readIssuer, WORKOS_API_HOST } from "../workos/issuer-forms.ts";
import { failureModeOf, type ProviderCause } from "./causes.ts";
import { quote } from "./failure.ts";
import { matchProvider } from "./select-provider.ts";
import type { Comparison, ProviderFinding } from "./types.ts";

/**
 * Says for each provider whether it matches the token and, where it does not, why: with both values, and with the most
 * telling reason where there are several.
 *
 * @param providers in the order of the config
 * @param audience null where the token has no `aud`
 */
export function findingsAbout(
  providers: readonly StoredProvider[],
  issuer: string,
  audience: readonly string[] | null,
): ProviderFinding[] {
  const normalized = normalizeIssuer(issuer);
  const token = readIssuer(issuer);
  return providers.map((provider) => {
    const matches = matchProvider(provider, normalized, audience);
    const mismatch = matches === false ? mismatchOf(provider, issuer, token, audience) : null;
    return {
      provider: provider.index,
      matches,
      cause: mismatch?.cause ?? null,
      failureMode: mismatch?.failureMode ?? null,
      explanation: mismatch?.explanation ?? textWithoutMismatch(provider, matches),
      issuer: compareIssuer(provider, issuer),
      audience: compareAudience(provider, audience),
    };
  });
}

/** The finding that tells most about why no provider matches; null for an empty config. */
export function mostTelling(findings: readonly ProviderFinding[]): ProviderFinding | null {
  const rank = (finding: ProviderFinding): number => TELLING.indexOf(finding.cause as ProviderCause);
  return findings.reduce<ProviderFinding | null>(
    (best, finding) => (best === null || rank(finding) < rank(best) ? finding : best),
    null,
  );
}

/** From the nearest miss to the farthest. */
const TELLING: readonly ProviderCause[] = [
  "application-id-not-client-id",
  "shared-issuer-audience-missing",
  "audience-missing",
  "audience-other-client",
  "audience-differs",
  "issuer-scheme-differs",
  "issuer-case-differs",
  "issuer-client-id-differs",
  "issuer-host-differs",
  "user-management-issuer-not-configured",
  "api-origin-issuer-not-configured",
  "foreign-issuer",
  "issuer-differs",
];

interface Mismatch {
  cause: ProviderCause;
  failureMode: string | null;
  explanation: string;
}

function mismatchOf(
  provider: StoredProvider,
  issuer: string,
  token: IssuerReading,
  audience: readonly string[] | null,
): Mismatch | null {
  if (provider.kind === "unknown") return null;
  const configured = provider.issuer;
  if (isUnknown(configured) || normalizeIssuer(configured) === token.normalized)
    return isUnknown(provider.applicationID) || provider.applicationID === null
      ? null
      : audienceMismatch(provider.applicationID, token, audience);
  return issuerMismatch(configured, issuer, token, audience);
}

function audienceMismatch(
  applicationID: string,
  token: IssuerReading,
  audience: readonly string[] | null,
): Mismatch {
  const ofWorkos = token.form === "user-management" || token.form === "api-origin";
  const found =
    audience === null || audience.length === 0
      ? "the token has no `aud`"
      : `the token's \`aud\` is ${audience.slice(0, 3).map(quote).join(", ")}`;
  const explanation = `The issuer matches, but the provider's \`applicationID\` ${quote(applicationID)} must be in the token's \`aud\`, and ${found}.`;
  if (ofWorkos && !applicationID.startsWith("client_"))
    return {
      cause: "application-id-not-client-id",
      failureMode: "application-id-not-client-id",
      explanation,
    };
  if (audience === null || audience.length === 0)
    return token.form === "api-origin"
      ? mismatch("shared-issuer-audience-missing", explanation)
      : mismatch("audience-missing", explanation, audienceFailureMode(token));
  if (applicationID.startsWith("client_") && audience.some((item) => item.startsWith("client_")))
    return mismatch("audience-other-client", explanation);
  return mismatch("audience-differs", explanation, audienceFailureMode(token));
}

function audienceFailureMode(token: IssuerReading): string | null {
  if (token.form === "user-management") return "application-id-on-user-management-provider";
  return token.form === "api-origin" ? "shared-issuer-token-without-aud" : null;
}

function issuerMismatch(
  configured: string,
  issuer: string,
  token: IssuerReading,
  audience: readonly string[] | null,
): Mismatch {
  const provider = readIssuer(configured);
  const both = `the token has ${quote(issuer)}, the provider ${quote(configured)}`;
  const [left, right] = [token.normalized, provider.normalized];
  if (withoutScheme(left) === withoutScheme(right))
    return mismatch("issuer-scheme-differs", `The issuers differ in http and https: ${both}.`);
  if (left.toLowerCase() === right.toLowerCase())
    return mismatch("issuer-case-differs", `The issuers differ in upper and lower case: ${both}.`);
  if (token.form === "authkit-domain")
    return mismatch(
      "foreign-issuer",
      `The token was issued by an AuthKit domain, as for Connect or MCP, and is no session token of AuthKit: ${both}.`,
    );
  if (token.form === provider.form && token.form !== "elsewhere" && token.clientId !== provider.clientId)
    return mismatch("issuer-client-id-differs", `The issuers belong to two client ids: ${both}.`);
  if (token.form === provider.form && token.clientId !== null && token.host !== provider.host)
    return mismatch(
      "issuer-host-differs",
      `The issuers are the same on two hosts, as with a custom authentication domain: ${both}.`,
      token.customHost && !isLocal(token) ? failureModeOf("issuer-host-differs") : null,
    );
  if (token.form === "user-management" && provider.form === "api-origin")
    return mismatch(
      "user-management-issuer-not-configured",
      `The token has the issuer of its client id, which this provider does not have: ${both}.`,
    );
  if (token.form === "api-origin" && provider.form === "user-management")
    return mismatch(
      "api-origin-issuer-not-configured",
      `The token has the issuer that all older WorkOS environments share${
        audience === null ? "" : ` (its \`aud\` is ${audience.slice(0, 3).map(quote).join(", ")})`
      }, which this provider does not have: ${both}.`,
    );
  return mismatch("issuer-differs", `The issuers differ: ${both}.`);
}

function mismatch(
  cause: ProviderCause,
  explanation: string,
  failureMode: string | null = failureModeOf(cause),
): Mismatch {
  return { cause, failureMode, explanation };
}

function withoutScheme(issuer: string): string {
  return issuer.replace(/^https?:\/\//, "");
}

function isLocal(reading: IssuerReading): boolean {
  return reading.host !== WORKOS_API_HOST && /^(?:localhost|127\.|\[::1\])/.test(reading.host ?? "");
}

function textWithoutMismatch(provider: StoredProvider, matches: boolean | null): string {
  if (provider.kind === "unknown") return `It is not known, because ${provider.because}.`;
  if (matches === true) return "Issuer and audience match the token.";
  return "Whether it matches depends on a field that is not known.";
}

function compareIssuer(provider: StoredProvider, issuer: string): Comparison {
  if (provider.kind === "unknown" || isUnknown(provider.issuer))
    return { configured: null, inToken: [issuer], equal: null };
  return {
    configured: provider.issuer,
    inToken: [issuer],
    equal: normalizeIssuer(provider.issuer) === normalizeIssuer(issuer),
  };
}

function compareAudience(provider: StoredProvider, audience: readonly string[] | null): Comparison {
  const inToken = [...(audience ?? [])];
  if (provider.kind === "unknown" || isUnknown(provider.applicationID) || provider.applicationID === null)
    return { configured: null, inToken, equal: null };
  return {
    configured: provider.applicationID,
    inToken,
    equal: inToken.includes(provider.applicationID),
  };
}
