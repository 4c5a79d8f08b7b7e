/** Where tokens come from: one of WorkOS's SDKs, or a server action in front of it. */
export interface TokenSource {
  /**
   * The token at hand, without a refresh at WorkOS where the SDK allows that; null where there is none. May be expired. An
   * error counts as none.
   */
  current(): Promise<string | null>;
  /** Asks WorkOS for a new token, once. Retries are made by the caller. Never rejects. */
  refresh(): Promise<RefreshOutcome>;
}

/** What became of one attempt to refresh. */
export type RefreshOutcome =
  /** `asOf`: the server's time just now, in milliseconds, where it told it. Absent: the token was issued just now. */
  | { kind: "token"; token: string; asOf?: number | undefined }
  /** It may work later: network, 408, 429, 5xx, a body that is no JSON. `retryAfter` in milliseconds, where the server named it. */
  | { kind: "transient"; reason: string; retryAfter?: number | undefined }
  /** The session is over: signing in again is the only way. */
  | { kind: "ended"; reason: string };
