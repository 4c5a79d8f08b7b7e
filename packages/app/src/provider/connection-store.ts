import type { ConvexReactClient } from "convex/react";
import type { ConnectionEvent } from "../connection/connection-event.ts";
import { createTabs } from "../connection/tabs.ts";
import { machineTimers, type Timers } from "../connection/timers.ts";
import { createTokenKeeper, type TokenKeeper } from "../connection/token-keeper.ts";
import type { TokenSource } from "../connection/token-source.ts";
import { type AuthKitSession, identityKey } from "./authkit-session.ts";
import { captureClient, type CapturedClient } from "./captured-client.ts";
import type { Acceptance, ConnectionFailure, ConnectionState } from "./connection-state.ts";
import { refusalsBy } from "./convex-client.ts";
import { answerDebugPages } from "./tab-report.ts";

/** Joins a session of WorkOS and a client of Convex. Lives as long as its provider. */
export interface ConnectionStore {
  state(): ConnectionState;
  subscribe(listener: () => void): () => void;
  /** The visitor's session as it is now. */
  setSession(session: AuthKitSession): void;
  /** What Convex fetches its token with. @param key the identity it is meant for, see `identityKey` */
  fetch(key: string, options: { forceRefreshToken: boolean }): Promise<string | null>;
  /** Starts watching client and page. @returns ends it */
  start(): () => void;
  /** What the debug page shows beside the state. */
  inspect(): ConnectionInspection;
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
  source: TokenSource;
  initial: { token: string; asOf?: number | undefined } | undefined;
  session: AuthKitSession;
  onEvent: (event: ConnectionEvent) => void;
  /** Is told of a refusal, with Convex's words where they are known, and the token's payload; only in development. */
  onRefusal: ((refusal: { message: string | null; token: string | null }) => void) | null;
  timers?: Timers;
}

/** A refused token is offered again after a while: somebody may have mended the deployment meanwhile. */
const FIRST_OFFER_MS = 30_000;
const LONGEST_OFFER_MS = 600_000;
const KEPT_EVENTS = 100;

