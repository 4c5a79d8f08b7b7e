import type { Location } from "../location.ts";
import { coversPath, type Matcher } from "./matcher.ts";

/** The code that runs before the routes of an app: Next.js' proxy or middleware, TanStack Start's request middleware. */
export interface ProxyFact {
  /** Every file that is, or looks as if it was meant to be, that code. */
  files: ProxyFile[];
}

/** One file that is, or was meant to be, a proxy. */
export interface ProxyFile {
  file: string;
  /** The name without extension; `start` stands for TanStack Start's middleware. */
  name: "proxy" | "middleware" | "start";
  /** `beside`: where the framework looks; `elsewhere`: in or above the routers' folder, where Next.js ignores it. */
  place: "beside" | "elsewhere";
  /** Folder in which Next.js would look for it. */
  expectedIn: string;
  kind: ProxyKind;
  /** What can be told about the options of AuthKit's function; null where there is no such call. */
  options: ProxyOptions | null;
  /** Whether AuthKit's function gets every request that the matcher lets through: no code in front of it decides. */
  getsAll: boolean;
  /** Which paths it runs on. */
  matchers: Matchers;
  /** Redirects to AuthKit that leave out the headers which AuthKit wants sent along (the PKCE cookie among them). */
  bareRedirects: { to: "getSignInUrl" | "getSignUpUrl" | "authorizationUrl"; location: Location }[];
  /** Whether it may answer a path with another route's page (`NextResponse.rewrite`). */
  rewrites: boolean;
  location: Location;
}

/** Which function of AuthKit, or of `convex-authkit`, does the work; `other`: none was found. */
export type ProxyKind = "authkitProxy" | "authkitMiddleware" | "authkit" | "convexAuthKitProxy" | "other";

export type Matchers =
  | { kind: "all" }
  | { kind: "list"; list: Matcher[]; location: Location }
  | { kind: "unknown"; why: string; location: Location };

/** Options of `authkitProxy` and `authkitMiddleware`, as far as they are written where they are used. */
export interface ProxyOptions {
  location: Location;
  /** Whether a redirect URI is given; its value is in the fact about redirect URIs. */
  redirectUri: boolean | null;
  /** `middlewareAuth.enabled`; false when not set, null when it cannot be told or the proxy redirects by its own rules. */
  protects: boolean | null;
  /** `middlewareAuth.unauthenticatedPaths`; null when they cannot be told. */
  unauthenticatedPaths: string[] | null;
  eagerAuth: boolean | null;
}

/**
 * The file that Next.js runs.
 *
 * @param major version of Next.js; null when unknown
 * @returns `none` when it is known to run none, `unknown` when that depends on the version
 */
export function activeProxy(fact: ProxyFact, major: number | null): ProxyFile | "none" | "unknown" {
  const beside = fact.files.filter(({ place }) => place === "beside");
  const proxy = beside.find(({ name }) => name === "proxy");
  const middleware = beside.find(({ name }) => name !== "proxy");
  if (major === null) return proxy === undefined ? (middleware ?? "none") : "unknown";
  if (major >= 16) return proxy ?? middleware ?? "none";
  return middleware ?? "none";
}

/** Whether a proxy runs on a path (without the base path). */
export function covers(file: ProxyFile, pathname: string): "yes" | "no" | "unknown" {
  switch (file.matchers.kind) {
    case "all":
      return "yes";
    case "unknown":
      return "unknown";
    case "list":
      return coversPath(file.matchers.list, pathname);
  }
}

/**
 * The major version of a package: from the installed version, else from a range that allows only one.
 *
 * @returns null when it cannot be told
 */
export function majorOf(
  version: { declared: string | null; installed: string | null } | undefined,
): number | null {
  if (version === undefined) return null;
  const exact = /^(\d+)\./.exec(version.installed ?? "")?.[1];
  if (exact !== undefined) return Number(exact);
  if (version.installed !== null || version.declared === null) return null;
  const first = /^[~^]?(\d+)(?:\.\d+){0,2}(?:-[\w.]+)?$/.exec(version.declared.trim())?.[1];
  return first === undefined ? null : Number(first);
}
