import { describe, expect, it } from "vitest";
import { decodeJwt } from "jose";
import { me, useLocalApp } from "./local-app.ts";

describe("template-adds-aud leads into aud-cargo-cult", () => {
  const app = useLocalApp();

  it("the audience it adds changes nothing: Convex accepts the token by the same provider without it", async () => {
    const plain = await app.signIn();
    app.emulator.faults.set("template-adds-aud");
    const withAudience = await app.signIn();
    expect(decodeJwt(plain.accessToken).aud).toBeUndefined();
    expect(decodeJwt(withAudience.accessToken).aud).toBe(app.emulator.clientId);
    const seen = [];
    for (const { accessToken } of [plain, withAudience]) {
      const {
        sid: _sid,
        auth_time: _time,
        ...identity
      } = (await app.convex(accessToken).query(me, {})) ?? {};
      seen.push(identity);
    }
    expect(seen[1]).toEqual(seen[0]);
    const verdicts = app.emulator.timeline.events().filter(({ kind }) => kind === "verdict");
    expect(verdicts.map(({ detail }) => detail?.["provider"])).toEqual([1, 1]);
  });
});
