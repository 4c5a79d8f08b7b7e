import { describe, expect, it } from "vitest";
import { isAdmin, me, useLocalApp } from "./local-app.ts";

describe("template-missing-in-stage leads into jwt-template-per-environment", () => {
  const app = useLocalApp({ authkit: { jwtTemplate: '{ "email": {{ user.email }} }' } });

  it("without it, functions see the claims of the template", async () => {
    const { accessToken } = await app.signIn();
    expect(await app.convex(accessToken).query(me, {})).toMatchObject({ email: "ada@example.com" });
    expect(await app.convex(accessToken).query(isAdmin, {})).toBe(true);
  });

  it("with it, they do not, although sign-in works", async () => {
    app.emulator.faults.set("template-missing-in-stage");
    const { accessToken, user } = await app.signIn();
    const identity = await app.convex(accessToken).query(me, {});
    expect(identity).toMatchObject({ subject: user.id });
    expect(identity).not.toHaveProperty("email");
    expect(await app.convex(accessToken).query(isAdmin, {})).toBe(false);
  });
});
