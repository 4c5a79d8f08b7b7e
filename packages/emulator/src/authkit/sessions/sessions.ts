import type { Clock } from "../../clock/clock.ts";
import type { SessionSummary } from "../authkit.ts";
import type { AuthKitEnvironment } from "../environment.ts";
import { ulid } from "../tokens/ulid.ts";

/** A WorkOS session: what `sid` of an access token names. */
export interface Session {
  id: string;
  userId: string;
  authenticationMethod: AuthenticationMethod;
  /** The organization that its newest tokens speak of; null: none. */
  organizationId: string | null;
  /** When its user signed in. Milliseconds since 1970, as all times here. */
  createdAt: number;
  lastRefreshAt: number;
  refreshes: number;
  /** When its newest access token expires, by its `exp`; null: it has none that says so. */
  tokenExpiresAt: number | null;
  /** Null: nobody has ended it; time may have. */
  endedAt: number | null;
  ipAddress: string | null;
  userAgent: string | null;
}

export type AuthenticationMethod = "Password" | "GoogleOAuth" | "SSO" | "MagicAuth" | "Impersonation";

/** Who begins a session, and how. */
export type NewSession = Pick<
  Session,
  "userId" | "authenticationMethod" | "organizationId" | "ipAddress" | "userAgent"
>;

/** The sessions of the environment. */
export interface Sessions {
  start(session: NewSession): Session;
  find(id: string): Session | null;
  /** Null: there is none of this id, or it has ended, or its time is over. */
  alive(id: string): Session | null;
  /** Notes that a session was used: its inactivity begins anew. */
  refreshed(id: string, organizationId: string | null): void;
  status(session: Session): SessionSummary["status"];
  /** When its time is over if it is used no more. */
  expiresAt(session: Session): number;
  /** Of one user, newest first; ended ones included. */
  ofUser(userId: string): Session[];
  all(): Session[];
  /** Ends a session: its refresh tokens die. Does nothing to one that has ended. @returns it, if it was alive */
  end(id: string): Session | null;
  reset(): void;
}

/** Sessions that are over are remembered for lists and for telling why a token is refused, not for ever. */
const MOST_OVER = 500;

/**
 * @param environment asked at each use, because its lifetimes can be changed
 * @param forgotten is told when old sessions have been forgotten, so that what belongs to them can be
 */
export function createSessions(
  clock: Clock,
  environment: Pick<AuthKitEnvironment, "sessionLifetime" | "inactivityTimeout">,
  forgotten: (isRemembered: (sessionId: string) => boolean) => void,
): Sessions {
  const sessions = new Map<string, Session>();
  let started = 0;

  function expiresAt({ createdAt, lastRefreshAt }: Session): number {
    return Math.min(
      createdAt + environment.sessionLifetime * 1000,
      lastRefreshAt + environment.inactivityTimeout * 1000,
    );
  }

  function status(session: Session): SessionSummary["status"] {
    if (session.endedAt !== null) return "revoked";
    return clock.now() >= expiresAt(session) ? "expired" : "active";
  }

  function alive(id: string): Session | null {
    const session = sessions.get(id);
    return session !== undefined && status(session) === "active" ? session : null;
  }

  /** Looked at rarely, since it looks at all of them. */
  function forgetOver(): void {
    if (++started % MOST_OVER !== 0) return;
    const over = [...sessions.values()].filter((session) => status(session) !== "active");
    for (const { id } of over.slice(0, Math.max(0, over.length - MOST_OVER))) sessions.delete(id);
    forgotten((id) => sessions.has(id));
  }

  return {
    start(wished) {
      forgetOver();
      const now = clock.now();
      const session: Session = {
        ...wished,
        id: `session_${ulid(now)}`,
        createdAt: now,
        lastRefreshAt: now,
        refreshes: 0,
        tokenExpiresAt: null,
        endedAt: null,
      };
      sessions.set(session.id, session);
      return session;
    },
    find: (id) => sessions.get(id) ?? null,
    alive,
    refreshed(id, organizationId) {
      const session = sessions.get(id);
      if (session === undefined) return;
      session.lastRefreshAt = clock.now();
      session.refreshes++;
      session.organizationId = organizationId;
    },
    status,
    expiresAt,
    ofUser: (userId) => [...sessions.values()].filter((session) => session.userId === userId).reverse(),
    all: () => [...sessions.values()],
    end(id) {
      const session = alive(id);
      if (session !== null) session.endedAt = clock.now();
      return session;
    },
    reset: () => sessions.clear(),
  };
}
