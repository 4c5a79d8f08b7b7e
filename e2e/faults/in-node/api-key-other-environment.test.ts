import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("api-key-other-environment leads into mixed-key-environment", () => {
  const app = useLocalApp();

  it("without it, a server exchanges what it has for tokens", async () => {
    const { refreshToken } = await app.signIn();
    const { accessToken } = await refresh(refreshToken);
    expect(accessToken).toMatch(/^eyJ/);
  });

  it("with it, WorkOS's SDK throws that it may not ask, for every grant", async () => {
    const { refreshToken } = await app.signIn();
    app.emulator.faults.set("api-key-other-environment");
    const refused = {
      name: "UnauthorizedException",
      status: 401,
      message: "Could not authorize the request. Maybe your API key is invalid?",
    };
    await expect(app.signIn()).rejects.toMatchObject(refused);
    await expect(refresh(refreshToken)).rejects.toMatchObject(refused);
  });

  function refresh(refreshToken: string) {
    return app.workos().userManagement.authenticateWithRefreshToken({
      clientId: app.emulator.clientId,
      refreshToken,
    });
  }
});
