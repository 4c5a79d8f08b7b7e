import picomatch from "picomatch";
import { pathToRegexp } from "path-to-regexp";
import type { Location } from "../location.ts";

/** Where an app is deployed, as far as its files tell. Empty when no file names a host. */
export interface HostingFact {
  hosts: Host[];
  /** Public host names that files of the hosts name, e.g. those of a Firebase project. */
  sites: { host: string; location: Location }[];
}

export type HostName =
  | "netlify"
  | "vercel"
  | "firebase"
  | "cloudflare"
  | "nginx"
  | "static-json"
  | "azure"
  | "render";

/** One host that a file configures. */
export interface Host {
  name: HostName;
  /** The file that names the host. */
  file: string;
  location: Location;
  /** Rules for paths that are no file, in the order in which the host tries them. */
  rules: HostRule[];
  /** What happens to a path that no rule matches. */
  otherwise: "index" | "not-found" | "unknown";
}

/** One rule of a host. */
export interface HostRule {
  /** Pattern of paths, in the host's own syntax. */
  from: string;
  syntax: "netlify" | "path-to-regexp" | "glob" | "regexp";
  /**
   * What it answers: the app's `index.html`; `lost`, a redirect to the start of the app, which no longer has the path;
   * or something else (a function, another site, a file).
   */
  answer: "index" | "lost" | "other";
  /** Whether it holds only for some requests (headers, countries, hosts). */
  conditional: boolean;
  location: Location;
}

/**
 * Whether a host answers a path that is no file with the app's `index.html`. `unknown` where a rule leads elsewhere,
 * holds only for some requests or cannot be read.
 */
export function answersWithIndex(host: Host, pathname: string): "yes" | "no" | "unknown" {
  for (const rule of host.rules) {
    const matches = matchesRule(rule, pathname);
    if (matches === false) continue;
    if (matches === null || rule.conditional || rule.answer === "other") return "unknown";
    return rule.answer === "index" ? "yes" : "no";
  }
  if (host.otherwise === "index") return "yes";
  return host.otherwise === "not-found" ? "no" : "unknown";
}

/** The redirect that takes a path away from the app, where that is what a host does with it. */
export function redirectOf(host: Host, pathname: string): HostRule | undefined {
  const rule = host.rules.find((it) => matchesRule(it, pathname) === true);
  return rule?.answer === "lost" ? rule : undefined;
}

/** null when the pattern cannot be read. */
function matchesRule({ from, syntax }: HostRule, pathname: string): boolean | null {
  try {
    switch (syntax) {
      case "netlify":
        return netlifyPattern(from).test(pathname);
      case "glob":
        return (
          picomatch(from.startsWith("/") ? from : `/${from.replace(/^\.\//, "")}`)(pathname) ||
          picomatch(from)(pathname.slice(1))
        );
      case "path-to-regexp":
        return pathToRegexp(from, [], { strict: true }).test(pathname);
      case "regexp":
        return new RegExp(`^(?:${from.replace(/^\^|\$$/g, "")})$`).test(pathname);
    }
  } catch {
    return null;
  }
}

/** `*` at the end matches everything below, `:name` one segment; a slash at the end makes no difference. */
function netlifyPattern(from: string): RegExp {
  const path = from.replace(/\/$/, "");
  const source = path
    .split("/")
    .map((part) => {
      if (part === "*") return ".*";
      if (part.startsWith(":")) return "[^/]+";
      return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("/");
  return new RegExp(`^${source.replace(/\/\.\*$/, "(?:/.*)?")}/?$`);
}