/** See {@link ConnectionStore}. */
export function createConnectionStore(options: ConnectionStoreOptions): ConnectionStore {
  const { client, source, onRefusal, timers = machineTimers } = options;
  const history: ConnectionEvent[] = [];
  const tabs = createTabs();
  const listeners = new Set<() => void>();
  let session = options.session;
  let keeper: { key: string; keeper: TokenKeeper } | null = null;
  let captured: CapturedClient | null = null;
  let acceptance: Acceptance = { status: session.status === "signed-out" ? "not-asked" : "waiting" };
  let failure: ConnectionFailure | null = null;
  let cancelOffer = (): void => {};
  let offers = 0;
  let state = snapshot();

  function snapshot(): ConnectionState {
    return {
      session,
      token: keeper?.keeper.status() ?? null,
      acceptance,
      lastFailure: failure,
      getAccessToken,
      retry,
    };
  }

  function onEvent(event: ConnectionEvent): void {
    if (history.push(event) > KEPT_EVENTS) history.shift();
    options.onEvent(event);
  }

  function changed(): void {
    state = snapshot();
    for (const listener of listeners) listener();
  }

  function keeperFor(key: string): TokenKeeper | null {
    if (session.status !== "signed-in" || identityKey(session) !== key) return null;
    if (keeper?.key === key) return keeper.keeper;
    keeper?.keeper.dispose();
    const made = createTokenKeeper({
      identity: {
        userId: session.user.id,
        sessionId: session.sessionId,
        organizationId: session.organizationId,
      },
      source,
      tabs,
      timers,
      initial: options.initial,
      onToken: () => {
        if (acceptance.status !== "refused") captured?.reauthenticate();
      },
      onStatus: () => {
        noteToken(made);
        changed();
      },
      onEvent,
    });
    keeper = { key, keeper: made };
    return made;
  }

  function noteToken(of: TokenKeeper): void {
    const status = of.status();
    if (status.kind === "retrying" || status.kind === "ended")
      failure = {
        step: acceptance.status === "waiting" ? "token" : "renewal",
        reason: status.reason,
        failureMode: status.kind === "ended" ? "idle-session-expired" : null,
        time: timers.now(),
      };
    else if (status.kind === "ready" && failure?.step !== "acceptance") failure = null;
  }

  function report(accepted: boolean): void {
    if (session.status !== "signed-in") return;
    cancelOffer();
    if (accepted) {
      acceptance = { status: "accepted" };
      failure = null;
      offers = 0;
      refusalsBy(client)?.forget();
      onEvent({ time: timers.now(), type: "accepted" });
    } else if (keeper?.keeper.status().kind === "ended") {
      acceptance = { status: "refused" };
    } else {
      acceptance = { status: "refused" };
      const message = refusalsBy(client)?.last() ?? null;
      failure = {
        step: "acceptance",
        reason: message ?? "Convex did not accept the token and did not say why.",
        failureMode: null,
        time: timers.now(),
      };
      onEvent({ time: timers.now(), type: "refused", message, failureMode: null });
      onRefusal?.({ message, token: keeper?.keeper.held()?.value ?? null });
      const delay = Math.min(LONGEST_OFFER_MS, FIRST_OFFER_MS * 2 ** offers++) * (0.75 + timers.random() / 2);
      cancelOffer = timers.after(delay, offer);
    }
    changed();
  }

  /** Offers the token held to Convex once more. */
  function offer(): void {
    if (session.status !== "signed-in" || acceptance.status !== "refused") return;
    acceptance = { status: "waiting" };
    captured?.reauthenticate();
    changed();
  }

  async function getAccessToken(): Promise<string | null> {
    const key = identityKey(session);
    return (await (key === null ? null : keeperFor(key))?.get()) ?? null;
  }

  function retry(): void {
    offers = 0;
    keeper?.keeper.retry();
    if (acceptance.status === "refused") offer();
    else if (acceptance.status !== "accepted") captured?.reauthenticate();
  }

  function wake(): void {
    if (document.visibilityState === "hidden") return;
    keeper?.keeper.wake();
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setSession(next) {
      if (next === session) return;
      const before = identityKey(session);
      session = next;
      const key = identityKey(next);
      if (key !== before) {
        keeper?.keeper.dispose();
        keeper = null;
        cancelOffer();
        failure = null;
        acceptance = { status: next.status === "signed-out" ? "not-asked" : "waiting" };
      }
      if (next.status === "signed-out") captured?.letThrough();
      changed();
    },
    async fetch(key, fetchOptions) {
      // Nobody waits for the token of an identity that is no longer signed in; Convex has been told to forget it.
      return (await keeperFor(key)?.fetch(fetchOptions)) ?? null;
    },
    start() {
      captured = captureClient(client, {
        onChange: report,
        onRefreshing(refreshing) {
          if (!refreshing || acceptance.status !== "accepted") return;
          acceptance = { status: "renewing" };
          changed();
        },
      });
      if (session.status === "signed-out") captured.letThrough();
      const stopListening = listenToPage(wake);
      const stopAnswering = answerDebugPages(() => ({
        session: session.status,
        acceptance: acceptance.status,
        token: state.token,
      }));
      return () => {
        stopListening();
        stopAnswering();
        cancelOffer();
        keeper?.keeper.dispose();
        keeper = null;
        captured?.release();
        captured = null;
      };
    },
    inspect: () => ({ history, token: keeper?.keeper.held()?.value ?? null, url: client.url }),
  };
}

/** The page became visible, came back from the cache, or is online again. */
function listenToPage(wake: () => void): () => void {
  const events = [
    [document, "visibilitychange"],
    [window, "focus"],
    [window, "pageshow"],
    [window, "online"],
  ] as const;
  for (const [target, name] of events) target.addEventListener(name, wake);
  return () => {
    for (const [target, name] of events) target.removeEventListener(name, wake);
  };
}
