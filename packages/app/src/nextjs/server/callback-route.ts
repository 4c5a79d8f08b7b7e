import { handleAuth } from "@workos-inc/authkit-nextjs";
import { unstable_rethrow } from "next/navigation";
import type { NextRequest } from "next/server";
import { ownPath } from "./own-path.ts";
import { RETURN_COOKIE } from "./return-cookie.ts";
import { failureOf, kindOfFailure, type SignInFailure } from "./sign-in-failure.ts";
import { signInFailurePage } from "./sign-in-failure-page.ts";

type HandleAuthOptions = NonNullable<Parameters<typeof handleAuth>[0]>;

/** What the callback route takes: the options of authkit-nextjs's `handleAuth`, but for `onError`, and what follows a failure. */
export interface CallbackRouteOptions extends Omit<HandleAuthOptions, "onError"> {
  /**
   * A page of the app, such as `/sign-in-failed`, that tells a failure with `signInFailure(searchParams)` and offers to try again. It
   * must be open to visitors who are signed out (`publicPaths` of the proxy). Absent: a plain page of this package.
   */
  failurePage?: string;
  /** The route of `signInRoute()`, to which “Try again” leads on the plain page; `/sign-in` where absent. */
  signInPath?: string;
  /**
   * Is told of every failure, for your logs. `error` is what authkit-nextjs threw, or has AuthKit's own words where it sent the visitor
   * back without a code. In development they are written to the server's console as well.
   */
  onFailure?: (failure: SignInFailure, error: unknown) => void | Promise<void>;
}

/**
 * The handler of the callback: authkit-nextjs's `handleAuth`, which answers a sign-in that was cancelled, has expired or was used
 * before with JSON and the status 500. Here the visitor gets a page that says what happened and offers to try again, with the way
 * back to where the visitor wanted to go.
 *
 * @throws {Error} where `failurePage` or `signInPath` is no path of the app
 *
 * @example
 * ```ts
 * // app/callback/route.ts
 * export const GET = callbackRoute({ returnPathname: "/notes" });
 * ```
 */
export function callbackRoute(
  options: CallbackRouteOptions = {},
): (request: NextRequest) => Promise<Response> {
  const { failurePage, signInPath = "/sign-in", onFailure, ...rest } = options;
  for (const [name, path] of Object.entries({ failurePage, signInPath }))
    if (path !== undefined && ownPath(path) === null)
      throw new Error(
        `callbackRoute: ${name} is "${path}". It must be a path of this app, such as "/sign-in".`,
      );

  return handleAuth({
    ...rest,
    async onError({ error, request }) {
      // A redirect in the app's own `onSuccess` is no failure.
      unstable_rethrow(error);
      const { searchParams, basePath = "" } = request.nextUrl ?? new URL(request.url);
      const wanted = request.cookies.get(RETURN_COOKIE)?.value ?? rest.returnPathname ?? null;
      const failure = failureOf(kindOfFailure(searchParams, error), wanted);
      const cause = refusalIn(searchParams) ?? error;
      if (process.env.NODE_ENV === "development")
        console.error(`convex-authkit: a sign-in did not work (${failure.kind}): ${String(cause)}`);
      await onFailure?.(failure, cause);
      if (failurePage === undefined) return signInFailurePage(failure, basePath, signInPath);
      const page = new URL(failurePage, "http://app.invalid");
      page.searchParams.set("kind", failure.kind);
      page.searchParams.set("returnTo", failure.returnTo);
      // Without a host: behind a proxy a server does not know its own.
      return new Response(null, {
        status: 303,
        headers: { Location: basePath + page.pathname + page.search },
      });
    },
  });
}

/** authkit-nextjs says only that there is no code. */
function refusalIn(query: URLSearchParams): Error | null {
  const error = query.get("error");
  if (error === null || query.has("code")) return null;
  const description = query.get("error_description");
  return new Error(description === null ? error : `${error}: ${description}`);
}
