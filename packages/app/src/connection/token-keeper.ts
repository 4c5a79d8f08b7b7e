import { type AccessToken, belongsTo, readAccessToken, type TokenIdentity } from "./access-token.ts";
import { backOff } from "./back-off.ts";
import type { ConnectionEvent, RefreshReason } from "./connection-event.ts";
import { createServerTime } from "./server-time.ts";
import type { Tabs } from "./tabs.ts";
import type { Timers } from "./timers.ts";
import type { TokenSource } from "./token-source.ts";

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
  status(): TokenStatus;
  /** The token held, for those who ask WorkOS or a server with it; null while there is none that is valid. */
  held(): AccessToken | null;
  /** Something woke up: the page became visible, came back from the cache, or is online again. Does what is overdue, now. */
  wake(): void;
  /** Tries again at once, also after the session was found to be over. */
  retry(): void;
  /** Stops timers and leaves the other tabs. Open fetches stay pending; nobody waits for them any more. */
  dispose(): void;
}

export interface TokenKeeperOptions {
  identity: TokenIdentity;
  source: TokenSource;
  tabs: Tabs;
  timers: Timers;
  /** A token known from the start, as a server rendered it, and the server's time then, in milliseconds. */
  initial?: { token: string; asOf?: number | undefined } | undefined;
  /** A token other than the one Convex has is here: Convex should be given it. */
  onToken: () => void;
  onStatus: () => void;
  onEvent: (event: ConnectionEvent) => void;
}

/** A token with less than this left is not given out as new: Convex's client would renew it at once (its leeway, 10 s). */
const LEEWAY_MS = 10_000;
/** How long before its expiry a token is renewed: before Convex's client asks (10 s) and before WorkOS's SDKs do (60 s). */
const RENEW_BEFORE_MS = 75_000;
/** Of a short-lived token at least this part is used. */
const LATEST_SHARE = 0.5;
/** A clock that is a little behind the server's must not make an expired token look valid. */
const EXPIRY_MARGIN_MS = 2_000;

