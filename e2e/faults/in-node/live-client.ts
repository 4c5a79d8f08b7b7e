import { ConvexClient } from "convex/browser";
import { WebSocket } from "ws";
import { vi } from "vitest";

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

const closing = new Set<() => Promise<void>>();

/** Ends the clients of a test, before the emulator forgets their sessions. */
export async function closeLiveClients(): Promise<void> {
  for (const close of closing) await close();
  closing.clear();
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
  let isOpen = true;
  closing.add(async () => {
    isOpen = false;
    await client.close();
  });
  const states: boolean[] = [];
  const asked: boolean[] = [];
  client.setAuth(
    async ({ forceRefreshToken }) => {
      asked.push(forceRefreshToken);
      try {
        return await fetchToken(forceRefreshToken);
      } catch (error) {
        // The session has gone with the test.
        if (!isOpen) return null;
        throw error;
      }
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
