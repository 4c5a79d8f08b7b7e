import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("session-revoked leads into idle-session-expired", () => {
  const app = useLocalApp();

  it("without it, WorkOS's SDK refreshes", async () => {
    expect((await refresh()).accessToken).toMatch(/^eyJ/);
  });

  it("with it, it throws invalid_grant", async () => {
    app.emulator.faults.set("session-revoked");
    await expect(refresh()).rejects.toMatchObject({ status: 400, error: "invalid_grant" });
  });

  async function refresh() {
    const { refreshToken } = await app.signIn();
    return await app.workos().userManagement.authenticateWithRefreshToken({
      clientId: app.emulator.clientId,
      refreshToken,
    });
  }
});
