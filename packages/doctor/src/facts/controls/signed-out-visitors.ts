import { parse, tokensToRegexp } from "path-to-regexp";
import { activeProxy, covers, type ProxyFact } from "../proxy/proxy.ts";

/**
 * Whether AuthKit's proxy sends signed-out visitors of a page away before it is rendered (`middlewareAuth`).
 *
 * @param nextMajor major version of Next.js, null when unknown
 * @param path pattern of the page's route; a parameter stands for any text
 */
export function keepsSignedOutVisitorsAway(
  proxy: ProxyFact,
  nextMajor: number | null,
  path: string,
): "yes" | "no" | "unknown" {
  const file = activeProxy(proxy, nextMajor);
  if (file === "none") return "no";
  if (file === "unknown" || file.options === null) return "unknown";
  const { protects, unauthenticatedPaths } = file.options;
  if (protects === false) return "no";
  const visited = path.replace(/\[[^\]]*\]+/g, "x");
  const covered = covers(file, visited);
  if (covered !== "yes") return covered;
  if (protects === null || unauthenticatedPaths === null) return "unknown";
  return isListed(unauthenticatedPaths, visited);
}

function isListed(paths: readonly string[], visited: string): "yes" | "no" | "unknown" {
  for (const path of paths) {
    try {
      if (new RegExp(tokensToRegexp(parse(path)).source).test(visited)) return "no";
    } catch {
      return "unknown";
    }
  }
  return "yes";
}
