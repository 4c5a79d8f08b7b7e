import { describe, expect, it } from "vitest";
import { liveClient } from "./live-client.ts";
import { me, useLocalApp } from "./local-app.ts";

describe("auth-error-redacted leads into error-swallowed-silently", () => {
  // Something must be wrong for a reason to be hidden.
  const app = useLocalApp({ faults: ["deployment-env-other-client"] });

  it("without it, the clients name the providers that did not match", async () => {
    const { accessToken } = await app.signIn();
    await expect(app.convex(accessToken).query(me, {})).rejects.toThrow(/CustomJWT\(issuer=/);
  });

  it("with it, the HTTP client is told no more than that none matched", async () => {
    app.emulator.faults.set("auth-error-redacted");
    const { accessToken } = await app.signIn();
    const error = await app
      .convex(accessToken)
      .query(me, {})
      .catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/No auth provider found matching the given token"/);
    expect(String(error)).not.toMatch(/CustomJWT|issuer/);
  });

  it("with it, a live client whose hook gives the token it has says nothing at all", async () => {
    app.emulator.faults.set("auth-error-redacted");
    const { accessToken } = await app.signIn();
    const live = liveClient(app.convexUrl, async () => accessToken);
    expect(await live.settled()).toBe(false);
    expect(live.asked).toEqual([false, true]);
    expect(live.log).toEqual([]);
  });
});
