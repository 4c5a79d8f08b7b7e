import type { Field } from "./auth-config.ts";
import type { ProviderReading } from "./workos-providers.ts";
import { lettersApart } from "../letters-apart.ts";

/** Why no token of WorkOS carries an issuer. */
export interface NeverIssued {
  /** Continues "The issuer … ". */
  why: string;
  /** False for a host that only looks misspelt: it may be an own one. */
  isCertain: boolean;
}

const API_HOST = "api.workos.com";

/**
 * Tells whether a provider's issuer was meant to be WorkOS's and is one that no token carries. Convex compares issuers byte for
 * byte, so a slip in it makes the provider as good as absent.
 *
 * @returns null for the issuers of WorkOS, of anybody else, and for what cannot be told without a variable's value
 */
export function neverIssued({ provider, issuer, reading }: ProviderReading): NeverIssued | null {
  if (issuer === null || reading === null || issuer.text.startsWith("${")) return null;
  const { form, host, exact, clientId } = reading;
  if (host === null || host.includes("${")) return null;
  const slip = hostSlip(host);
  if (host !== API_HOST && slip === null) return null;
  const certain = (why: string): NeverIssued => ({ why, isCertain: slip?.isCertain ?? true });
  if (isWrittenPlaceholder(provider.fields.issuer)) {
    return certain("has the characters ${…} in it: only a template string in backticks puts a value there");
  }
  if (slip !== null) return slip;
  // The value of a variable may hold the rest of the path.
  const [first = ""] = issuer.text
    .replace(/^https?:\/\//i, "")
    .split("/")
    .slice(1);
  if (first.includes("${")) return null;
  if (form === "unknown-api-path") return certain("has a path that WorkOS does not issue");
  if (form === "user-management" && clientId === null) return certain("ends without a client id");
  return exact
    ? null
    : certain("is not written as WorkOS issues it: https, lower case, single slashes, nothing around it");
}

/**
 * Tells whether a host is a misspelt `api.workos.com`. Hosts of workos.com itself are nobody else's, so another one of them is
 * certainly wrong.
 */
export function hostSlip(host: string): NeverIssued | null {
  if (host === API_HOST) return null;
  const why = `has the host ${host}, where WorkOS's is ${API_HOST}`;
  if (host === "workos.com" || host.endsWith(".workos.com")) return { why, isCertain: true };
  return lettersApart(host, API_HOST) <= 2 || /^api\.workos\.[a-z]+$/.test(host)
    ? { why, isCertain: false }
    : null;
}

/** Whether a text holds `${…}` as characters, as a template string in plain quotes does. */
export function isWrittenPlaceholder(field: Field): boolean {
  return field.kind === "text" && field.parts.some((part) => "text" in part && /\$\{[^}]*\}/.test(part.text));
}
