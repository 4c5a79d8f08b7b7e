import { describe, expect, it } from "vitest";
import { isAdmin, me, useLocalApp } from "./local-app.ts";

describe("template-without-email leads into email-claim-missing", () => {
  const app = useLocalApp({
    authkit: { jwtTemplate: '{ "email": {{ user.email }}, "first_name": {{ user.first_name }} }' },
  });

  it("without it, the check by address lets the right people in", async () => {
    const { accessToken } = await app.signIn();
    expect(await app.convex(accessToken).query(isAdmin, {})).toBe(true);
  });

  it("with it, the address is undefined and the check always says no; other claims are there", async () => {
    app.emulator.faults.set("template-without-email");
    const { accessToken } = await app.signIn();
    const identity = await app.convex(accessToken).query(me, {});
    expect(identity).toMatchObject({ first_name: "Ada" });
    expect(identity).not.toHaveProperty("email");
    expect(await app.convex(accessToken).query(isAdmin, {})).toBe(false);
  });
});
