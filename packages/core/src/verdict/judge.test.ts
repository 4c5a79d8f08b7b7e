import { beforeAll, describe, expect, test } from "vitest";
import { unknown } from "../auth-config/unknown.ts";
import { type TestIssuer, testIssuer, unsignedToken } from "./conformance/test-issuer.ts";
import { judge } from "./judge.ts";
import type { JwksAnswer, Verdict } from "./types.ts";

const now = 1_800_000_000;
const iss = "https://api.workos.com/user_management/client_01TEST";
const own = {
  type: "customJwt",
  issuer: iss,
  algorithm: "RS256",
  jwks: "https://api.workos.com/sso/jwks/client_01TEST",
};
const shared = {
  type: "customJwt",
  issuer: "https://api.workos.com/",
  algorithm: "RS256",
  applicationID: "client_01TEST",
  jwks: "https://api.workos.com/sso/jwks/client_01TEST",
};
const claims = { iss, sub: "user_1", iat: now - 10, exp: now + 290 };

let issuer: TestIssuer;
let other: TestIssuer;

beforeAll(async () => {
  [issuer, other] = await Promise.all([testIssuer(), testIssuer()]);
});

function rejection(verdict: Verdict) {
  if (verdict.accepted !== false) throw new Error(`not rejected: ${JSON.stringify(verdict)}`);
  const { failedAt, cause, failureMode, provider } = verdict;
  return { failedAt, cause, failureMode, provider };
}

describe("providers are tried in the order in which Convex stores them, not in that of the file", () => {
  const a = () => ({ ...own, jwks: "https://a.example/keys" });
  const z = () => ({ ...own, jwks: "https://z.example/keys" });
  const keysAt = (url: string, right: string): JwksAnswer => ({
    status: 200,
    contentType: "application/json",
    body: url === right ? issuer.jwks : other.jwks,
  });

  test("by jwks: the config lists z first, Convex tries a", async () => {
    const token = await issuer.sign(claims);
    const config = { providers: [z(), a()] };
    expect(
      await judge(token, { config, now, jwks: (url) => keysAt(url, "https://a.example/keys") }),
    ).toMatchObject({ accepted: true, provider: 1, ambiguous: [1, 0] });
    const wrong = await judge(token, { config, now, jwks: (url) => keysAt(url, "https://z.example/keys") });
    expect(rejection(wrong)).toEqual({
      failedAt: "decode",
      cause: "signature-mismatch",
      failureMode: "kid-mismatch",
      provider: 1,
    });
  });

  test("without applicationID comes before with one, even where the audience matches", async () => {
    const config = { providers: [{ ...own, applicationID: "client_01TEST" }, own] };
    const token = await issuer.sign({ ...claims, aud: "client_01TEST" });
    expect(await judge(token, { config, now, jwks: issuer.jwks })).toMatchObject({
      accepted: true,
      provider: 1,
      ambiguous: [1, 0],
    });
  });

  test("the issuer as written decides, slashes included", async () => {
    const config = { providers: [{ ...own, issuer: `${iss}/` }, own] };
    const token = await issuer.sign(claims);
    expect(await judge(token, { config, now, jwks: issuer.jwks })).toMatchObject({ provider: 1 });
  });

  test("RS256 before ES256", async () => {
    const config = { providers: [{ ...own, algorithm: "ES256" }, own] };
    const token = await issuer.sign(claims);
    expect(await judge(token, { config, now, jwks: issuer.jwks })).toMatchObject({
      accepted: true,
      provider: 1,
    });
  });

  test("OIDC before customJwt", async () => {
    const config = { providers: [own, { domain: iss, applicationID: "client_01TEST" }] };
    const token = await issuer.sign({ ...claims, aud: "client_01TEST" });
    expect(await judge(token, { config, now, jwks: issuer.jwks })).toMatchObject({
      accepted: null,
      provider: 1,
      ambiguous: [1, 0],
    });
  });

  test("the message lists them in stored order", async () => {
    const oidc = { domain: "x.com", applicationID: "a" };
    const verdict = await judge(unsignedToken({ ...claims, iss: "https://else.example" }), {
      config: { providers: [shared, { ...own, issuer: "b.com" }, { ...own, issuer: "a.com" }, oidc] },
      now,
    });
    expect(verdict).toMatchObject({
      message:
        "No auth provider found matching the given token. Check that your JWT's issuer and audience match one of your configured providers: [OIDC(domain=https://x.com, app_id=a), CustomJWT(issuer=https://a.com, app_id=none), CustomJWT(issuer=https://b.com, app_id=none), CustomJWT(issuer=https://api.workos.com/, app_id=client_01TEST)]",
      redactedMessage: "No auth provider found matching the given token",
    });
  });

  test("identical providers are stored once and not ambiguous", async () => {
    const config = { providers: [own, { ...own }] };
    expect(await judge(await issuer.sign(claims), { config, now, jwks: issuer.jwks })).toMatchObject({
      accepted: true,
      provider: 0,
      ambiguous: [],
    });
  });
});

