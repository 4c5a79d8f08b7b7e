import type { SessionSummary } from "../authkit.ts";

/** A WorkOS session: what `sid` of an access token names. */
export interface Session {
  id: string;
  userId: string;
  authenticationMethod: AuthenticationMethod;
  /** The organization that its tokens speak of; null: none. */
  organizationId: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  lastRefreshAt: number;
  refreshes: number;
  /** Null: active. */
  endedAt: number | null;
  ipAddress: string | null;
  userAgent: string | null;
}

export type AuthenticationMethod = "Password" | "GoogleOAuth" | "SSO" | "MagicAuth" | "Impersonation";

/** The sessions of the environment. */
export interface Sessions {
  find(id: string): Session | null;
  /** Of one user, newest first; ended ones included. */
  ofUser(userId: string): Session[];
  /** Ends a session: its refresh tokens die. Does nothing to one that has ended. */
  end(id: string): void;
  summaries(): SessionSummary[];
  reset(): void;
}
