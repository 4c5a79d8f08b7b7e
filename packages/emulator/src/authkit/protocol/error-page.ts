/**
 * WorkOS's error pages, by the path they have on `error.workos.com`. The browser ends there, and the app hears nothing of it.
 */
export type ErrorPage =
  | "redirect-uri-invalid"
  | "sso/client-id-invalid"
  | "sso/invalid-connection-selector"
  | "user_management/app-homepage-url-not-found"
  | "user_management/authorization-expired";

/** Where the emulated error pages are: the host's name stands in the path. */
export const ERROR_PAGES_PATH = "/error.workos.com";

/** Sends the browser to an error page. @param parameters what the page shows */
export function toErrorPage(request: Request, page: ErrorPage, parameters: Record<string, string>): Response {
  const url = new URL(`${ERROR_PAGES_PATH}/${page}`, request.url);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return redirectTo(url.href);
}

/** @param status 302 after a GET; 303 after a form was sent */
export function redirectTo(
  location: string,
  status: 302 | 303 = 302,
  cookies: readonly string[] = [],
): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status, headers });
}
