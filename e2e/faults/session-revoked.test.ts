import { describe, expect, it } from "vitest";
import { useLocalApp } from "./local-app.ts";
import { useSpa } from "./spa.ts";

describe("session-revoked leads into idle-session-expired, on a server", () => {
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

describe("session-revoked leads into idle-session-expired, in a page", () => {
  const spa = useSpa();

  it("without it, the page gets a fresh token", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    await spa.page.getByRole("button", { name: "Refresh" }).click();
    await spa.shows({ token: "a token" });
  });

  it("with it, no token is to be had until sign-in, while AuthKit's user still stands there", async () => {
    await spa.signIn();
    await spa.shows({ authkit: "ben@example.com", convex: "authenticated" });
    spa.app.emulator.faults.set("session-revoked");
    await spa.page.getByRole("button", { name: "Refresh" }).click();
    await spa.shows({ token: "No access token available" });
    await spa.shows({ authkit: "ben@example.com" });
    await spa.page.reload();
    await spa.shows({ authkit: "signed out", convex: "not authenticated" });
  });
});
