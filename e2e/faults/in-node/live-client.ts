import { ConvexClient } from "convex/browser";
import { WebSocket } from "ws";
import { onTestFinished, vi } from "vitest";

/** How the sign-in of a Convex client on a socket went, as an app sees it. */
export interface LiveClient {
  client: ConvexClient;
  /** What `onChange` of `setAuth` was told, in order: whether the client is authenticated. */
  states: boolean[];
  /** What the client wrote to its log. */
  log: string[];
  /** How often it asked for a token, and whether for a fresh one. */
  asked: boolean[];
  /** Waits until the client knows where it stands. */
  settled(): Promise<boolean>;
}

/** @param fetchToken gives tokens as an app's hook does */
export function liveClient(url: string, fetchToken: (fresh: boolean) => Promise<string | null>): LiveClient {
  const log: string[] = [];
  const write = (...parts: unknown[]): void => {
    const line = parts.map(String).join(" ");
    // Depends on how fast the machine is.
    if (!line.startsWith("WebSocket reconnected")) log.push(line);
  };
  const client = new ConvexClient(url, {
    // Node 20 has no WebSocket of its own.
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: { log: write, warn: write, error: write, logVerbose: () => {} },
    unsavedChangesWarning: false,
  });
  onTestFinished(() => client.close());
  const states: boolean[] = [];
  const asked: boolean[] = [];
  client.setAuth(
    async ({ forceRefreshToken }) => {
      asked.push(forceRefreshToken);
      return await fetchToken(forceRefreshToken);
    },
    (isAuthenticated) => states.push(isAuthenticated),
  );
  return {
    client,
    states,
    log,
    asked,
    async settled() {
      await vi.waitUntil(() => states.length > 0, { timeout: 30_000 });
      return states.at(-1) ?? false;
    },
  };
}
