import { getSignInUrl, getSignUpUrl, signOut } from "@workos-inc/authkit-nextjs";
import { redirect } from "next/navigation";
import { ownPath } from "./own-path.ts";
import { isPrefetch } from "./prefetch.ts";
import { rememberReturnPath } from "./return-cookie.ts";

/** A route handler of the app router. */
export type RouteHandler = (request: Request) => Promise<Response>;

/**
 * The handler of `GET /sign-in` or `/sign-up`: on to AuthKit, and back to the path in `?returnTo=` afterwards. A prefetch is
 * answered with nothing: it would mint a verifier cookie for a sign-in that nobody asked for.
 *
 * @example
 * ```ts
 * // app/sign-in/route.ts
 * export const GET = signInRoute();
 * ```
 */
export function signInRoute(options: { signUp?: boolean } = {}): RouteHandler {
  return async (request) => {
    if (isPrefetch(request)) return new Response(null, { status: 204, headers: NO_STORE });
    const returnTo = ownPath(new URL(request.url).searchParams.get("returnTo"));
    const url = await (options.signUp ? getSignUpUrl : getSignInUrl)(returnTo === null ? {} : { returnTo });
    await rememberReturnPath(returnTo, request.url);
    redirect(url);
  };
}

/** The handlers of `/sign-out`. */
export interface SignOutRoute {
  POST: RouteHandler;
  GET: RouteHandler;
}

/**
 * The handlers of `/sign-out`. Only a form of this app, sent by its visitor, signs out: a `GET` is refused, since browsers and
 * `next/link` fetch links that nobody clicked, and so is a `POST` from another site.
 *
 * @param options where WorkOS sends the visitor afterwards: an absolute URL registered there as a sign-out redirect. Absent: the
 *   homepage set in WorkOS, without which its error page is shown.
 *
 * @example
 * ```ts
 * // app/sign-out/route.ts
 * export const { GET, POST } = signOutRoute();
 * ```
 */
export function signOutRoute(options: { returnTo?: string } = {}): SignOutRoute {
  return {
    async POST(request) {
      if (isPrefetch(request) || isForeign(request))
        return new Response("This request did not come from this site, so nobody was signed out.", {
          status: 403,
          headers: NO_STORE,
        });
      await signOut(options);
      // `signOut` redirects by throwing; this is for the type.
      return new Response(null, { status: 204 });
    },
    async GET() {
      return new Response(
        "Signing out takes a POST, such as a form with method=post, so that no prefetch can do it.",
        { status: 405, headers: { ...NO_STORE, Allow: "POST" } },
      );
    },
  };
}

const NO_STORE = { "Cache-Control": "no-store" };

function isForeign({ headers, url }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const origin = headers.get("origin");
  if (origin === null) return false;
  return !URL.canParse(origin) || new URL(origin).host !== (headers.get("host") ?? new URL(url).host);
}
