import { certain, likely, type UriProblem } from "./uri-problem.ts";
import { isWebScheme } from "./web-uri.ts";
import { hasWildcard } from "./wildcard.ts";
import { readWrittenUri } from "./written-form.ts";

/**
 * Judges a CORS origin, as it is registered at WorkOS: scheme, host and port, nothing after them. Browsers send origins
 * in lower case, without the scheme's own port and without a slash at the end, and origins are compared as text.
 */
export function judgeCorsOrigin(origin: string): UriProblem[] {
  if (origin === "*")
    return [
      likely("wildcard-not-allowed", "List the origins one by one; WorkOS documents no wildcard for CORS."),
    ];
  const written = readWrittenUri(origin, "CORS origin");
  if (written.uri === null) return written.problems;
  const { uri } = written;
  const problems = [...written.problems];

  if (!isWebScheme(uri.scheme)) {
    problems.push(
      certain(
        "not-a-web-address",
        "Browsers send http and https origins only; native apps need no CORS origin.",
      ),
    );
    return problems;
  }
  if (hasWildcard(origin)) {
    problems.push(
      likely("wildcard-not-allowed", "List the origins one by one; WorkOS documents no wildcard for CORS."),
    );
  }
  if (uri.path === "/" && uri.query === "") {
    problems.push(
      likely(
        "trailing-slash-in-origin",
        "An origin ends with its host or port; remove the slash at the end.",
      ),
    );
  } else if (uri.path !== "" || uri.query !== "") {
    problems.push(
      certain("path-in-origin", "An origin is scheme, host and port; remove the path and query."),
    );
  }
  const ownPort = uri.scheme.toLowerCase() === "https" ? "443" : "80";
  if (
    uri.port === ownPort ||
    uri.scheme !== uri.scheme.toLowerCase() ||
    uri.host !== uri.host.toLowerCase()
  ) {
    problems.push(
      likely(
        "unlike-browser-origin",
        "Browsers send origins in lower case and without the scheme's own port; write it like that.",
      ),
    );
  }
  return problems;
}

/**
 * The origin of a web address, as a browser sends it: lower case, without the scheme's own port.
 *
 * @returns null for custom schemes, relative addresses and anything that is no address
 */
export function originOf(address: string): string | null {
  const { uri } = readWrittenUri(address, "address");
  if (uri === null || !isWebScheme(uri.scheme) || hasWildcard(uri.host) || uri.port === "*") return null;
  const scheme = uri.scheme.toLowerCase();
  const ownPort = scheme === "https" ? "443" : "80";
  const port = uri.port === null || uri.port === "" || uri.port === ownPort ? "" : `:${uri.port}`;
  return `${scheme}://${uri.host.toLowerCase()}${port}`;
}
