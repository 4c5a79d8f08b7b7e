import type { ConvexReactClient } from "convex/react";
import type { ConnectionEvent, Happening } from "../connection/connection-event.ts";
import { createServerTime } from "../connection/server-time.ts";
import { createTabs } from "../connection/tabs.ts";
import { machineTimers, type Timers } from "../connection/timers.ts";
import { createTokenKeeper, type TokenKeeper, type TokenStatus } from "../connection/token-keeper.ts";
import type { TokenSource } from "../connection/token-source.ts";
import { type AuthKitSession, identityKey } from "./authkit-session.ts";
import { captureClient, type CapturedClient } from "./captured-client.ts";
import type { Acceptance, ConnectionFailure, ConnectionState } from "./connection-state.ts";
import { refusalsBy, reusesInitialToken } from "./convex-client.ts";
import type { RefusalExplained } from "./explain-refusal.ts";
import { answerDebugPages } from "./tab-report.ts";

/** Joins a session of WorkOS and a client of Convex. Lives as long as its provider. */
export interface ConnectionStore {
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
  /** What `ConvexProviderWithAuth` is told. A new object exactly where the identity is another one. */
  auth(): AuthForConvex;
  /** The visitor's session as it is now. An SDK that loads again in the middle of a session has not signed anybody out. */
  setSession(session: AuthKitSession): void;
  /** Starts watching client and page. @returns ends it */
  start(): () => void;
  /** What the debug page shows beside the state. */
  inspect(): ConnectionInspection;
}

/** What `ConvexProviderWithAuth` wants of its `useAuth`. */
export interface AuthForConvex {
  isLoading: boolean;
  isAuthenticated: boolean;
  fetchAccessToken: (options: { forceRefreshToken: boolean }) => Promise<string | null>;
}

/** More than the state tells, for the debug page alone. */
export interface ConnectionInspection {
  /** The newest events, oldest first. */
  history: readonly ConnectionEvent[];
  /** The token held; it is asked about, and never shown. */
  token: string | null;
  /** The deployment's URL. */
  url: string;
}

export interface ConnectionStoreOptions {
  client: ConvexReactClient;
  /** Where tokens come from; an SDK may hand out new functions at every render. */
  source: () => TokenSource;
  initial: { token: string; asOf?: number | undefined } | undefined;
  session: AuthKitSession;
  onEvent: (event: ConnectionEvent) => void;
  /** Says why Convex refused a token, from its words, where they are known, and the token; null where it cannot. Development only. */
  explain:
    | ((refusal: { message: string | null; token: string | null }) => Promise<RefusalExplained | null>)
    | null;
  timers?: Timers;
}

/** A refused token is offered again after a while: somebody may have mended the deployment meanwhile. */
const FIRST_OFFER_MS = 30_000;
const LONGEST_OFFER_MS = 600_000;
const KEPT_EVENTS = 100;

