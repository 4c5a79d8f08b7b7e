import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("server-error", () => {
  const app = useLocalApp();

  it("reaches a server through WorkOS's SDK with its status, and the session is alive afterwards", async () => {
    const { refreshToken } = await app.signIn();
    const refresh = () =>
      app.workos().userManagement.authenticateWithRefreshToken({
        clientId: app.emulator.clientId,
        refreshToken,
      });
    app.emulator.faults.set("server-error?status=502&for=60s");
    await expect(refresh()).rejects.toMatchObject({ status: 502 });
    await app.emulator.advance("60s");
    expect((await refresh()).accessToken).toMatch(/^eyJ/);
  });
});