describe("why no provider matches", () => {
  const cause = async (payload: object, ...providers: object[]) =>
    rejection(await judge(unsignedToken({ ...claims, ...payload }), { config: { providers }, now }));

  test.each([
    [
      { iss: iss.replace("01TEST", "02TEST") },
      [shared, own],
      "issuer-client-id-differs",
      "convex-client-id-wrong-env",
    ],
    [{}, [shared], "user-management-issuer-not-configured", "second-provider-missing"],
    [{ iss: "https://api.workos.com" }, [own], "api-origin-issuer-not-configured", "second-provider-missing"],
    [
      { iss: "https://api.workos.com" },
      [own, shared],
      "shared-issuer-audience-missing",
      "shared-issuer-token-without-aud",
    ],
    [
      {},
      [{ ...own, applicationID: "client_01TEST" }],
      "audience-missing",
      "application-id-on-user-management-provider",
    ],
    [
      {},
      [{ ...own, applicationID: "convex" }],
      "application-id-not-client-id",
      "application-id-not-client-id",
    ],
    [
      { aud: "client_02TEST" },
      [{ ...own, applicationID: "client_01TEST" }],
      "audience-other-client",
      "convex-client-id-wrong-env",
    ],
    [
      { aud: ["https://x"] },
      [{ ...own, applicationID: "client_01TEST" }],
      "audience-differs",
      "application-id-on-user-management-provider",
    ],
    [
      { iss: iss.replace("api.workos.com", "auth.example.com") },
      [own],
      "issuer-host-differs",
      "custom-auth-domain-issuer",
    ],
    [{ iss: "https://name.authkit.app", aud: "x" }, [own, shared], "foreign-issuer", "foreign-token-kind"],
    [{ iss: iss.replace("https", "http") }, [own], "issuer-scheme-differs", null],
    [{ iss: iss.replace("api", "API") }, [own], "issuer-case-differs", null],
    [{ iss: "https://clerk.example.com" }, [own], "issuer-differs", null],
    [{}, [], "providers-empty", "auth-config-empty-providers"],
  ])("%#: %j", async (payload, providers, expected, failureMode) => {
    expect(await cause(payload, ...providers)).toEqual({
      failedAt: "no-provider",
      cause: expected,
      failureMode,
      provider: null,
    });
  });

  test("each provider is reported with both values, in the order of the config", async () => {
    const verdict = await judge(unsignedToken({ ...claims, aud: "x" }), {
      config: { providers: [{ ...own, applicationID: "client_01TEST" }, shared] },
      now,
    });
    expect(verdict).toMatchObject({
      providers: [
        {
          provider: 0,
          matches: false,
          cause: "audience-differs",
          issuer: { configured: iss, inToken: [iss], equal: true },
          audience: { configured: "client_01TEST", inToken: ["x"], equal: false },
        },
        {
          provider: 1,
          matches: false,
          cause: "user-management-issuer-not-configured",
          issuer: { configured: "https://api.workos.com/", inToken: [iss], equal: false },
        },
      ],
    });
  });
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
        message: `Invalid Content-Type '${contentType ?? ""}' when fetching JWKS from '${own.jwks}'. Expected 'application/json' or 'application/jwk-set+json'.`,
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
