import { beforeAll, describe, expect, test } from "vitest";
import { claims, now, own, rejection } from "./conformance/fixtures.ts";
import { type TestIssuer, testIssuer } from "./conformance/test-issuer.ts";
import { judge } from "./judge.ts";
import type { JwksAnswer } from "./types.ts";

let issuer: TestIssuer;
let other: TestIssuer;

beforeAll(async () => {
  [issuer, other] = await Promise.all([testIssuer(), testIssuer()]);
});

describe("the keys", () => {
  const config = { providers: [own] };
  const answer = async (jwks: JwksAnswer) =>
    judge(await issuer.sign(claims), { config, now, jwks: () => jwks });
  const good = () => ({ status: 200, contentType: "application/json", body: issuer.jwks });

  test.each([
    "application/json",
    "application/jwk-set+json",
    "Application/JSON; charset=UTF-8",
    'application/json;charset="utf-8"',
  ])("served as %s", async (contentType) => {
    expect(await answer({ ...good(), contentType })).toMatchObject({ accepted: true });
  });

  test.each(["text/html", "application/json; charset=iso-8859-1", "text/json", null])(
    "not served as %s",
    async (contentType) => {
      expect(await answer({ ...good(), contentType })).toMatchObject({
        failedAt: "jwks",
        code: "InvalidAuthHeader",
        message: `Invalid Content-Type '${contentType ?? "unknown"}' when fetching JWKS from '${own.jwks}'. Expected 'application/json' or 'application/jwk-set+json'.`,
        cause: "jwks-content-type",
        failureMode: "jwks-content-type",
        provider: 0,
      });
    },
  );

  test.each([
    [404, "HTTP 404 Not Found", "jwks-url-wrong"],
    [503, "HTTP 503 Service Unavailable", "jwks-url-wrong"],
    [204, "HTTP 204 No Content", "jwks-url-wrong"],
    [299, "HTTP 299 Unknown", "jwks-url-wrong"],
    [407, `Request to ${own.jwks} forbidden`, "emulator-jwks-unreachable"],
  ])("status %i", async (status, error, failureMode) => {
    expect(await answer({ ...good(), status })).toMatchObject({
      failedAt: "jwks",
      message: `Could not fetch JWKS from URL '${own.jwks}': ${error}. Check that the URL is correct and accessible.`,
      cause: "jwks-status",
      failureMode,
    });
  });

  test("no answer", async () => {
    expect(await answer({ error: "connection refused" })).toMatchObject({
      failedAt: "jwks",
      message: `Could not fetch JWKS from URL '${own.jwks}': connection refused. Check that the URL is correct and accessible.`,
      cause: "jwks-unreachable",
    });
  });

  test("a resolver that fails itself proves nothing", async () => {
    const token = await issuer.sign(claims);
    for (const jwks of [
      () => Promise.reject(new Error("offline")),
      () => {
        throw new Error("offline");
      },
    ])
      expect(await judge(token, { config, now, jwks })).toMatchObject({
        accepted: null,
        reached: "jwks",
        missing: [{ what: "jwks", provider: 0, url: own.jwks }],
      });
  });

  test("an unusable URL is a crash of Convex", async () => {
    const token = await issuer.sign(claims);
    expect(
      await judge(token, { config: { providers: [{ ...own, jwks: "/keys" }] }, now, jwks: issuer.jwks }),
    ).toMatchObject({ failedAt: "internal", code: "InternalServerError", cause: "jwks-url-invalid" });
  });

  test.each([
    ["percent-encoded", (text: string) => `data:application/json,${encodeURIComponent(text)}`],
    ["base64", (text: string) => `data:text/plain;charset=utf-8;base64,${btoa(text)}`],
    ["base64 without padding", (text: string) => `data:;base64,${btoa(`${text} `).replace(/=+$/, "")}`],
  ])("inside the config, %s", async (_how, encode) => {
    const jwks = encode(JSON.stringify(issuer.jwks));
    const token = await issuer.sign(claims);
    expect(await judge(token, { config: { providers: [{ ...own, jwks }] }, now })).toMatchObject({
      accepted: true,
    });
    expect(
      await judge(token, { config: { providers: [{ ...own, jwks }] }, now, jwks: other.jwks }),
    ).toMatchObject({ accepted: true });
  });

  test.each(["data:application/json", "data:;base64,%%%", "data:;base64,a"])(
    "%s is malformed",
    async (jwks) => {
      const verdict = await judge(await issuer.sign(claims), {
        config: { providers: [{ ...own, jwks }] },
        now,
      });
      expect(verdict).toMatchObject({
        failedAt: "jwks",
        cause: "jwks-data-url-malformed",
        message:
          "Invalid JWKS data URL. Check that the data URL is properly formatted and contains valid base64-encoded JSON.",
      });
    },
  );

  test.each([
    ["d null", { d: null }],
    ["use a number", { use: 1 }],
    ["key_ops a text", { key_ops: "verify" }],
    ["x5c a text", { x5c: "abc" }],
    ["alg of an unknown kind", { alg: "ES256K" }],
    ["lower-case kty", { kty: "rsa" }],
  ])("a poisonous key beside the right one breaks every token: %s", async (_what, change) => {
    const jwks = { keys: [issuer.jwk, { ...other.jwk, kid: "k2", ...change }] };
    const verdict = await judge(await issuer.sign(claims), { config, now, jwks });
    expect(rejection(verdict)).toMatchObject({ failedAt: "jwks", cause: "jwks-poisonous-key" });
  });

  test.each([
    ["no kid", { kid: undefined }],
    ["alg null", { alg: null }],
    ["an encryption alg", { alg: "RSA-OAEP" }],
    ["x5t#S256 of any type", { "x5t#S256": 5 }],
    ["a symmetric key", { kty: "oct", k: "AAAA" }],
    ["Ed25519 without alg", { kty: "OKP", crv: "Ed25519", x: "AAAA" }],
  ])("a harmless key beside the right one: %s", async (_what, change) => {
    const jwks = { keys: [{ ...other.jwk, kid: "k2", ...change }, issuer.jwk] };
    expect(await judge(await issuer.sign(claims), { config, now, jwks })).toMatchObject({ accepted: true });
  });

  test.each([
    [{ kty: "oct", k: "AAAA" }, "internal", "key-type-crashes"],
    [{ kty: "OKP", crv: "Ed25519", x: "AAAA" }, "decode", "key-type-unsupported"],
    [{ e: "AAAA" }, "decode", "key-unusable"],
    [{ n: "AQAB" }, "decode", "key-too-small"],
  ])("chosen for a token: %j", async (change, failedAt, cause) => {
    const jwks = { keys: [{ ...issuer.jwk, ...change }] };
    expect(rejection(await judge(await issuer.sign(claims), { config, now, jwks }))).toMatchObject({
      failedAt,
      cause,
    });
  });

  test("duplicate members, which JSON.parse would hide", async () => {
    const key = JSON.stringify(issuer.jwk);
    const token = await issuer.sign(claims);
    const body = (text: string) => judge(token, { config, now, jwks: text });
    expect(await body(`{"keys":[${key.replace("{", '{"kid":"k1",')}]}`)).toMatchObject({
      cause: "jwks-poisonous-key",
    });
    expect(await body(`{"keys":[],"keys":[${key}]}`)).toMatchObject({ cause: "jwks-not-a-key-set" });
    expect(
      await body(`{"x":1,"x":{"deep":${"[".repeat(500)}${"]".repeat(500)}},"keys":[${key}]}`),
    ).toMatchObject({
      accepted: true,
    });
    expect(await body(`\uFEFF{"keys":[${key}]}`)).toMatchObject({ cause: "jwks-not-json" });
  });

  test("leading zeros of the numbers do not matter", async () => {
    const padded = { ...issuer.jwk, e: "AAEAAQ" };
    expect(await judge(await issuer.sign(claims), { config, now, jwks: { keys: [padded] } })).toMatchObject({
      accepted: true,
    });
  });
});

describe("ES256", () => {
  test("on P-256, whatever the key calls its curve", async () => {
    const ec = await testIssuer("ES256");
    const config = { providers: [{ ...own, algorithm: "ES256" }] };
    const token = await ec.sign(claims);
    expect(await judge(token, { config, now, jwks: ec.jwks })).toMatchObject({ accepted: true });
    expect(await judge(token, { config, now, jwks: { keys: [{ ...ec.jwk, crv: "P-384" }] } })).toMatchObject({
      accepted: true,
    });
    expect(await judge(token, { config, now, jwks: { keys: [{ ...ec.jwk, x: ec.jwk.y }] } })).toMatchObject({
      cause: "key-unusable",
    });
  });
});
