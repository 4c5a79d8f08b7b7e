import { expect, it } from "vitest";
import { me } from "./local-app.ts";
import { refusedByConvex } from "./refused-by-convex.ts";

refusedByConvex(
  {
    fault: "stale-auth-config",
    failureMode: "auth-config-not-deployed",
    message: /No auth provider found matching the given token.*no providers configured/,
    // The file is not in a verdict's evidence.
    verdict: "auth-config-empty-providers",
  },
  (app) =>
    it("with an older config of one provider, the message lists that one only", async () => {
      app.emulator.faults.set("stale-auth-config?providers=1");
      const { accessToken } = await app.signIn();
      await expect(app.convex(accessToken).query(me, {})).rejects.toThrow(
        /: \[CustomJWT\(issuer=https:\/\/api\.workos\.com\/, app_id=client_emulator\)\]/,
      );
    }),
);
