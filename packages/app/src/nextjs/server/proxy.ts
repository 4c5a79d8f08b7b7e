import { authkit, type AuthkitOptions, handleAuthkitHeaders } from "@workos-inc/authkit-nextjs";
import type { NextRequest, NextResponse } from "next/server";
import { forwardedHeaders, setForwardedHeaders } from "./forwarded-headers.ts";
import { isPrefetch } from "./prefetch.ts";
import { failedRefresh } from "./refresh-failure.ts";
import { type FailedRefresh, forwardOutcome, REFRESH_HEADER } from "./refresh-outcome-header.ts";
import { returnCookieHeader } from "./return-cookie.ts";
import { shareRefreshesOfAuthKit } from "./shared-refresh.ts";

/** What the proxy takes. */
export interface ConvexAuthKitProxyOptions extends Pick<
  AuthkitOptions,
  "redirectUri" | "debug" | "eagerAuth"
> {
  /**
   * Paths that can be seen signed out, such as `["/", "/sign-in", "/blog/*"]`; a trailing `*` stands for anything. Every other
   * path the matcher lets in needs a session. Absent: no path does.
   */
  publicPaths?: readonly string[];
  /**
   * What happens to a visitor whose token has expired while WorkOS cannot be reached. `keep` (the default): pages go on with the
   * user of the session cookie; Convex, which decides about data, still refuses the expired token. `signed-out`: as authkit-nextjs.
   */
  duringOutage?: "keep" | "signed-out";
  /**
   * Another proxy in the same chain (locales, feature flags). What it returns is answered, with AuthKit's cookies added; return
   * nothing to go on.
   *
   * @param request as it came
   */
  next?: (
    request: NextRequest,
    session: { user: { id: string; email: string } | null },
  ) => Promise<NextResponse | undefined | void> | NextResponse | undefined | void;
}

/**
 * The proxy (`proxy.ts`; `middleware.ts` before Next.js 16) in front of an app: keeps the session fresh like `authkitProxy`, and
 * deletes it only when WorkOS says that it is over.
 *
 * @example
 * ```ts
 * // proxy.ts
 * export default convexAuthKitProxy({ publicPaths: ["/", "/sign-in", "/sign-up"] });
 * export const config = { matcher: ["/((?!_next|.*\\..*).*)"] };
 * ```
 */
export function convexAuthKitProxy(
  options: ConvexAuthKitProxyOptions = {},
): (request: NextRequest) => Promise<NextResponse> {
  const { publicPaths, duringOutage = "keep", next, ...rest } = options;
  const isPublic = publicPaths === undefined ? () => true : matcherOf(publicPaths);

  return async (request) => {
    shareRefreshesOfAuthKit();
    const refresh: { failed: FailedRefresh | null } = { failed: null };
    const { session, headers, authorizationUrl } = await authkit(request, {
      ...rest,
      onSessionRefreshError: ({ error }) => void (refresh.failed = failedRefresh(error)),
    });
    const cookie = request.cookies.get(COOKIE_NAME())?.value;
    const kept = refresh.failed?.kind === "transient" && cookie !== undefined;
    if (kept) keepSession(headers, duringOutage === "keep" ? cookie : null);

    const signedIn = session.user !== null || (kept && duringOutage === "keep");
    const mayRedirect = !isServerAction(request) && !isCallback(request, rest.redirectUri);
    if (!signedIn && mayRedirect && authorizationUrl !== undefined && !isPublic(request.nextUrl.pathname)) {
      const leaving = handleAuthkitHeaders(request, headers, { redirect: authorizationUrl }) as NextResponse;
      const { pathname, search } = request.nextUrl;
      const remembered = isVisit(request) ? returnCookieHeader(pathname + search, request.url) : null;
      if (remembered !== null) leaving.headers.append("set-cookie", remembered);
      return leaving;
    }

    const answer = handleAuthkitHeaders(request, headers) as NextResponse;
    forwardOutcome(answer, refresh.failed);
    const other = await next?.(request, { user: session.user });
    if (other === undefined || other === null) return answer;
    return joined(other, answer);
  };
}

const COOKIE_NAME = (): string => process.env["WORKOS_COOKIE_NAME"] || "wos-session";

/** By which `withAuth()` is given the session; the same in every release since 2.13. */
const SESSION_HEADER = "x-workos-session";

/** Takes the deletion of the session out of what authkit-nextjs has prepared. */
function keepSession(headers: Headers, session: string | null): void {
  const cookies = headers.getSetCookie().filter((cookie) => !cookie.startsWith(`${COOKIE_NAME()}=;`));
  headers.delete("set-cookie");
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  if (session !== null) headers.set(SESSION_HEADER, session);
}

/** A redirect to another origin would be refused by the browser; the action answers for itself. */
const isServerAction = (request: NextRequest): boolean => request.headers.has("next-action");

/** Whether somebody opens a page: what scripts and routers fetch does not lead a visitor to AuthKit. */
const isVisit = (request: NextRequest): boolean =>
  !isPrefetch(request) &&
  !request.headers.has("rsc") &&
  (request.headers.get("accept") ?? "").includes("text/html");

/** The way back from AuthKit must stay open, whatever the list of public paths says. */
function isCallback(request: NextRequest, redirectUri: string | undefined): boolean {
  const uri = redirectUri ?? process.env["NEXT_PUBLIC_WORKOS_REDIRECT_URI"];
  return uri !== undefined && URL.canParse(uri) && new URL(uri).pathname === request.nextUrl.pathname;
}

function matcherOf(paths: readonly string[]): (pathname: string) => boolean {
  return (pathname) =>
    paths.some((path) => {
      if (!path.endsWith("*")) return pathname === path || (path !== "/" && pathname === `${path}/`);
      const start = path.slice(0, -1);
      return pathname.startsWith(start) || (start.endsWith("/") && pathname === start.slice(0, -1));
    });
}

/** What authkit-nextjs and this proxy tell pages and actions, and nobody else may. */
const isInternal = (name: string): boolean =>
  name.startsWith("x-workos-") ||
  ["x-url", "x-redirect-uri", "x-sign-up-paths", REFRESH_HEADER].includes(name);

/** The other proxy's answer, with the session's cookies and the request headers that `withAuth()` reads. */
function joined(other: NextResponse, answer: NextResponse): NextResponse {
  for (const cookie of answer.headers.getSetCookie()) other.headers.append("set-cookie", cookie);
  for (const name of ["cache-control", "vary"]) {
    const value = answer.headers.get(name);
    if (value !== null && !other.headers.has(name)) other.headers.set(name, value);
  }
  const goesOn = other.headers.has("x-middleware-next") || other.headers.has("x-middleware-rewrite");
  const ours = forwardedHeaders(answer);
  if (!goesOn || ours === null) return other;
  // It may have copied the headers of the request, in which a browser can have written anything.
  const headers = forwardedHeaders(other) ?? new Headers(ours);
  for (const name of Array.from(headers.keys()).filter(isInternal)) headers.delete(name);
  for (const [name, value] of ours) if (isInternal(name)) headers.set(name, value);
  setForwardedHeaders(other, headers);
  return other;
}
