import { type AccessToken, belongsTo, readAccessToken, type TokenIdentity } from "./access-token.ts";
import { backOff } from "./back-off.ts";
import type { Happening, RefreshReason } from "./connection-event.ts";
import type { ServerTime } from "./server-time.ts";
import type { Tabs } from "./tabs.ts";
import type { Timers } from "./timers.ts";
import type { RefreshOutcome, TokenSource } from "./token-source.ts";

/** What the keeper is doing. */
export type TokenStatus =
  | { kind: "waiting" }
  | { kind: "ready"; expiresAt: number }
  /** A refresh failed and is tried again; `expiresAt` of the token still held, null where none is. Milliseconds. */
  | { kind: "retrying"; reason: string; failures: number; retryAt: number; expiresAt: number | null }
  | { kind: "ended"; reason: string };

/**
 * Keeps one identity's access token fresh: refreshes it before it expires, once for all tabs, and holds out through an outage.
 */
export interface TokenKeeper {
  /**
   * What Convex's client calls. Never rejects. Null only when the session is over.
   *
   * Unforced, it gives the token held while that is valid. Forced, it gives a token other than the one given last: one that
   * arrived meanwhile, or a new one, and stays pending until there is one. (A forced fetch that gives Convex the token it
   * already has signs the user out silently: `tryToReauthenticate` in convex/src/browser/sync/authentication_manager.ts.)
   */
  fetch(options: { forceRefreshToken: boolean }): Promise<string | null>;
  /** A valid token for somebody other than Convex's client. */
  get(): Promise<string | null>;
  /** The token held, for those who ask WorkOS or a server with it; null while there is none that is valid. */
  held(): AccessToken | null;
  /**
   * Something woke up: the page became visible, came back from the cache, or is online again. Does what is overdue now, but for what
   * a server has asked to wait with (`Retry-After`).
   */
  wake(): void;
  /** Tries again at once, also after the session was found to be over. */
  retry(): void;
  /** Stops timers and leaves the other tabs. Open fetches are answered with null; Convex's client listens to none of them any more. */
  dispose(): void;
}

export interface TokenKeeperOptions {
  identity: TokenIdentity;
  /** One text for the identity, under which the tabs find each other. */
  key: string;
  /** Where tokens come from, at the moment. */
  source: () => TokenSource;
  tabs: Tabs;
  timers: Timers;
  /** What is known of the server's clock; told of every new token. */
  serverTime: ServerTime;
  /** A token known from the start, as a server rendered it. */
  initial?: string | undefined;
  /**
   * A token other than the one Convex has is here: Convex should be given it.
   *
   * @param revived the session was over here, and another tab has one again
   */
  onToken: (revived: boolean) => void;
  onStatus: (status: TokenStatus) => void;
  onEvent: (event: Happening) => void;
}

/** A token with less than this left is not given out as new: Convex's client would renew it at once (its leeway, 10 s). */
const LEEWAY_MS = 10_000;
/**
 * How long before its expiry a token is renewed: before Convex's client asks (10 s) and before WorkOS's SDKs do (60 s), and so that
 * the timer of a hidden tab, which browsers hold back by a minute, is still in time.
 */
const RENEW_BEFORE_MS = 75_000;
/** Of a short-lived token at least this part is used. */
const LATEST_SHARE = 0.5;
/** A clock that is a little behind the server's must not make an expired token look valid. */
const EXPIRY_MARGIN_MS = 2_000;
/** A renewal that is due at once, as with tokens that hardly live, waits so long: never a tight loop. */
const SHORTEST_DELAY_MS = 1_000;
/** A request without an answer for so long has failed: the other tabs wait for their turn, and a lost connection may never end. */
const ANSWER_WITHIN_MS = 30_000;

