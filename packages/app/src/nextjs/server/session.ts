import { withAuth } from "@workos-inc/authkit-nextjs";
import type { InitialAuth } from "../initial-auth.ts";

/**
 * The access token for a query on the server.
 *
 * @returns undefined where nobody is signed in, as `fetchQuery` and `preloadQuery` want it
 *
 * @example
 * ```ts
 * const notes = await preloadQuery(api.notes.list, {}, { token: await getConvexToken() });
 * ```
 */
export async function getConvexToken(): Promise<string | undefined> {
  const { accessToken } = await withAuth();
  return accessToken;
}

/** The session for `<ConvexAuthKitProvider initialAuth={…}>`, in a layout. The token goes to the page of its own user only. */
export async function getInitialAuth(): Promise<InitialAuth> {
  const { accessToken = null, ...auth } = { accessToken: undefined, ...(await withAuth()) };
  return { auth: auth as InitialAuth["auth"], accessToken, asOf: Date.now() };
}