/** See {@link ConnectionStore}. */
export function createConnectionStore(options: ConnectionStoreOptions): ConnectionStore {
  const { client, source, timers = machineTimers } = options;
  const history: ConnectionEvent[] = [];
  const tabs = createTabs();
  // Told now, with the page, and not again when another identity comes later.
  const serverTime = createServerTime(timers, options.initial?.asOf);
  const listeners = new Set<() => void>();
  let session = options.session;
  let keeper: TokenKeeper | null = null;
  let token: TokenStatus | null = null;
  let captured: CapturedClient | null = null;
  let acceptance = notYet();
  let lastFailure: ConnectionFailure | null = null;
  let cancelOffer = (): void => {};
  let offers = 0;
  let state = snapshot();
  let auth = authForConvex();

  function snapshot(): ConnectionState {
    return { session, token, acceptance: { status: acceptance }, lastFailure, getAccessToken, retry };
  }

  function notYet(): Acceptance["status"] {
    return session.status === "signed-out" ? "not-asked" : "waiting";
  }

  function authForConvex(): AuthForConvex {
    const key = identityKey(session);
    return {
      isLoading: session.status === "loading",
      isAuthenticated: key !== null,
      async fetchAccessToken(fetchOptions) {
        const value = (await keeperFor(key)?.fetch(fetchOptions)) ?? null;
        // Convex's client is about to be given the next identity. An answer for the one before would sign that one out.
        return captured === null || key === identityKey(session) ? value : await new Promise(() => {});
      },
    };
  }

  function emit(happening: Happening): void {
    const event = { time: timers.now(), ...happening };
    if (history.push(event) > KEPT_EVENTS) history.shift();
    try {
      options.onEvent(event);
    } catch (error) {
      // An app's mistake in its own log must not end the renewal.
      console.error(error);
    }
  }

  function changed(): void {
    state = snapshot();
    for (const listener of listeners) listener();
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Null for another identity than the one signed in, and once the provider is gone: Convex's client still asks then. */
  function keeperFor(key: string | null): TokenKeeper | null {
    if (!captured || !key || session.status !== "signed-in" || identityKey(session) !== key) return null;
    return (keeper ??= createTokenKeeper({
      key,
      identity: session,
      source,
      tabs,
      timers,
      serverTime,
      initial: options.initial?.token,
      onToken(revived) {
        if (revived) offer();
        // Not while Convex makes up its mind or has refused: tabs that set each other going would never come to an end. A client
        // that does not reuse the token asks by itself in time, and would answer each new token with a forced refresh.
        else if (acceptance === "accepted" && reusesInitialToken(client)) captured?.reauthenticate();
      },
      onStatus(status) {
        token = status;
        if (status.kind === "ended") fail(renewalStep(), status.reason, "idle-session-expired");
        else if (status.kind === "retrying") fail(renewalStep(), status.reason);
        else if (status.kind === "ready" && lastFailure?.step !== "acceptance") lastFailure = null;
        changed();
      },
      onEvent: emit,
    }));
  }

  function dropKeeper(): void {
    cancelOffer();
    keeper?.dispose();
    keeper = token = null;
  }

  const renewalStep = (): "token" | "renewal" => (acceptance === "waiting" ? "token" : "renewal");

  function fail(step: ConnectionFailure["step"], reason: string, failureMode: string | null = null): void {
    lastFailure = { step, reason, failureMode, time: timers.now() };
  }

  function report(accepted: boolean): void {
    if (session.status !== "signed-in") return;
    cancelOffer();
    acceptance = accepted ? "accepted" : "refused";
    const refusals = refusalsBy(client);
    if (accepted) {
      lastFailure = null;
      offers = 0;
      if (refusals) refusals.last = null;
      emit({ type: "accepted" });
    } else if (keeper !== null && token?.kind !== "ended") {
      const message = refusals?.last ?? null;
      fail("acceptance", message ?? "Convex refused the token and did not say why.");
      emit({ type: "refused", message });
      // A visitor's browser has no use for it, and is spared the bytes.
      if (process.env.NODE_ENV !== "production") {
        const failure = lastFailure;
        void options.explain?.({ message, token: keeper.held()?.value ?? null }).then((explained) => {
          if (explained === null || failure === null || lastFailure !== failure) return;
          lastFailure = { ...failure, reason: explained.message, failureMode: explained.failureMode };
          changed();
        });
      }
      const delay = Math.min(LONGEST_OFFER_MS, FIRST_OFFER_MS * 2 ** offers++) * (0.75 + timers.random() / 2);
      cancelOffer = timers.after(delay, offer);
    }
    changed();
  }

  /** Offers the token held to Convex once more. */
  function offer(): void {
    if (session.status !== "signed-in" || acceptance !== "refused") return;
    acceptance = "waiting";
    captured?.reauthenticate();
    changed();
  }

  async function getAccessToken(): Promise<string | null> {
    if (captured !== null && session.status === "loading")
      await new Promise<void>((resolve) => {
        const stop = subscribe(() => {
          stop();
          resolve();
        });
      });
    return (await keeperFor(identityKey(session))?.get()) ?? null;
  }

  function retry(): void {
    offers = 0;
    keeper?.retry();
    if (acceptance === "refused") offer();
    else if (acceptance !== "accepted") captured?.reauthenticate();
  }

  function letThrough(): void {
    if (session.status === "signed-out") captured?.letThrough();
  }

  return {
    state: () => state,
    subscribe,
    auth: () => auth,
    setSession(next) {
      if (next === session || next.status === "loading") return;
      const { status } = session;
      const key = identityKey(session);
      session = next;
      if (identityKey(next) !== key || next.status !== status) {
        dropKeeper();
        lastFailure = null;
        acceptance = notYet();
        auth = authForConvex();
        letThrough();
      }
      changed();
    },
    start() {
      captured = captureClient(client, {
        onChange: report,
        onClear: letThrough,
        onRefreshing(refreshing) {
          // Of a token that replaces an accepted one Convex's client reports only that it is no longer refreshing.
          if (acceptance !== (refreshing ? "accepted" : "renewing")) return;
          acceptance = refreshing ? "renewing" : "accepted";
          changed();
        },
      });
      letThrough();
      const stopListening = listenToPage(() => {
        if (!document.hidden) keeper?.wake();
      });
      const stopAnswering = answerDebugPages(() => ({ session: session.status, acceptance, token }));
      return () => {
        stopListening();
        stopAnswering();
        captured?.release();
        captured = null;
        dropKeeper();
        changed();
      };
    },
    inspect: () => ({ history, token: keeper?.held()?.value ?? null, url: client.url }),
  };
}

/** The page became visible, came back from the cache, or is online again. */
function listenToPage(wake: () => void): () => void {
  const events = ["visibilitychange", "focus", "pageshow", "online"];
  for (const name of events) addEventListener(name, wake);
  return () => {
    for (const name of events) removeEventListener(name, wake);
  };
}
