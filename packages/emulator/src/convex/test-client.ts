import { ConvexClient } from "convex/browser";
import { WebSocket } from "ws";

/** Convex's own client, with everything it does written down. */
export interface TestClient {
  client: ConvexClient;
  /** `forceRefreshToken` of each call of `fetchToken`. */
  fetches: boolean[];
  /** What `onChange` was told, repetitions left out: the client repeats itself when a fresh token is confirmed. */
  authenticated: boolean[];
  /** What `onRefreshChange` was told. */
  refreshing: boolean[];
  /** States of the client's authentication, in order, such as `waitingForScheduledRefetch`. */
  states: string[];
  /** What it logs for everyone to see, and what only where `verbose` is set. */
  logged: { level: "log" | "warn" | "error"; text: string }[];
  verbose: string[];
  setAuth(fetchToken: FetchToken): void;
  /** Settles as soon as the condition holds; asked after each thing that is written down. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export type FetchToken = (force: boolean) => Promise<string | null>;

/** @param options of ConvexClient */
export function connectTestClient(
  url: string,
  options: ConstructorParameters<typeof ConvexClient>[1] = {},
): TestClient {
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const look of waiting) look();
  };
  function keep<Item>(list: Item[], item: Item): void {
    list.push(item);
    tell();
  }
  const logged: TestClient["logged"] = [];
  const verbose: string[] = [];
  const states: string[] = [];
  const text = (args: unknown[]): string => args.map(String).join(" ");
  const client = new ConvexClient(url, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: {
      logVerbose(...args) {
        const state = /setting auth state to .*"state":"(\w+)"/.exec(text(args))?.[1];
        if (state !== undefined) states.push(state);
        keep(verbose, text(args));
      },
      log: (...args) => keep(logged, { level: "log", text: text(args) }),
      warn: (...args) => keep(logged, { level: "warn", text: text(args) }),
      error: (...args) => keep(logged, { level: "error", text: text(args) }),
    },
    ...options,
  });
  const fetches: boolean[] = [];
  const authenticated: boolean[] = [];
  const refreshing: boolean[] = [];

  return {
    client,
    fetches,
    authenticated,
    refreshing,
    states,
    logged,
    verbose,
    setAuth(fetchToken) {
      client.client.setAuth(
        async ({ forceRefreshToken }) => {
          keep(fetches, forceRefreshToken);
          return fetchToken(forceRefreshToken);
        },
        (isAuthenticated) => {
          if (authenticated.at(-1) !== isAuthenticated) keep(authenticated, isAuthenticated);
        },
        (isRefreshing) => keep(refreshing, isRefreshing),
      );
    },
    until(condition) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (!condition()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    close: () => client.close(),
  };
}
