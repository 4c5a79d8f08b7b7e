import { describe, expect, it, vi } from "vitest";
import { liveClient } from "./live-client.ts";
import { me, useLocalApp } from "./local-app.ts";

describe("short-lifetime leads into infinite-token-refresh-loop", () => {
  const app = useLocalApp();

  it("without it, Convex's client asks for a token, and once for a fresh one", async () => {
    const live = liveClient(app.convexUrl, await refresher());
    expect(await live.settled()).toBe(true);
    await vi.waitUntil(() => live.asked.length === 2);
    // Whatever would loop has had its turn once the deployment has answered again.
    await live.client.query(me, {});
    expect(live.asked).toEqual([false, true]);
    expect(refreshes()).toBe(1);
  });

  it("with it, it asks without end, each time at the price of a grant", async () => {
    app.emulator.faults.set("short-lifetime");
    const live = liveClient(app.convexUrl, await refresher());
    await vi.waitUntil(() => live.asked.length >= 12, { timeout: 60_000 });
    expect(live.asked.slice(1).every(Boolean)).toBe(true);
    expect(refreshes()).toBeGreaterThanOrEqual(11);
    expect(live.log.join("\n")).toMatch(
      /Refetching auth token immediately, configured leeway 10s is larger than the token's lifetime 8s/,
    );
  });

  /** Gives tokens as an app does that honours `forceRefreshToken`. */
  async function refresher() {
    let { accessToken, refreshToken } = await app.signIn();
    return async (fresh: boolean) => {
      if (fresh)
        ({ accessToken, refreshToken } = await app.workos().userManagement.authenticateWithRefreshToken({
          clientId: app.emulator.clientId,
          refreshToken,
        }));
      return accessToken;
    };
  }

  function refreshes(): number {
    return app.emulator.authkit?.sessions().reduce((sum, session) => sum + session.refreshes, 0) ?? 0;
  }
});
