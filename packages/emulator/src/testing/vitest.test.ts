import { convexTest } from "convex-test";
import { describe, expect, it } from "vitest";
import { emulatorForTests, identity } from "./vitest.ts";

describe("an emulator for the tests of a file", () => {
  const emulator = emulatorForTests({ authkit: { seed: { accounts: [{ email: "ada@example.com" }] } } });
  let before = "";
  let tooEarly: unknown;
  try {
    emulator();
  } catch (error) {
    tooEarly = error;
  }

  it("runs on free ports", async () => {
    before = emulator().url;
    await emulator().authkit?.signIn("ada@example.com");
    await emulator().advance("1h");
    expect(emulator().authkit?.sessions()).toHaveLength(1);
  });

  it("is back at its start for the next test", () => {
    expect(emulator().url).toBe(before);
    expect(emulator().authkit?.sessions()).toEqual([]);
    expect(emulator().clock.now()).toBeLessThan(Date.now() + 60_000);
  });

  it("is none while tests are collected", () => {
    expect(tooEarly).toMatchObject({
      message: expect.stringMatching(/^The emulator of these tests is not running yet/),
    });
  });
});

describe("an identity for convex-test", () => {
  it("has what the token has, by Convex's rules, and nothing else", async () => {
    const test = convexTest(undefined, { "./_generated/api.js": async () => ({}) });
    const claims = {
      email: "ada@example.com",
      org_id: "org_1",
      picture: "https://example.com/ada.png",
      aud: "x",
    };
    const seen = await test
      .withIdentity(identity(claims))
      .query(async (ctx) => await ctx.auth.getUserIdentity());
    expect(seen).toEqual(identity(claims));
    expect(seen).toMatchObject({
      issuer: "https://api.workos.com/user_management/client_emulator",
      email: "ada@example.com",
      org_id: "org_1",
    });
    expect(seen).not.toHaveProperty("pictureUrl");
  });

  it("refuses what is no token", () => {
    expect(() => identity({ sub: 7 })).toThrow(/sub is a number/);
  });
});
