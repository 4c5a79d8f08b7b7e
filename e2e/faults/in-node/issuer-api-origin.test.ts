import { expect, it } from "vitest";
import { me } from "./local-app.ts";
import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex(
  {
    fault: "issuer-api-origin",
    failureMode: "shared-issuer-token-without-aud",
    message: /No auth provider found matching the given token/,
  },
  (app) =>
    it("with it, a JWT template that adds the audience mends it", async () => {
      app.emulator.faults.set("issuer-api-origin");
      app.emulator.faults.set("template-adds-aud");
      const { accessToken, user } = await app.signIn();
      expect(await app.convex(accessToken).query(me, {})).toMatchObject({
        subject: user.id,
        issuer: "https://api.workos.com",
      });
    }),
);
