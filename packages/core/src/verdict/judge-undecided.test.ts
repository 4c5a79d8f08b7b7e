import { beforeAll, describe, expect, test } from "vitest";
import { unknown } from "../auth-config/unknown.ts";
import { claims, iss, now, own, shared } from "./conformance/fixtures.ts";
import { type TestIssuer, testIssuer, unsignedToken } from "./conformance/test-issuer.ts";
import { judge } from "./judge.ts";

let issuer: TestIssuer;
let other: TestIssuer;

beforeAll(async () => {
  [issuer, other] = await Promise.all([testIssuer(), testIssuer()]);
});

describe("without keys", () => {
  const config = { providers: [own] };

  test("nothing is said about the signature", async () => {
    expect(await judge(unsignedToken(claims), { config, now })).toMatchObject({
      accepted: null,
      reached: "jwks",
      provider: 0,
      missing: [{ what: "jwks", provider: 0, field: "jwks", url: own.jwks }],
    });
  });

  test.each([
    [{ ...claims, exp: now - 60 }, undefined, "validate", "token-expired"],
    [{ ...claims, sub: undefined }, undefined, "claims", "subject-missing"],
    [claims, { alg: "RS256" }, "decode", "kid-missing"],
    [claims, { alg: "HS256", kid: "k1" }, "decode", "alg-differs-from-provider"],
    [claims, { alg: "EdDSA", kid: "k1" }, "decode", "header-alg-unknown"],
  ])("what is rejected under any keys is rejected: %#", async (payload, header, failedAt, cause) => {
    const verdict = await judge(unsignedToken(payload, header), { config, now });
    expect(verdict).toMatchObject({ accepted: false, failedAt, cause, missing: [{ what: "jwks" }] });
  });
});

describe("with unknown parts of the config", () => {
  const why = unknown("it comes from another module");
  const of = async (payload: object, providers: unknown, jwks: object | undefined = issuer.jwks) =>
    judge(await issuer.sign(payload), { config: { providers }, now, jwks });

  test.each([
    ["the issuer", [{ ...own, issuer: why }], [{ provider: 0, field: "issuer" }]],
    ["applicationID", [{ ...own, applicationID: why }], [{ provider: 0, field: "applicationID" }]],
    ["jwks", [{ ...own, jwks: why }], [{ provider: 0, field: "jwks" }]],
    ["the algorithm", [{ ...own, algorithm: why }], [{ provider: 0, field: "algorithm" }]],
    ["a provider", [why], [{ provider: 0, field: null }]],
    ["its type", [{ ...own, type: why }], [{ provider: 0, field: null }]],
    ["the list", why, [{ provider: null, field: null }]],
  ])("nothing is decided that depends on it: %s", async (_what, providers, missing) => {
    expect(await of(claims, providers)).toMatchObject({
      accepted: null,
      missing: missing.map((item) => ({ what: "config", ...item, because: why.unknown })),
    });
  });

  test.each([
    ["the issuer", [{ ...own, issuer: why }]],
    ["jwks", [{ ...own, jwks: why }]],
    ["a provider", [why]],
    ["the list", why],
  ])("a token that is expired is rejected whatever it is: %s", async (_what, providers) => {
    expect(await of({ ...claims, exp: now - 60 }, providers)).toMatchObject({
      accepted: false,
      failedAt: "validate",
      cause: "token-expired",
      missing: [{ what: "config" }],
    });
  });

  test("an unknown field of a provider that cannot match does no harm", async () => {
    expect(await of(claims, [{ ...shared, applicationID: why, jwks: why }, own])).toMatchObject({
      accepted: true,
      provider: 1,
    });
    expect(await of(claims, [{ ...own, issuer: why, applicationID: "client_02" }, own])).toMatchObject({
      accepted: true,
      provider: 1,
    });
  });

  test("an unknown provider may come before the one that matches", async () => {
    expect(await of(claims, [own, why])).toMatchObject({ accepted: null, reached: "no-provider" });
  });

  test("but not one that is stored behind it", async () => {
    const behind = { ...own, issuer: why, applicationID: "client_01TEST" };
    expect(await of({ ...claims, aud: "client_01TEST" }, [behind, own])).toMatchObject({
      accepted: true,
      provider: 1,
    });
  });

  test("accepted under either of two providers is accepted", async () => {
    expect(await of(claims, [{ ...own, applicationID: why }, own])).toMatchObject({
      accepted: true,
      provider: 1,
    });
  });

  test("a signature that fails under the keys at hand is rejected although the algorithm is unknown", async () => {
    expect(await of(claims, [{ ...own, algorithm: why }], other.jwks)).toMatchObject({
      accepted: false,
      cause: "signature-mismatch",
    });
  });
});

describe("an OIDC provider", () => {
  const config = { providers: [{ domain: iss, applicationID: "client_01TEST" }] };
  const of = (payload: object, header?: object) =>
    judge(unsignedToken({ ...claims, aud: "client_01TEST", ...payload }, header), {
      config,
      now,
      jwks: issuer.jwks,
    });

  test("is not decided without asking its issuer", async () => {
    expect(await of({})).toMatchObject({
      accepted: null,
      reached: "jwks",
      provider: 0,
      missing: [{ what: "oidc-discovery", provider: 0, url: `${iss}/.well-known/openid-configuration` }],
    });
  });

  test("is not chosen without its audience", async () => {
    expect(await of({ aud: undefined })).toMatchObject({ accepted: false, failedAt: "no-provider" });
  });

  test.each([
    [{ exp: now }, undefined, "oidc-expired", "Unauthenticated"],
    [{ aud: ["client_01TEST", "x"] }, undefined, "oidc-several-audiences", "Unauthenticated"],
    [{ sub: undefined }, undefined, "oidc-not-an-id-token", "InvalidAuthHeader"],
    [{ iat: undefined }, undefined, "oidc-not-an-id-token", "InvalidAuthHeader"],
    [{}, { alg: "ES256" }, "oidc-alg-unsupported", "Unauthenticated"],
    [{}, { alg: "RS256", typ: "at+jwt" }, "oidc-header-refused", "Unauthenticated"],
    [{}, { alg: "RS256", crit: ["b64"] }, "oidc-header-refused", "Unauthenticated"],
  ])("rejects what it rejects in any case: %#", async (payload, header, cause, code) => {
    expect(await of(payload, header)).toMatchObject({ accepted: false, cause, code });
  });
});