/** Keeps the token of one identity. See {@link TokenKeeper}. */
export function createTokenKeeper(options: TokenKeeperOptions): TokenKeeper {
  const { identity, source, tabs, timers, onToken, onStatus, onEvent } = options;
  const serverTime = createServerTime(timers);
  const key = [identity.userId, identity.sessionId ?? "", identity.organizationId ?? ""].join(":");

  let token: AccessToken | null = null;
  let given: string | null = null;
  let status: TokenStatus = { kind: "waiting" };
  let renewing = false;
  const over = { disposed: false };
  let cancelTimer = (): void => {};
  /** Cuts the wait before the next attempt short. */
  let hurry = (): void => {};
  const waiting = new Set<(token: string | null) => void>();

  const leave = tabs.join(
    key,
    () =>
      token !== null && left(token) > LEEWAY_MS ? { token: token.value, expiresAt: token.expiresAt } : null,
    (told) => adopt(told, "other-tab"),
  );

  const left = (of: AccessToken): number => of.expiresAt * 1000 - serverTime.now();
  const valid = (of: AccessToken | null): of is AccessToken => of !== null && left(of) > EXPIRY_MARGIN_MS;
  const emit = (event: DistributiveOmit<ConnectionEvent, "time">): void =>
    onEvent({ time: timers.now(), ...event });

  function setStatus(next: TokenStatus): void {
    status = next;
    onStatus();
  }

  /** Takes a token over if it is this identity's and newer than the one held. */
  function adopt(value: string, from: "initial" | "refresh" | "other-tab"): boolean {
    const next = readAccessToken(value);
    if (over.disposed || next === null || !belongsTo(next, identity)) return false;
    if (from === "refresh") serverTime.issued(next);
    if (token !== null && next.expiresAt < token.expiresAt) return false;
    const isNew = token?.value !== next.value;
    token = next;
    const expiresAt = serverTime.local(next.expiresAt);
    setStatus({ kind: "ready", expiresAt });
    schedule();
    if (!isNew) return true;
    emit({ type: "token", from, sessionId: next.sessionId, organizationId: next.organizationId, expiresAt });
    if (from === "refresh") tabs.tell(key, value);
    else hurry();
    settle();
    return true;
  }

  /** Answers those who wait, or has Convex ask, if it has an older token. */
  function settle(): void {
    if (!valid(token) || token.value === given) return;
    if (waiting.size === 0) {
      if (given !== null) onToken();
      return;
    }
    answer(token.value);
  }

  function answer(value: string | null): void {
    const all = [...waiting];
    waiting.clear();
    for (const resolve of all) resolve(value);
  }

  function schedule(): void {
    cancelTimer();
    if (token === null) return;
    const lifetime = (token.expiresAt - token.issuedAt) * 1000;
    const before = Math.min(RENEW_BEFORE_MS, lifetime * (1 - LATEST_SHARE));
    cancelTimer = timers.after(left(token) - before, () => void renew("expiring"));
  }

  /** Whether the token held must be replaced, for this reason. */
  function overdue(because: RefreshReason, replaced: string | null): boolean {
    if (!valid(token)) return true;
    if (because === "expiring") {
      const lifetime = (token.expiresAt - token.issuedAt) * 1000;
      return left(token) <= Math.min(RENEW_BEFORE_MS, lifetime * (1 - LATEST_SHARE)) + 50;
    }
    return token.value === replaced;
  }

  /** Gets a new token, however long it takes, unless the session is over. One at a time. */
  async function renew(because: RefreshReason): Promise<void> {
    if (renewing || over.disposed || status.kind === "ended") return;
    renewing = true;
    const replaced = token?.value ?? null;
    let failures = 0;
    try {
      while (!over.disposed && overdue(because, replaced)) {
        const outcome = await tabs.alone(key, async () => {
          const newer = await tabs.ask(key, token?.expiresAt ?? 0);
          if (over.disposed || (newer !== null && adopt(newer, "other-tab"))) return null;
          if (!overdue(because, replaced)) return null;
          emit({ type: "refresh-started", because });
          const refreshed = await source.refresh();
          // Told to the other tabs before the next of them gets its turn.
          if (refreshed.kind === "token" && !adopt(refreshed.token, "refresh")) return FOREIGN;
          return refreshed;
        });
        if (over.disposed || outcome === null || outcome.kind === "token") continue;
        if (outcome.kind === "ended") {
          end(outcome.reason);
          return;
        }
        failures++;
        const delay = backOff(failures, outcome.retryAfter, timers.random());
        emit({ type: "refresh-failed", reason: outcome.reason, failures, retryIn: delay });
        setStatus({
          kind: "retrying",
          reason: outcome.reason,
          failures,
          retryAt: timers.now() + delay,
          expiresAt: valid(token) ? serverTime.local(token.expiresAt) : null,
        });
        answerWithRest();
        await pause(delay);
      }
    } finally {
      renewing = false;
    }
  }

  /** During an outage those who did not insist get the token held as long as it is valid. */
  const content = new Set<(token: string | null) => void>();
  function answerWithRest(): void {
    if (!valid(token)) return;
    for (const resolve of content)
      if (waiting.delete(resolve)) {
        resolve(token.value);
      }
    content.clear();
  }

  async function pause(delay: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const cancel = timers.after(delay, resolve);
      hurry = () => {
        cancel();
        resolve();
      };
    });
    hurry = () => {};
  }

  function end(reason: string): void {
    cancelTimer();
    token = null;
    given = null;
    emit({ type: "session-ended", reason });
    setStatus({ kind: "ended", reason });
    content.clear();
    answer(null);
  }

  /** Looks for a token that is there already; a refresh waits until somebody asks for a token. */
  async function begin(): Promise<void> {
    if (options.initial !== undefined) {
      serverTime.asOf(options.initial.asOf);
      adopt(options.initial.token, "initial");
    }
    if (valid(token)) return;
    const current = await source.current().catch(() => null);
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
    if (status.kind === "ended") return null;
    if (valid(token) && (butNot === undefined || (token.value !== butNot && left(token) > LEEWAY_MS)))
      return token.value;
    return await new Promise((resolve) => {
      waiting.add(resolve);
      if (butNot === undefined) content.add(resolve);
      else hurry();
      void renew(valid(token) ? "rejected" : "no-token");
    });
  }

  return {
    async fetch({ forceRefreshToken }) {
      const value = await obtain(forceRefreshToken ? given : undefined);
      given = value;
      return value;
    },
    get: async () => await obtain(undefined),
    status: () => status,
    held: () => (valid(token) ? token : null),
    wake() {
      hurry();
      schedule();
    },
    retry() {
      if (status.kind === "ended") setStatus({ kind: "waiting" });
      emit({ type: "retry" });
      hurry();
      void renew("retry");
    },
    dispose() {
      over.disposed = true;
      cancelTimer();
      hurry();
      leave();
    },
  };
}

/** An SDK that answers with another user's, session's or organization's token is in the middle of a switch. */
const FOREIGN = {
  kind: "transient",
  reason: "The new token belongs to another user, session or organization.",
  retryAfter: undefined,
} as const;

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
