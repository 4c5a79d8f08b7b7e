import { expect, it } from "vitest";
import { me } from "./local-app.ts";
import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex(
  {
    fault: "clock-skew",
    failureMode: "clock-skew",
    message: /Could not validate token: Token will be valid in (?:59|60) seconds/,
  },
  (app) =>
    it("with it, the same token is accepted a minute later", async () => {
      app.emulator.faults.set("clock-skew");
      const { accessToken, user } = await app.signIn();
      await expect(app.convex(accessToken).query(me, {})).rejects.toThrow(/will be valid/);
      await app.emulator.advance("60s");
      expect(await app.convex(accessToken).query(me, {})).toMatchObject({ subject: user.id });
    }),
);
