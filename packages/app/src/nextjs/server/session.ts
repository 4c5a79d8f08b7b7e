import { withAuth } from "@workos-inc/authkit-nextjs";
import type { InitialAuth } from "../initial-auth.ts";
import { expiryOf } from "../../provider/read-token.ts";

/**
 * The access token for a query on the server.
 *
 * @returns undefined where nobody is signed in, as `fetchQuery` and `preloadQuery` want it; also where the token has expired and
 *   WorkOS cannot be reached for another, since Convex would refuse it. A page that is to stand through an outage lets the
 *   browser ask instead.
 *
 * @example
 * ```ts
 * const notes = await preloadQuery(api.notes.list, {}, { token: await getConvexToken() });
 * ```
 */
export async function getConvexToken(): Promise<string | undefined> {
  const { accessToken } = await withAuth();
  return accessToken !== undefined && expiryOf(accessToken) * 1000 > Date.now() ? accessToken : undefined;
}

/** The session for `<ConvexAuthKitProvider initialAuth={…}>`, in a layout. The token goes to the page of its own user only. */
export async function getInitialAuth(): Promise<InitialAuth> {
  const { accessToken = null, ...auth } = { accessToken: undefined, ...(await withAuth()) };
  return { auth: auth as InitialAuth["auth"], accessToken, asOf: Date.now() };
}
