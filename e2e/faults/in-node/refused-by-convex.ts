import { beforeEach, describe, expect, it } from "vitest";
import { liveClient } from "./live-client.ts";
import { type LocalApp, me, useLocalApp } from "./local-app.ts";

interface Shown {
  fault: string;
  failureMode: string;
  /** What the clients are told, in Convex's words. */
  message: RegExp;
  /** The failure mode that Convex's verdict on the token names by itself, where that is not the one above. */
  verdict?: string;
  /** The fault with parameters. */
  setting?: string;
  fixture?: string;
  /** What an app needs beside its fixture. */
  prepare?(app: LocalApp): Promise<void>;
}

/**
 * Shows that a fault makes Convex refuse the tokens of somebody who is signed in at WorkOS, and that Convex's own clients say so:
 * `ConvexHttpClient` in what it throws, `ConvexClient` in its state and its log. Without the fault both accept the same sign-in.
 */
export function refusedByConvex(
  { fault, failureMode, message, verdict = failureMode, setting = fault, fixture, prepare }: Shown,
  more?: (app: LocalApp) => void,
): void {
  describe(`${fault} leads into ${failureMode}`, () => {
    const app = useLocalApp(fixture === undefined ? {} : { fixture });
    beforeEach(() => prepare?.(app));

    it("without it, Convex's clients are who signed in", async () => {
      const { accessToken, user } = await app.signIn();
      expect(await app.convex(accessToken).query(me, {})).toMatchObject({ subject: user.id });
      const live = liveClient(app.convexUrl, async () => (await app.signIn()).accessToken);
      expect(await live.settled()).toBe(true);
      expect(live.log).toEqual([]);
    });

    it("with it, the HTTP client throws what Convex says", async () => {
      app.emulator.faults.set(setting);
      const { accessToken } = await app.signIn();
      await expect(app.convex(accessToken).query(me, {})).rejects.toThrow(message);
      const judged = app.emulator.timeline
        .events()
        .filter(({ kind, outcome }) => kind === "verdict" && outcome !== "ok");
      expect(judged.map((event) => event.failureMode)).toEqual([verdict]);
    });

    it("with it, the live client gives up as signed out and logs what Convex says", async () => {
      app.emulator.faults.set(setting);
      const live = liveClient(app.convexUrl, async () => (await app.signIn()).accessToken);
      expect(await live.settled()).toBe(false);
      expect(live.log.join("\n")).toMatch(/Failed to authenticate: /);
      expect(live.log.join("\n")).toMatch(message);
    });

    more?.(app);
  });
}
