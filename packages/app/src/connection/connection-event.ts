/** What an app can be told about the connection, for its logs. Nothing here is a secret: no token, no claim but ids and times. */
export type Happening =
  | {
      type: "token";
      /** Where it came from: at hand at the start, a refresh by this tab, or one by another tab of the same session. */
      from: "initial" | "refresh" | "other-tab";
      sessionId: string | null;
      organizationId: string | null;
      /** Milliseconds since 1970, by this machine's clock. */
      expiresAt: number;
    }
  | { type: "refresh-started"; because: RefreshReason }
  | { type: "refresh-failed"; reason: string; failures: number; /** Milliseconds. */ retryIn: number }
  | { type: "session-ended"; reason: string }
  | { type: "accepted" }
  | {
      type: "refused";
      /** Convex's own words, where it told them. */
      message: string | null;
    }
  | { type: "retry" };

/** What an app is told, and when: milliseconds since 1970. */
export type ConnectionEvent = { time: number } & Happening;

/** Why a refresh was started. */
export type RefreshReason = "no-token" | "expiring" | "rejected" | "retry";
