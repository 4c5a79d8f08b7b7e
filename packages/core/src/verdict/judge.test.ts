import { beforeAll, describe, expect, test } from "vitest";
import { claims, iss, now, own, rejection, shared } from "./conformance/fixtures.ts";
import { type TestIssuer, testIssuer } from "./conformance/test-issuer.ts";
import { judge } from "./judge.ts";

let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await testIssuer();
});

describe("the payload as Convex's parser reads it", () => {
  const of = async (payload: string) =>
    judge(await issuer.sign(payload), { config: { providers: [own] }, now, jwks: issuer.jwks });
  const start = `{"iss":"${iss}","sub":"user_1"`;

  test.each([
    [`${start},"exp":${now + 9},"exp":null}`, "claim-duplicated"],
    [`${start},"exp":${now + 9},"x":1e999}`, "payload-not-json"],
    [`${start},"exp":${now + 9},"x":"\\ud800"}`, "payload-not-json"],
    [`${start},"exp":${now + 9},"x":${"[".repeat(127)}${"]".repeat(127)}}`, "payload-not-json"],
    [`\uFEFF${start},"exp":${now + 9}}`, "payload-not-json"],
    [`${start},"exp":18446744073709551616}`, "claim-not-a-timestamp"],
    [`${start},"exp":-0.4}`, "claim-not-a-timestamp"],
    [`${start},"exp":true}`, "claim-not-a-timestamp"],
    [`"text"`, "payload-not-an-object"],
  ])("refuses %#", async (payload, cause) => {
    expect(rejection(await of(payload))).toMatchObject({ failedAt: "parse", cause });
  });

  test.each([
    [`${start},"exp":${now + 9},"x":${"[".repeat(126)}${"]".repeat(126)}}`],
    [`${start},"exp":${now + 9}.0,"iat":-0}`],
    [`${start},"exp":1.8000001e9}`],
    [`${start},"exp":${now + 9},"email":"a","email":"b"}`],
    [` \n${start}\t,"exp":${now + 9} } `],
  ])("accepts %#", async (payload) => {
    expect(await of(payload)).toMatchObject({ accepted: true });
  });

  test.each([
    ["8210266876799", "accepted"],
    ["8210266876800", "internal"],
    ["18446744073709551615", "validate"],
    ["9223372036854775808", "internal"],
  ])("exp %s: %s", async (exp, expected) => {
    const verdict = await of(`${start},"exp":${exp}}`);
    expect(verdict.accepted === false ? verdict.failedAt : "accepted").toBe(expected);
  });

  test("the first problem in the order of the token counts", async () => {
    expect(rejection(await of(`{"iss":"${iss}","exp":9e15,"sub":5}`)).failedAt).toBe("internal");
    expect(rejection(await of(`{"iss":"${iss}","sub":5,"exp":9e15}`)).failedAt).toBe("parse");
  });
});

describe("what is wrong with the text itself", () => {
  test.each([
    ["", "token-empty"],
    ["undefined", "token-undefined-text"],
    ["sk_test_abc", "token-api-key"],
    ["Fe26.2*1*abc*def", "token-sealed-session"],
    ["Bearer abc", "token-with-scheme"],
    ["abc", "token-not-a-jwt"],
  ])("%j", async (token, cause) => {
    expect(rejection(await judge(token, { config: { providers: [own] }, now }))).toMatchObject({
      failedAt: "parse",
      cause,
    });
  });

  test("Bearer in front of a good token", async () => {
    const token = `Bearer ${await issuer.sign(claims)}`;
    const verdict = await judge(token, { config: { providers: [own] }, now, jwks: issuer.jwks });
    expect(verdict).toMatchObject({
      failedAt: "decode",
      cause: "token-with-scheme",
      message: "Could not decode token. JWT may be missing a 'kid' (key ID) header.",
    });
  });

  test("a line feed behind a good token", async () => {
    const token = `${await issuer.sign(claims)}\n`;
    expect(
      rejection(await judge(token, { config: { providers: [own] }, now, jwks: issuer.jwks })),
    ).toMatchObject({ failedAt: "decode", cause: "signature-not-base64url" });
  });
});

describe("time", () => {
  test("fractions of now are cut off", async () => {
    const token = await issuer.sign({ ...claims, exp: now - 5 });
    const config = { providers: [own] };
    expect(await judge(token, { config, now: now + 0.99, jwks: issuer.jwks })).toMatchObject({
      accepted: true,
      expiredForSession: true,
    });
  });

  test("without now it is the present", async () => {
    const token = await issuer.sign({ ...claims, iat: 1, exp: Math.trunc(Date.now() / 1000) + 600 });
    expect(await judge(token, { config: { providers: [own] }, jwks: issuer.jwks })).toMatchObject({
      accepted: true,
    });
  });

  test("a now that is no number decides nothing", async () => {
    const token = await issuer.sign(claims);
    expect(
      await judge(token, { config: { providers: [own] }, now: Number.NaN, jwks: issuer.jwks }),
    ).toMatchObject({
      accepted: null,
      missing: [{ what: "time" }],
    });
  });
});

test("a config that Convex would not take is refused before the token is read", async () => {
  const { applicationID: _, ...open } = shared;
  expect(await judge("garbage", { config: { providers: [own, open] }, now })).toMatchObject({
    failedAt: "config",
    code: "InvalidAuthConfig",
    cause: "shared-issuer-without-application-id",
    failureMode: "shared-issuer-without-application-id",
    provider: 1,
  });
});

test("the two messages that a production deployment shortens", async () => {
  const verdict = await judge(await issuer.sign(claims, { kid: "k9" }), {
    config: { providers: [own] },
    now,
    jwks: issuer.jwks,
  });
  expect(verdict).toMatchObject({
    message:
      "Could not decode token. The JWT's 'kid' (key ID) header is 'k9', does this key match any key in the provider's JWKS?",
    redactedMessage:
      "Could not decode token. The JWT's 'kid' (key ID) header doesn't match any key in the provider's JWKS, or the JWT signature is invalid.",
    explanation: 'The token is signed with the key "k9"; the JWKS has "k1".',
    providers: [{ provider: 0, matches: true, cause: "kid-unknown", failureMode: "kid-mismatch" }],
  });
});
