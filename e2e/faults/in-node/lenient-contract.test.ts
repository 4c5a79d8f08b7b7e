import { describe, expect, it } from "vitest";
import { me, useLocalApp } from "./local-app.ts";

describe("lenient-contract leads into emulator-hides-prod-bug", () => {
  const app = useLocalApp({ fixture: "asks-audience" });

  it("without it, an auth config that is wrong in production is refused here as well", async () => {
    const { accessToken } = await app.signIn();
    await expect(app.convex(accessToken).query(me, {})).rejects.toThrow(/No auth provider found/);
  });

  it("with it, the same app seems to work", async () => {
    app.emulator.faults.set("lenient-contract");
    const { accessToken, user } = await app.signIn();
    expect(await app.convex(accessToken).query(me, {})).toMatchObject({ subject: user.id });
  });

  it("with it, an address that is registered nowhere gets the form", async () => {
    const url = app.workos().userManagement.getAuthorizationUrl({
      provider: "authkit",
      clientId: app.emulator.clientId,
      redirectUri: "http://localhost:4321/nowhere",
    });
    expect((await fetch(url)).url).toMatch(/redirect-uri-invalid/);
    app.emulator.faults.set("lenient-contract");
    expect((await fetch(url)).url).not.toMatch(/redirect-uri-invalid/);
  });
});
