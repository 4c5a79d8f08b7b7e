import type { TokenStatus } from "../connection/token-keeper.ts";
import type { AuthKitSession } from "./authkit-session.ts";

/** The three layers of the hand-off: WorkOS's session, its token, and Convex's acceptance. */
export interface ConnectionState {
  session: AuthKitSession;
  /** The access token's state; null while nobody is signed in. */
  token: TokenStatus | null;
  acceptance: Acceptance;
  /** Why the last thing failed; null: nothing has, or it has recovered. */
  lastFailure: ConnectionFailure | null;
  /**
   * A valid token, for requests of your own to a server that takes WorkOS's tokens. Waits through an outage.
   *
   * @returns null where nobody is signed in, or the session is over
   */
  getAccessToken(): Promise<string | null>;
  /** Tries again, at every layer, at once. */
  retry(): void;
}

/** What Convex says about the token. */
export type Acceptance =
  /** Nobody is signed in: there is nothing to accept. */
  | { status: "not-asked" }
  | { status: "waiting" }
  | { status: "accepted" }
  /** Accepted before; Convex wants another token now, and the app goes on. */
  | { status: "renewing" }
  | { status: "refused" };

/** A failure, with the step of the chain at which it happened. */
export interface ConnectionFailure {
  step: "token" | "acceptance" | "renewal";
  /** A sentence; Convex's or WorkOS's own words where they were told. */
  reason: string;
  /**
   * The failure mode, for `npx convex-authkit explain ID`. Null where Convex's words and the token fit several, and for every refusal in
   * a production build, which carries nothing to tell them apart: `AuthDebug` does it there.
   */
  failureMode: string | null;
  /** Milliseconds since 1970. */
  time: number;
}
