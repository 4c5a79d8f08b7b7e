import { JsonObject, type Json } from "../json/json.ts";
import { normalizeIssuer } from "../workos/issuer-forms.ts";
import { asUnknown } from "./config-json.ts";
import type { ConfigRemark } from "./config-problem.ts";
import type { StoredCustomJwt, StoredProvider } from "./stored-provider.ts";

const KNOWN_KEYS = new Set(["type", "issuer", "domain", "jwks", "algorithm", "applicationID"]);

/** Issuers, normalised, under which tokens of many applications are issued: only the audience tells them apart. */
const SHARED_ISSUERS = new Set([
  "https://api.workos.com",
  "https://accounts.google.com",
  "https://appleid.apple.com",
  "https://token.actions.githubusercontent.com",
  "https://gitlab.com",
]);

/** What Convex accepts silently and a reader should know. `stored` are the providers whose shape and URLs are right. */
export function remarksAbout(written: readonly Json[], stored: readonly StoredProvider[]): ConfigRemark[] {
  const remarks: ConfigRemark[] = [];
  if (written.length === 0)
    remarks.push({
      kind: "providers-empty",
      failureMode: "auth-config-empty-providers",
      provider: null,
      field: "providers",
      explanation: "The list of providers is empty, so Convex accepts no token at all.",
    });
  written.forEach((provider, index) => remarks.push(...remarksAboutText(provider, index)));
  for (const provider of stored)
    if (provider.kind === "customJwt") remarks.push(...remarksAboutFields(provider));
  remarks.push(...remarksAboutTwins(stored));
  return remarks.sort((a, b) => (a.provider ?? -1) - (b.provider ?? -1));
}

function remarksAboutText(provider: Json, index: number): ConfigRemark[] {
  if (!(provider instanceof JsonObject) || asUnknown(provider) !== null) return [];
  const remarks: ConfigRemark[] = [];
  for (const [field, value] of provider.entries) {
    if (!KNOWN_KEYS.has(field)) {
      remarks.push({
        kind: "property-ignored",
        failureMode: null,
        provider: index,
        field,
        explanation: `Convex does not know the property \`${field}\` of provider ${index} and ignores it.`,
      });
      continue;
    }
    if (typeof value !== "string") continue;
    if (value !== value.trim() || /^(["'`]).*\1$/s.test(value) || /["'`\s]/.test(value.slice(-1)))
      remarks.push({
        kind: "value-with-quotes-or-space",
        failureMode: null,
        provider: index,
        field,
        explanation: `The \`${field}\` of provider ${index} has quotes or white space around it, which Convex keeps: ${JSON.stringify(value)}.`,
      });
    if (/(?:^|\/)(?:undefined|null)\/*$/.test(value))
      remarks.push({
        kind: "value-holds-undefined",
        failureMode: field === "jwks" ? "jwks-url-wrong" : null,
        provider: index,
        field,
        explanation: `The \`${field}\` of provider ${index} is ${JSON.stringify(value)}: an environment variable was not set where it was put together.`,
      });
  }
  return remarks;
}

function remarksAboutFields(provider: StoredCustomJwt): ConfigRemark[] {
  const remarks: ConfigRemark[] = [];
  const { index, issuer, applicationID, jwks } = provider;
  if (applicationID === "")
    remarks.push({
      kind: "application-id-empty",
      failureMode: null,
      provider: index,
      field: "applicationID",
      explanation: `The \`applicationID\` of provider ${index} is empty. That counts as set: only a token whose \`aud\` holds an empty text matches.`,
    });
  if (typeof issuer === "string" && applicationID === null && SHARED_ISSUERS.has(normalizeIssuer(issuer)))
    remarks.push({
      kind: "shared-issuer-unguarded",
      failureMode:
        normalizeIssuer(issuer) === "https://api.workos.com" ? "shared-issuer-without-application-id" : null,
      provider: index,
      field: "applicationID",
      explanation: `Provider ${index} accepts the tokens of every application under ${issuer}, since it has no \`applicationID\`; Convex's own check does not see it in this spelling.`,
    });
  if (typeof jwks === "string" && !jwks.startsWith("data:")) {
    if (!URL.canParse(jwks))
      remarks.push({
        kind: "jwks-not-a-url",
        failureMode: "jwks-url-wrong",
        provider: index,
        field: "jwks",
        explanation: `The \`jwks\` of provider ${index} is no URL: ${JSON.stringify(jwks)}. Convex notices only when a token arrives.`,
      });
    else if (
      new URL(jwks).protocol === "http:" &&
      !/^(?:localhost|127\.|\[::1\])/.test(new URL(jwks).hostname)
    )
      remarks.push({
        kind: "jwks-over-http",
        failureMode: null,
        provider: index,
        field: "jwks",
        explanation: `Convex fetches the keys of provider ${index} over plain http, where they can be replaced on the way.`,
      });
  }
  return remarks;
}

/** Providers that Convex stores once, and providers that are never reached because a twin comes first. */
function remarksAboutTwins(stored: readonly StoredProvider[]): ConfigRemark[] {
  const remarks: ConfigRemark[] = [];
  const firstOf = new Map<string, number>();
  const openIssuers = new Map<string, number>();
  for (const provider of stored)
    if (
      provider.kind === "customJwt" &&
      provider.applicationID === null &&
      typeof provider.issuer === "string"
    )
      openIssuers.set(normalizeIssuer(provider.issuer), provider.index);
  for (const provider of stored) {
    if (provider.kind === "unknown" || typeof provider.issuer !== "string") continue;
    const identity = JSON.stringify({ ...provider, index: null });
    const first = firstOf.get(identity);
    if (first !== undefined && !identity.includes('"unknown":'))
      remarks.push({
        kind: "provider-repeated",
        failureMode: null,
        provider: provider.index,
        field: null,
        explanation: `Provider ${provider.index} is the same as provider ${first}; Convex stores it once.`,
      });
    firstOf.set(identity, first ?? provider.index);
    const open = openIssuers.get(normalizeIssuer(provider.issuer));
    if (open !== undefined && provider.kind === "customJwt" && typeof provider.applicationID === "string")
      remarks.push({
        kind: "provider-shadowed",
        failureMode: null,
        provider: provider.index,
        field: "applicationID",
        explanation: `Provider ${open} has the same issuer without \`applicationID\`. Convex tries that one first and does not go on to provider ${provider.index}.`,
      });
  }
  return remarks;
}
