import type { PlainRequest } from "../server/plain-request.ts";
import type { TextAnswer } from "../server/text-answer.ts";
import type { AuthKitEnvironment } from "./environment.ts";
import type { Account } from "./accounts.ts";

/**
 * The AuthKit side: WorkOS's API and hosted pages for one environment, by production's contract.
 *
 * Implemented by `createAuthKit(parts, options)`.
 */
export interface AuthKit {
  /** Answers a request to the API host: `/user_management/*`, `/sso/*`, `/organizations/*`, the hosted pages. */
  fetch(request: Request): Promise<Response>;
  /**
   * Answers as `fetch` does what a server under load is asked again and again, without a `Request` and a `Response`.
   *
   * @returns null: the request is for `fetch`
   */
  answerPlain(request: PlainRequest): Promise<TextAnswer> | null;
  /** What is set in the dashboard: client id, redirect URIs, origins, template … */
  environment: AuthKitEnvironment;
  /** The published keys, as `GET /sso/jwks/:clientId` answers them. */
  jwks(): Promise<{ keys: Record<string, unknown>[] }>;
  /** Signs any claims with the environment's key; `iss`, `iat`, `exp`, `jti` are added where they are absent. */
  mint(claims: Record<string, unknown>): Promise<string>;
  /** Signs an account in without a browser, as the password grant does. @throws {Error} where there is no such account */
  signIn(email: string, options?: { organizationId?: string }): Promise<SignedIn>;
  accounts(): readonly Account[];
  sessions(): readonly SessionSummary[];
  /** Ends a session as an administrator does in the dashboard: its refresh tokens die. */
  revoke(sessionId: string): void;
  /** Back to the seed: accounts as at the start, no sessions. The signing key stays. */
  reset(): void;
}

/** What the authenticate endpoint answers, as far as a client needs it. */
export interface SignedIn {
  accessToken: string;
  refreshToken: string;
  user: Record<string, unknown>;
  organizationId: string | null;
  sessionId: string;
}

/** A WorkOS session, without its tokens. */
export interface SessionSummary {
  id: string;
  userId: string;
  email: string;
  organizationId: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  lastRefreshAt: number;
  /** Refresh grants so far. */
  refreshes: number;
  /** When its newest access token expires, by its `exp`; null: it has none that says so. */
  tokenExpiresAt: number | null;
  status: "active" | "revoked" | "expired";
}