/** Keeps the token of one identity. See {@link TokenKeeper}. */
export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { identity, key, source, tabs, timers, serverTime, onToken, onStatus, onEvent } = options;

  let token: AccessToken | null = null;
  let given: string | null = null;
  let status: TokenStatus = { kind: "waiting" };
  let renewing = false;
  let disposed = false;
  let cancelTimer = (): void => {};
  /** Cuts the wait before the next attempt short. */
  let hurry = (): void => {};
  /** WorkOS wants to be left alone until then, in milliseconds of the machine's time. */
  let notBefore = 0;
  /** Those who wait for a token other than the one held. */
  const waiting = new Set<(token: string | null) => void>();

  const left = (of: AccessToken): number => of.expiresAt * 1000 - serverTime.now();
  const valid = (of: AccessToken | null): of is AccessToken => of !== null && left(of) > EXPIRY_MARGIN_MS;
  /** Milliseconds until a token is to be renewed. */
  const rest = (of: AccessToken): number =>
    left(of) - Math.min(RENEW_BEFORE_MS, (of.expiresAt - of.issuedAt) * 1000 * (1 - LATEST_SHARE));

  const leave = tabs.join(
    key,
    () => (token !== null && left(token) > LEEWAY_MS ? token : null),
    (told) => adopt(told, "other-tab"),
  );

  function setStatus(next: TokenStatus): void {
    status = next;
    onStatus(next);
  }

  /** Takes a token over if it is this identity's and newer than the one held. */
  function adopt(value: string, from: "initial" | "refresh" | "other-tab", asOf?: number): boolean {
    const next = readAccessToken(value);
    if (disposed || next === null || !belongsTo(next, identity)) return false;
    if (asOf !== undefined) serverTime.asOf(asOf);
    else if (from === "refresh") serverTime.issued(next);
    if (token !== null && (next.value === token.value || next.issuedAt < token.issuedAt)) return false;
    token = next;
    const revived = status.kind === "ended";
    const expiresAt = serverTime.local(next.expiresAt);
    setStatus({ kind: "ready", expiresAt });
    schedule();
    onEvent({
      type: "token",
      from,
      sessionId: next.sessionId,
      organizationId: next.organizationId,
      expiresAt,
    });
    if (from === "refresh") tabs.tell(key, value);
    hurry();
    if (!valid(token)) return true;
    if (waiting.size > 0) answer(token.value);
    else if (given !== null || revived) onToken(revived);
    return true;
  }

  function answer(value: string | null): void {
    const all = [...waiting];
    waiting.clear();
    for (const resolve of all) resolve(value);
  }

  function schedule(): void {
    cancelTimer();
    if (token === null || disposed) return;
    cancelTimer = timers.after(Math.max(SHORTEST_DELAY_MS, rest(token)), () => void renew("expiring"));
  }

  /** Gets a new token, however long it takes, unless the session is over. One at a time. */
  async function renew(because: RefreshReason): Promise<void> {
    if (renewing || disposed || status.kind === "ended") return;
    renewing = true;
    const before = token;
    const needed = (): boolean =>
      !disposed &&
      (waiting.size > 0 ||
        (token !== null && rest(token) <= TIMER_TOLERANCE_MS) ||
        (because === "retry" && token === before));
    try {
      for (let failures = 1; needed(); failures++) {
        const outcome = await tabs.alone(key, async () => {
          const newer = needed() ? await tabs.ask(key, token?.issuedAt ?? 0) : null;
          if (newer !== null) adopt(newer, "other-tab");
          if (!needed()) return null;
          onEvent({ type: "refresh-started", because });
          return await refresh();
        });
        // Another tab may have told of a token while this one asked for its own.
        if (outcome === null || outcome.kind === "token" || !needed()) return;
        if (outcome.kind === "ended") return end(outcome.reason);
        const { reason, retryAfter } = outcome;
        const retryIn = backOff(failures, retryAfter, timers.random());
        notBefore = timers.now() + (retryAfter ?? 0);
        onEvent({ type: "refresh-failed", reason, failures, retryIn });
        setStatus({
          kind: "retrying",
          reason,
          failures,
          retryAt: timers.now() + retryIn,
          expiresAt: valid(token) ? serverTime.local(token.expiresAt) : null,
        });
        await new Promise<void>((resolve) => {
          const cancel = timers.after(retryIn, resolve);
          hurry = () => {
            cancel();
            resolve();
          };
        });
      }
    } finally {
      renewing = false;
      schedule();
    }
  }

  /** For whoever only looks in; a person who asks by hand is not kept waiting. */
  function hurryIfWelcome(): void {
    if (timers.now() >= notBefore) hurry();
  }

  /** One attempt. What it gives is told to the other tabs before the next of them gets its turn. */
  async function refresh(): Promise<RefreshOutcome> {
    return await new Promise((resolve) => {
      const stopWaiting = timers.after(ANSWER_WITHIN_MS, () => resolve(LATE));
      // An answer that comes too late is taken all the same.
      void source()
        .refresh()
        .then(
          (outcome) =>
            outcome.kind === "token" && !(adopt(outcome.token, "refresh", outcome.asOf) && valid(token))
              ? UNUSABLE
              : outcome,
          (error): RefreshOutcome => ({ kind: "transient", reason: String(error) }),
        )
        .then((outcome) => {
          stopWaiting();
          resolve(outcome);
        });
    });
  }

  function end(reason: string): void {
    cancelTimer();
    token = null;
    given = null;
    onEvent({ type: "session-ended", reason });
    setStatus({ kind: "ended", reason });
    answer(null);
  }

  /** Looks for a token that is there already; a refresh waits until somebody asks for a token. */
  async function begin(): Promise<void> {
    if (options.initial !== undefined) adopt(options.initial, "initial");
    if (valid(token)) return;
    const current = await source()
      .current()
      .catch(() => null);
    if (current !== null) adopt(current, "initial");
  }
  const begun = begin();

  /**
   * The token held, or the next one.
   *
   * @param butNot a token that will not do: the one Convex has; undefined: any valid one will
   */
  async function obtain(butNot: string | null | undefined): Promise<string | null> {
    await begun;
    if (disposed || status.kind === "ended") return null;
    if (valid(token) && (butNot === undefined || (token.value !== butNot && left(token) > LEEWAY_MS)))
      return token.value;
    return await new Promise((resolve) => {
      waiting.add(resolve);
      if (butNot !== undefined) hurryIfWelcome();
      void renew(valid(token) ? "rejected" : "no-token");
    });
  }

  return {
    fetch: async ({ forceRefreshToken }) => (given = await obtain(forceRefreshToken ? given : undefined)),
    get: async () => await obtain(undefined),
    held: () => (valid(token) ? token : null),
    wake() {
      hurryIfWelcome();
      void renew("expiring");
    },
    retry() {
      if (status.kind === "ended") setStatus({ kind: "waiting" });
      onEvent({ type: "retry" });
      hurry();
      void renew("retry");
    },
    dispose() {
      disposed = true;
      cancelTimer();
      hurry();
      leave();
      answer(null);
    },
  };
}

/** A timer may fire a little early. */
const TIMER_TOLERANCE_MS = 50;

/**
 * An SDK that answers with another user's, session's or organization's token is in the middle of a switch; one that answers with the
 * token it gave before has not refreshed.
 */
const UNUSABLE: RefreshOutcome = {
  kind: "transient",
  reason: "No new token of this session came.",
};
const LATE: RefreshOutcome = { kind: "transient", reason: "No answer within 30 s." };
