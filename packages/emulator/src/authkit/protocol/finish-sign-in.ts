import type { AuthKitContext } from "../context.ts";
import type { AuthenticationMethod } from "../sessions/sessions.ts";

/** How somebody signed in on the hosted page. */
export interface HostedSignIn {
  userId: string;
  method: AuthenticationMethod;
  /** The organization chosen on the page, for members of several. */
  organizationId?: string | null;
}

/**
 * Ends a sign-in on the hosted page: makes the code, remembers the browser, and sends it back to the app's callback.
 *
 * @param request the page's own request, whose cookies and endpoint count
 * @returns a 303 to the callback, a 303 back to the page of choice where an organization has to be chosen first, or an error page where the sign-in is too old
 */
export type CompleteSignIn = (
  context: AuthKitContext,
  request: Request,
  authorizationId: string,
  signIn: HostedSignIn,
) => Promise<Response>;

/** The user cancels: back to the callback with `error=access_denied`. */
export type CancelSignIn = (
  context: AuthKitContext,
  request: Request,
  authorizationId: string,
) => Promise<Response>;
