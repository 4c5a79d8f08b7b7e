import { RateLimitExceededException } from "@workos-inc/node";
import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";

describe("rate-limit leads into workos-429", () => {
  const app = useLocalApp();

  it("without it, tokens are refreshed", async () => {
    expect((await refresh(0)).accessToken).toMatch(/^eyJ/);
  });

  it("with it, WorkOS's SDK throws that there were too many requests, and when to come again", async () => {
    app.emulator.faults.set("rate-limit?retryAfter=7");
    await expect(refresh(0)).rejects.toBeInstanceOf(RateLimitExceededException);
    await expect(refresh(0)).rejects.toMatchObject({ status: 429, retryAfter: 7 });
  });

  it("once, it is not swallowed by the SDK's own retries", async () => {
    app.emulator.faults.set("rate-limit?times=1&retryAfter=0");
    await expect(refresh(3)).rejects.toBeInstanceOf(RateLimitExceededException);
    const answered = app.emulator.timeline.events().filter(({ http }) => http?.status === 429);
    expect(answered).toHaveLength(4);
    expect((await refresh(3)).accessToken).toMatch(/^eyJ/);
  });

  async function refresh(maxRetries: number) {
    const signedIn = await app.emulator.authkit?.signIn("ada@example.com");
    return app.workos(maxRetries).userManagement.authenticateWithRefreshToken({
      clientId: app.emulator.clientId,
      refreshToken: signedIn?.refreshToken ?? "",
    });
  }
});
