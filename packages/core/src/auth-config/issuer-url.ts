import { TOP_LEVEL_DOMAINS } from "./top-level-domains.ts";

/** What Convex makes of the `issuer` or `domain` of a provider: the text that it stores, or why it refuses the push. */
export type IssuerUrlReading = { stored: string } | { problem: string };

/**
 * Convex's rules for `issuer` and `domain` (`jwks` has none): `https://` is put in front where no scheme is, and the host
 * must then be `localhost` or end in a top-level domain; the scheme must be http or https. Nothing else is changed: the
 * case of the host and slashes at the end are stored as written.
 */
export function readIssuerUrl(original: string): IssuerUrlReading {
  if (original.startsWith('"')) return refuse(original, 'starts with a double quote (")');
  // Tried first: making the pattern for all letters takes longer than the rest of this module.
  const hasScheme = /^\w+:\/\//.test(original) || /^[\p{L}\p{M}\p{Nd}\p{Pc}]+:\/\//u.test(original);
  const stored = hasScheme ? original : `https://${original}`;
  if (!URL.canParse(stored)) return refuse(original, parseProblem(stored));
  const url = new URL(stored);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refuse(original, "scheme should be http or https");
  if (!hasScheme && !isHostOfTheNet(url.hostname))
    return refuse(original, "Does not look like a URL (must have a scheme or end with a top-level domain)");
  return { stored };
}

function refuse(original: string, why: string): IssuerUrlReading {
  return { problem: `Invalid provider domain URL "${original}": ${why}` };
}

function isHostOfTheNet(host: string): boolean {
  if (host === "localhost") return true;
  const dot = host.lastIndexOf(".");
  return dot !== -1 && TOP_LEVEL_DOMAINS.has(host.slice(dot + 1));
}

/** The words of Rust's URL parser for the ways in which the URL of a host can fail to parse. */
function parseProblem(url: string): string {
  const authority = /^[^:]*:\/*([^/?#\\]*)/.exec(url)?.[1] ?? "";
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (host === "" || host.startsWith(":")) return "empty host";
  if (host.startsWith("[")) return "invalid IPv6 address";
  const port = /:([^:]*)$/.exec(host)?.[1];
  if (port !== undefined && port !== "" && (!/^[0-9]+$/.test(port) || Number(port) > 65_535))
    return "invalid port number";
  return /(?:^|\.)(?:0x[0-9a-f]*|[0-9]+)\.?(?::|$)/i.test(host)
    ? "invalid IPv4 address"
    : "invalid international domain name";
}
