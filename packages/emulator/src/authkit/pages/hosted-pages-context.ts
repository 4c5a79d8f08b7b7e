import type { Parts } from "../../parts.ts";
import type { Directory } from "../directory/directory.ts";
import type { AuthKitEnvironment } from "../environment.ts";

/** What the hosted pages need. The protocol side keeps the authorize requests; the pages only show and answer them. */
export interface HostedPagesContext {
  parts: Parts;
  environment: AuthKitEnvironment;
  directory: Directory;
  authorizations: Authorizations;
}

/** The authorize requests that wait for somebody to sign in. */
export interface Authorizations {
  /** @returns null: there is none (any more), or it was answered already */
  find(id: string): PendingAuthorization | null;
  /** Answers with the redirect that brings the browser back to the app, with a code. */
  approve(id: string, approval: Approval, request: Request): Promise<Response>;
  /** Answers with the redirect that brings the browser back to the app, with `error=access_denied`. */
  cancel(id: string, request: Request): Promise<Response>;
}

export interface PendingAuthorization {
  id: string;
  redirectUri: string;
  screenHint: "sign-in" | "sign-up";
  loginHint: string | null;
  /** The organization that the app asked for; null: it leaves the choice to the user. */
  organizationId: string | null;
}

/** Who signed in, and how. */
export interface Approval {
  userId: string;
  organizationId: string | null;
  method: "password" | "oauth" | "magic_code";
}
