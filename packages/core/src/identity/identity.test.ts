import { describe, expect, test } from "vitest";
import { identityFromClaims } from "./identity.ts";

const iss = "https://api.workos.com/user_management/client_01TEST";
const own = { tokenIdentifier: `${iss}|user_1`, issuer: iss, subject: "user_1" };

describe("identityFromClaims", () => {
  test("claims keep their names: no pictureUrl, no emailVerified", () => {
    const { identity } = identityFromClaims({
      iss,
      sub: "user_1",
      email: "a@b.c",
      picture: "https://p",
      email_verified: true,
    });
    expect(identity).toEqual({ ...own, email: "a@b.c", picture: "https://p", email_verified: true });
  });

  test("registered claims, fva and empty objects are dropped", () => {
    const reading = identityFromClaims({
      iss,
      sub: "user_1",
      aud: "x",
      exp: 2,
      nbf: 1,
      iat: 1,
      jti: "j",
      fva: [1],
      empty: {},
      a: { fva: 1, b: {} },
    });
    expect(reading.identity).toEqual({ ...own, "a.fva": 1 });
    expect(reading.dropped).toEqual(["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "fva", "empty", "a.b"]);
  });

  test("objects are flattened to dotted names; lists and null stay", () => {
    const reading = identityFromClaims({
      iss,
      sub: "user_1",
      act: { sub: "imp", deep: { n: 1, list: [{ q: 1 }] } },
      roles: ["admin"],
      nothing: null,
    });
    expect(reading.identity).toEqual({
      ...own,
      "act.sub": "imp",
      "act.deep.n": 1,
      "act.deep.list": [{ q: 1 }],
      roles: ["admin"],
      nothing: null,
    });
    expect(reading.flattened).toEqual(["act"]);
  });

  test("of two claims with one name after flattening the later wins", () => {
    expect(identityFromClaims({ iss, sub: "user_1", "a.b": 1, a: { b: 2 } })).toMatchObject({
      identity: { "a.b": 2 },
      collisions: ["a.b"],
    });
    expect(identityFromClaims({ iss, sub: "user_1", a: { b: 2 }, "a.b": 1 }).identity["a.b"]).toBe(1);
  });

  test("claims named like the identity's own fields replace them, and are reported", () => {
    const reading = identityFromClaims({ iss, sub: "user_1", subject: "forged", issuer: null });
    expect(reading.identity).toEqual({ ...own, subject: "forged", issuer: null });
    expect(reading.shadowing).toEqual(["subject", "issuer"]);
  });

  test("the issuer is kept as it stands in the token, slash and all", () => {
    expect(identityFromClaims({ iss: `${iss}/`, sub: "" }).identity.tokenIdentifier).toBe(`${iss}/|`);
  });

  test("a claim named __proto__ is an ordinary claim", () => {
    const { identity } = identityFromClaims(JSON.parse(`{"iss":"i","sub":"s","__proto__":5}`));
    expect(Object.hasOwn(identity, "__proto__")).toBe(true);
  });

  test("says what is missing", () => {
    expect(() => identityFromClaims({ iss })).toThrow("sub is absent");
    expect(() => identityFromClaims({ iss: 5, sub: "a" })).toThrow("iss is a number");
    expect(() => identityFromClaims({ sub: "a", iss: null })).toThrow("iss is null");
  });

  test("claims deeper than Convex reads, a cycle for instance, give a sentence", () => {
    const cycle: Record<string, unknown> = { iss, sub: "user_1" };
    cycle.self = cycle;
    expect(() => identityFromClaims(cycle)).toThrow("nested deeper than 127 levels");
  });
});
