import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("connection-reset", () => {
  const app = useLocalApp();

  it("reaches a server as a request that failed, and the session is alive afterwards", async () => {
    const { refreshToken } = await app.signIn();
    const refresh = () =>
      app.workos().userManagement.authenticateWithRefreshToken({
        clientId: app.emulator.clientId,
        refreshToken,
      });
    app.emulator.faults.set("connection-reset");
    await expect(refresh()).rejects.toThrow(/fetch failed/);
    app.emulator.faults.clear();
    expect((await refresh()).accessToken).toMatch(/^eyJ/);
  });

  it("cuts every endpoint of AuthKit on request, and none of Convex", async () => {
    app.emulator.faults.set("connection-reset?endpoint=*");
    await expect(fetch(`${app.emulator.url}/sso/jwks/${app.emulator.clientId}`)).rejects.toThrow(
      /fetch failed/,
    );
    expect((await fetch(`${app.convexUrl}/version`)).ok).toBe(true);
  });
});
