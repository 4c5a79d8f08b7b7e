import { isLocalhost, isLoopbackAddress, isWebScheme, parseWebUri, type WebUri } from "./web-uri.ts";
import { hasWildcard, wildcardProblems } from "./wildcard.ts";

/** What the wildcard of a host stands for: letters, digits, hyphens and underscores, so never a dot. */
const LABEL_PART = /^[A-Za-z0-9_-]+$/;
const PORT = /^\d{1,5}$/;

/**
 * Whether WorkOS lets `actual` through because `registered` is on its list. The same characters, or a valid wildcard of
 * `registered` that covers what differs. A pattern that WorkOS would refuse to register matches nothing.
 */
export function matchesRedirectUri(registered: string, actual: string): boolean {
  if (!hasWildcard(registered)) return registered === actual;
  const pattern = parseWebUri(registered);
  if (pattern === null) return false;
  const refused = wildcardProblems(pattern, registered).some((problem) => problem.certainty === "certain");
  if (refused) return false;

  const star = registered.indexOf("*");
  const before = registered.slice(0, star);
  const after = registered.slice(star + 1);
  if (actual.length <= before.length + after.length) return false;
  if (!actual.startsWith(before) || !actual.endsWith(after)) return false;
  const covered = actual.slice(before.length, actual.length - after.length);
  return pattern.port === "*" ? PORT.test(covered) && Number(covered) <= 65535 : LABEL_PART.test(covered);
}

/** In what two URIs differ, each in the words that name the usual mistake. */
export type UriDifference =
  | "scheme"
  /** One says `localhost`, the other an address such as `127.0.0.1`. */
  | "loopback-name"
  | "www"
  | "host"
  | "port"
  | "path"
  | "trailing-slash"
  | "query"
  /** The same letters in upper and lower case. */
  | "letter-case"
  | "other";

/** How far a registered URI is from the one that was sent. */
export interface NearMiss {
  registered: string;
  differences: UriDifference[];
}

/**
 * Finds the registered URIs that come closest to the one that was sent, to tell a typo from a forgotten registration.
 *
 * @returns empty when one matches; otherwise those with the fewest differences, in the order given
 */
export function nearestRedirectUris(registered: readonly string[], actual: string): NearMiss[] {
  if (registered.some((entry) => matchesRedirectUri(entry, actual))) return [];
  const misses = registered.map((entry) => ({
    registered: entry,
    differences: redirectUriDifferences(entry, actual),
  }));
  const fewest = Math.min(...misses.map((miss) => miss.differences.length));
  return misses.filter((miss) => miss.differences.length === fewest);
}

/** Names what keeps `actual` from matching `registered`. Empty exactly when it matches. */
export function redirectUriDifferences(registered: string, actual: string): UriDifference[] {
  if (matchesRedirectUri(registered, actual)) return [];
  const wanted = parseWebUri(registered);
  const sent = parseWebUri(actual);
  if (wanted === null || sent === null) return ["other"];
  if (registered.toLowerCase() === actual.toLowerCase()) return ["letter-case"];

  const differences: UriDifference[] = [];
  if (wanted.scheme !== sent.scheme) differences.push("scheme");
  const host = hostDifference(wanted, sent);
  if (host !== null) differences.push(host);
  if (!samePort(wanted, sent)) differences.push("port");
  const path = pathDifference(wanted.path, sent.path);
  if (path !== null) differences.push(path);
  if (wanted.query !== sent.query) differences.push("query");
  return differences.length === 0 ? ["other"] : differences;
}

function hostDifference(wanted: WebUri, sent: WebUri): UriDifference | null {
  const a = wanted.host.toLowerCase();
  const b = sent.host.toLowerCase();
  if (a === b || coversLabel(a, b)) return null;
  if ((isLocalhost(a) && isLoopbackAddress(b)) || (isLoopbackAddress(a) && isLocalhost(b)))
    return "loopback-name";
  return a === `www.${b}` || b === `www.${a}` ? "www" : "host";
}

function coversLabel(pattern: string, host: string): boolean {
  return hasWildcard(pattern) && matchesRedirectUri(`https://${pattern}/`, `https://${host}/`);
}

/** The scheme's own port counts as the same: a difference in how it is written is `other`. */
function samePort(wanted: WebUri, sent: WebUri): boolean {
  if (wanted.port === "*") return sent.port !== null && PORT.test(sent.port);
  return (
    effectivePort(wanted) === effectivePort(sent) ||
    (isWebScheme(wanted.scheme) && wanted.scheme !== sent.scheme && wanted.port === sent.port)
  );
}

function effectivePort(uri: WebUri): string {
  return uri.port ?? (uri.scheme.toLowerCase() === "http" ? "80" : "443");
}

function pathDifference(wanted: string, sent: string): UriDifference | null {
  if (wanted === sent) return null;
  if (wanted === `${sent}/` || sent === `${wanted}/`) return "trailing-slash";
  return wanted.toLowerCase() === sent.toLowerCase() ? "letter-case" : "path";
}
