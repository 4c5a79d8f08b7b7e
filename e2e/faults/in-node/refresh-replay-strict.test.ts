import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("refresh-replay-strict leads into refresh-token-already-exchanged", () => {
  const app = useLocalApp();

  it("without it, whoever comes second gets the same tokens", async () => {
    const { refreshToken } = await app.signIn();
    const [first, second] = [await refresh(refreshToken), await refresh(refreshToken)];
    expect(second.refreshToken).toBe(first.refreshToken);
  });

  it("with it, whoever comes second is refused in WorkOS's words", async () => {
    app.emulator.faults.set("refresh-replay-strict");
    const { refreshToken } = await app.signIn();
    const first = await refresh(refreshToken);
    await expect(refresh(refreshToken)).rejects.toThrow(
      /Error: invalid_grant\s+Error Description: Refresh token already exchanged\./,
    );
    expect((await refresh(first.refreshToken)).accessToken).toMatch(/^eyJ/);
  });

  it("with it, one of two tabs is refused", async () => {
    app.emulator.faults.set("refresh-replay-strict");
    const { refreshToken } = await app.signIn();
    const both = await Promise.allSettled([refresh(refreshToken), refresh(refreshToken)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  function refresh(refreshToken: string) {
    return app.workos().userManagement.authenticateWithRefreshToken({
      clientId: app.emulator.clientId,
      refreshToken,
    });
  }
});
