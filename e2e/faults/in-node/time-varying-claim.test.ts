import { describe, expect, it, vi } from "vitest";
import { liveClient } from "./live-client.ts";
import { me, useLocalApp } from "./local-app.ts";

describe("time-varying-claim leads into cache-busting-claim", () => {
  const app = useLocalApp();

  it("without it, a refreshed token is the same identity: a query about it gives its value once", async () => {
    const { values, refreshed, live } = await watch();
    await refreshed();
    await live.client.query(me, {});
    expect(values).toHaveLength(1);
  });

  it("with it, each refresh is another identity, and the query gives another value", async () => {
    app.emulator.faults.set("time-varying-claim");
    const { values, refreshed } = await watch();
    await refreshed();
    await vi.waitUntil(() => values.length === 2);
    const [first, second] = values;
    expect(second?.["last_seen_at"]).not.toBe(first?.["last_seen_at"]);
    expect(second?.["subject"]).toBe(first?.["subject"]);
  });

  /** A query on the socket of somebody whose token is refreshed once, as Convex's client does after each start. */
  async function watch() {
    let { accessToken, refreshToken } = await app.signIn();
    const live = liveClient(app.convexUrl, async (fresh) => {
      if (fresh) {
        // Not in the same millisecond as the token before.
        await app.emulator.advance("1s");
        ({ accessToken, refreshToken } = await app.workos().userManagement.authenticateWithRefreshToken({
          clientId: app.emulator.clientId,
          refreshToken,
        }));
      }
      return accessToken;
    });
    const values: (Record<string, unknown> | null)[] = [];
    live.client.onUpdate(me, {}, (value) => values.push(value));
    const authenticated = () =>
      app.emulator.timeline
        .events()
        .filter(({ kind, outcome }) => kind === "verdict" && outcome !== "refused").length;
    return { live, values, refreshed: () => vi.waitUntil(() => values.length > 0 && authenticated() === 2) };
  }
});
