import { matchesRedirectUri } from "@convex-authkit/core";
import type { AuthKitSection, Template } from "../convex-json/convex-json.ts";
import type { RegisteredUri, SentRedirectUri } from "./redirect-uris.ts";
import { partsOfUri, templateText } from "./symbolic-uri.ts";

/** The redirect URIs that a section registers; null where it registers none, so that the dashboard decides. */
export function registeredRedirectUris(section: AuthKitSection | undefined): RegisteredUri[] | null {
  const configure = section?.configure;
  if (configure === undefined || configure === null || configure === false) return null;
  return configure.redirectUris.length === 0 ? null : configure.redirectUris.map(registered);
}

/** An entry of convex.json with its variables by name. */
export function registered(template: Template): RegisteredUri {
  return { text: templateText(template), location: template.location };
}

/** Host names that Vercel and Netlify hand out; two of them are never the same in one deployment. */
const HOST_VARIABLE =
  /^(?:(?:NEXT_PUBLIC_|VITE_)?(VERCEL_URL|VERCEL_BRANCH_URL|VERCEL_PROJECT_PRODUCTION_URL)|(DEPLOY_URL|DEPLOY_PRIME_URL))$/;

/** The variable of the host behind a name, without a framework's prefix; null for any other variable. */
export function hostVariable(name: string): string | null {
  const [, vercel, netlify] = HOST_VARIABLE.exec(name) ?? [];
  return vercel ?? netlify ?? null;
}

/**
 * Whether a list of registered addresses covers one that the app sends. `unknown` where a variable may hold just what
 * is needed.
 */
export function isRegistered(
  sent: SentRedirectUri,
  list: readonly RegisteredUri[],
): "yes" | "no" | "unknown" {
  let result: "no" | "unknown" = "no";
  for (const { text } of list) {
    const match = text === null ? "unknown" : covers(text, sent);
    if (match === "yes") return "yes";
    if (match === "unknown") result = "unknown";
  }
  return result;
}

function covers(text: string, sent: SentRedirectUri): "yes" | "no" | "unknown" {
  const one = withoutPrefixes(text);
  const other = withoutPrefixes(sent.text);
  const isPlain = !one.includes("${") && !other.includes("${");
  if (isPlain) return matchesRedirectUri(one, other) ? "yes" : "no";
  if (one === other) return "yes";
  const [wanted, given] = [partsOfUri(one), partsOfUri(other)];
  if (wanted.pathname !== null && given.pathname !== null && wanted.pathname !== given.pathname) return "no";
  const [wantedHost, givenHost] = [onlyHostVariable(one), onlyHostVariable(other)];
  // Each has another of the host's own names: they differ, whatever they are.
  return wantedHost !== null && givenHost !== null && wantedHost !== givenHost ? "no" : "unknown";
}

function withoutPrefixes(text: string): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => {
    const host = hostVariable(name);
    return host === null ? whole : `\${${host}}`;
  });
}

/** The host's variable that is the whole host of an address. */
export function onlyHostVariable(text: string): string | null {
  const name = /^(?:https?:\/\/)?\$\{(\w+)\}(?:[/?#]|$)/.exec(text)?.[1];
  return name === undefined ? null : hostVariable(name);
}
