import type { Hono } from "hono";
import type { CancelSignIn, CompleteSignIn, HostedSignIn } from "../protocol/finish-sign-in.ts";
import type { Authorization } from "../sessions/authorizations.ts";

/** The pages of AuthKit that people see: sign-in, sign-up, the choice of an organization. All below `/authkit/`. */
export interface HostedPages {
  routes: Hono;
  /** Sends the browser from `authorize` to the page it asks for: a 302 to the sign-in or the sign-up page. */
  open(authorization: Authorization): Response;
  /** Sends the browser to the page where somebody who has shown who they are chooses among their organizations: a 303. */
  chooseOrganization(authorizationId: string, signIn: HostedSignIn): Response;
  /** Forgets whoever was about to choose. */
  reset(): void;
}

/** How the pages hand a sign-in back to the protocol. */
export interface SignInEnds {
  complete: CompleteSignIn;
  cancel: CancelSignIn;
}
