import * as fc from "fast-check";
import { sealData } from "iron-session";
import { describe, expect, it } from "vitest";
import {
  estimateSessionCookie,
  MAX_COOKIE_BYTES,
  sealedLength,
  SESSION_COOKIE_NAME,
} from "./session-cookie.ts";
import { utf8Length } from "./utf8-length.ts";

const PASSWORD = "Vb8qkP2xT5nR9wLzC3yHdJ6fGmA1sE4u";
const seal = (data: unknown) => sealData(data, { password: PASSWORD, ttl: 0 });

const USER = {
  object: "user",
  id: "user_01JA2B3C4D5E6F7G8H9JKMNPQR",
  email: "ada@example.com",
  emailVerified: true,
  firstName: "Adélaïde",
  lastName: "O'Neill",
  profilePictureUrl: null,
  metadata: { plan: "gold" },
};

describe("sealedLength", () => {
  it("equals the length of a real iron-session seal, over whole AES blocks", async () => {
    for (let length = 0; length <= 40; length++) {
      const text = "x".repeat(length);
      expect((await seal(text)).length).toBe(sealedLength(JSON.stringify(text).length));
    }
  });

  it("equals it for sessions of any content", async () => {
    const session = fc.record({
      accessToken: fc.base64String(),
      refreshToken: fc.string(),
      user: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(session, async (data) => {
        const plaintext = JSON.stringify(data);
        expect((await seal(data)).length).toBe(sealedLength(utf8Length(plaintext)));
      }),
      { numRuns: 50 },
    );
  });
});

describe("estimateSessionCookie", () => {
  it("gives name and value as authkit-nextjs stores them", async () => {
    const session = {
      accessToken: `${"h".repeat(120)}.${"p".repeat(500)}.${"s".repeat(342)}`,
      refreshToken: "r".repeat(25),
      user: USER,
      impersonator: { email: "help@example.com", reason: "ticket 7" },
      authenticationMethod: "GoogleOAuth",
    };
    const estimate = estimateSessionCookie({
      accessTokenLength: session.accessToken.length,
      refreshTokenLength: session.refreshToken.length,
      userBytes: utf8Length(JSON.stringify(USER)),
      impersonatorBytes: utf8Length(JSON.stringify(session.impersonator)),
      authenticationMethod: session.authenticationMethod,
    });
    const value = await seal(session);
    expect(encodeURIComponent(value)).toBe(value);
    expect(estimate.nameAndValueBytes).toBe(SESSION_COOKIE_NAME.length + value.length);
    expect(estimate.fate).toBe("kept");
  });

  it("drops the impersonator and the method where they are undefined, as JSON does", async () => {
    const session = { accessToken: "a.b.c", refreshToken: "r", user: USER, impersonator: undefined };
    const estimate = estimateSessionCookie({
      accessTokenLength: 5,
      refreshTokenLength: 1,
      userBytes: utf8Length(JSON.stringify(USER)),
    });
    expect(estimate.nameAndValueBytes).toBe(SESSION_COOKIE_NAME.length + (await seal(session)).length);
  });

  it("finds the byte at which browsers drop the cookie", () => {
    const content = { accessTokenLength: 1200, refreshTokenLength: 25, userBytes: 400 };
    const { spareBytes } = estimateSessionCookie(content);
    const last = estimateSessionCookie({ ...content, userBytes: 400 + spareBytes });
    const first = estimateSessionCookie({ ...content, userBytes: 400 + spareBytes + 1 });
    expect(last.nameAndValueBytes).toBeLessThanOrEqual(MAX_COOKIE_BYTES);
    expect(last.fate).not.toBe("dropped");
    expect(first.nameAndValueBytes).toBeGreaterThan(MAX_COOKIE_BYTES);
    expect(first).toMatchObject({ fate: "dropped", spareBytes: -1 });
  });

  it("names the zone in which only the attributes are too much", () => {
    const content = { accessTokenLength: 1200, refreshTokenLength: 25, userBytes: 0 };
    const full = { ...content, userBytes: estimateSessionCookie(content).spareBytes };
    const estimate = estimateSessionCookie({ ...full, cookieDomain: "example.com" });
    expect(estimate.fate).toBe("at-risk");
    expect(estimate.setCookieBytes).toBe(
      estimate.nameAndValueBytes +
        "=; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=34560000; Domain=example.com".length,
    );
  });

  it("counts a renamed cookie", () => {
    const content = { accessTokenLength: 900, refreshTokenLength: 25, userBytes: 400 };
    const renamed = estimateSessionCookie({ ...content, cookieName: "my-session-cookie" });
    const difference = "my-session-cookie".length - SESSION_COOKIE_NAME.length;
    expect(renamed.nameAndValueBytes - estimateSessionCookie(content).nameAndValueBytes).toBe(difference);
  });
});
