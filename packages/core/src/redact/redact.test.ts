import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { redact } from "./redact.ts";

// A busy machine is no failure; what must not happen is that it never ends.
vi.setConfig({ testTimeout: 120_000 });

const JWT =
  "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.eyJpc3MiOiJodHRwczovL2FwaS53b3Jrb3MuY29tIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
const SEAL = "Fe26.2*1*d0b0f6*kQ2-x_Y*Zm9vYmFy*1800000000000*a1b2c3*hMac_-9~2";
const ULID_CODE = "01HXYZ5J4Q7R8S9T0V1W2X3Y4Z";
const API_KEY = "sk_test_a2V5XzAxSFhZWjVKNFE3UjhTOVQwVjFXMlgzWTRaabcd";

describe("redact removes", () => {
  test.each([
    ["an API key, its kind and its end kept", `key ${API_KEY}.`, "key sk_test_…abcd."],
    ["a short API key without its end", "sk_live_12345678", "sk_live_…"],
    ["an API key behind an encoded equals sign", `a%3D${API_KEY}`, "a%3Dsk_test_…abcd"],
    ["a token", `token ${JWT} end`, "token eyJ… end"],
    ["a token whose header was cut off from its signature", JWT.slice(0, 60), "eyJ…"],
    ["an encrypted token", "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn", "eyJ…"],
    ["a token whose JSON has white space", "ewogICJhbGciOiAiUlMyNTYiCn0.ewp9.c2ln", "eyJ…"],
    ["a sealed session", `seal ${SEAL} end`, "seal Fe26.2… end"],
    ["an encoded sealed session", `state=${encodeURIComponent(SEAL)}&x=1`, "state=Fe26.2…&x=1"],
    ["a Convex deploy key", "prod:happy-otter-123|eyJ2MiI6IjAxMjM0NTY3ODkifQ==", "prod:happy-otter-123|…"],
    ["a preview deploy key", "preview:team:project|AbCdEf0123456789", "preview:team:project|…"],
    [
      "an admin key of a self-hosted backend",
      `convex-self-hosted|${"0a1b".repeat(20)}`,
      "convex-self-hosted|…",
    ],
    ["the credentials of a header", `Authorization: Bearer abc`, "Authorization: Bearer [redacted]"],
    ["Convex's admin credentials", "authorization: Convex secretkey", "authorization: Convex [redacted]"],
    ["a bearer anywhere", "curl -H 'X: Bearer 0123456789abcdef'", "curl -H 'X: Bearer [redacted]'"],
    [
      "a header of a HAR",
      '{"name":"Authorization","value":"Bearer abc123"}',
      '{"name":"Authorization","value":"Bearer [redacted]"}',
    ],
    ["a cookie password in an env file", "WORKOS_COOKIE_PASSWORD=short", "WORKOS_COOKIE_PASSWORD=[redacted]"],
    ["the same in quotes", 'WORKOS_COOKIE_PASSWORD="two words"', 'WORKOS_COOKIE_PASSWORD="[redacted]"'],
    ["the same in YAML", "  WORKOS_COOKIE_PASSWORD: short", "  WORKOS_COOKIE_PASSWORD: [redacted]"],
    ["the same in code", 'cookiePassword: "with \\" quote"', 'cookiePassword: "[redacted]"'],
    ["a webhook secret", "export WORKOS_WEBHOOK_SECRET=wh", "export WORKOS_WEBHOOK_SECRET=[redacted]"],
    ["a refresh token in JSON", '{"refresh_token": "abc"}', '{"refresh_token": "[redacted]"}'],
    ["one in camel case", '{"refreshToken":"abc"}', '{"refreshToken":"[redacted]"}'],
    [
      "one in JSON inside JSON",
      String.raw`{"text":"{\"refresh_token\":\"a\\\"b\",\"x\":1}"}`,
      String.raw`{"text":"{\"refresh_token\":\"[redacted]\",\"x\":1}"}`,
    ],
    [
      "a line of an env file inside JSON",
      String.raw`{"text":"WORKOS_API_KEY=abc\nX=1","code":"x"}`,
      String.raw`{"text":"WORKOS_API_KEY=[redacted]\nX=1","code":"x"}`,
    ],
    [
      "a header as a member of JSON",
      '{"Authorization": "Bearer x"}',
      '{"Authorization": "Bearer [redacted]"}',
    ],
    ["one that is cut off", '{"refresh_token":"abcdef', '{"refresh_token":"[redacted]'],
    [
      "a form",
      "grant_type=refresh_token&refresh_token=abcdef&client_id=client_01",
      "grant_type=refresh_token&refresh_token=[redacted]&client_id=client_01",
    ],
    ["an encoded form", "x%26refresh_token%3Dabcdef%26y", "x%26refresh_token%3D[redacted]"],
    [
      "code and verifier",
      `https://a.b/callback?code=${ULID_CODE}&code_verifier=abc-def_ghi`,
      "https://a.b/callback?code=[redacted]&code_verifier=[redacted]",
    ],
    ["a short code in a query", "GET /callback?code=abc123&state=x", "GET /callback?code=[redacted]&state=x"],
    ["a code in JSON", `{"code":"${ULID_CODE}"}`, '{"code":"[redacted]"}'],
    [
      "a parameter of a HAR",
      `{"name": "code", "value": "${ULID_CODE}"}`,
      '{"name": "code", "value": "[redacted]"}',
    ],
    [
      "a session cookie",
      "Cookie: wos-session=abcdef; theme=dark",
      "Cookie: wos-session=[redacted]; theme=dark",
    ],
    ["a verifier cookie", "wos-auth-verifier-1a2b3c4d=abc", "wos-auth-verifier-1a2b3c4d=[redacted]"],
    [
      "a private key over several lines",
      'JWT_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----"',
      'JWT_PRIVATE_KEY="[redacted]"',
    ],
  ])("%s", (_what, text, shown) => {
    expect(redact(text)).toBe(shown);
  });
});

describe("redact keeps", () => {
  test.each([
    "client_01HXYZ5J4Q7R8S9T0V1W2X3Y4Z",
    "NEXT_PUBLIC_WORKOS_REDIRECT_URI=http://localhost:3000/callback",
    "WORKOS_CLIENT_ID=client_01HXYZ5J4Q7R8S9T0V1W2X3Y4Z",
    "WORKOS_API_KEY=",
    '{"text":"WORKOS_API_KEY=","other":"password: "}',
    '{ "kid" : "k1" ,\n  "code": [ "NoAuthProvider" ] }',
    "WORKOS_API_KEY=$WORKOS_KEY",
    "apiKey: process.env.WORKOS_API_KEY!,",
    "const apiKey = process.env.WORKOS_API_KEY;",
    "<Provider accessToken={token}>",
    "fetchAccessToken: getToken",
    "getAccessToken: () => fetchToken()",
    '{"code":"NoAuthProvider","message":"No auth provider found matching the given token"}',
    '{"error":"invalid_grant","code":"invalid_request_parameters_error_text"}',
    "GET /callback?error=access_denied&code=404",
    "https://api.workos.com/user_management/client_01TEST|user_01HXYZ5J4Q7R8S9T0V1W2X3Y4Z",
    "https://api.workos.com/sso/jwks/client_01TEST",
    '{"kid":"sso_oidc_key_pair_01HXYZ5J4Q7R8S9T0V1W2X3Y4Z","sid":"session_01HXYZ5J4Q7R8S9T0V1W2X3Y4Z"}',
    "grant_type=authorization_code&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "token_type: Bearer",
    "The bearer authentication scheme, and Convex authentication in general",
    "| dev:name | value |",
    "disk_test_results",
    "CONVEX_DEPLOYMENT=dev:happy-otter-123",
    "the cookie password is 12 characters long; it must have 32",
  ])("%s", (text) => {
    expect(redact(text)).toBe(text);
  });
});

/** Texts made of everything that the rules look for, in any order and cut anywhere. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        API_KEY,
        JWT,
        SEAL,
        "eyJ",
        "e30",
        ".",
        "Fe26.2*",
        "sk_test_",
        "…",
        "[redacted]",
        "prod:",
        "|",
        "Bearer ",
        "authorization",
        ": ",
        "=",
        "&",
        "?",
        "code",
        "password",
        "refresh_token",
        "refreshToken",
        "WORKOS_API_KEY",
        '"',
        "'",
        "`",
        "\\",
        '\\"',
        "\n",
        "name",
        "value",
        ",",
        "{",
        "}",
        ")",
        "%3D",
        "%7C",
        " ",
        ULID_CODE,
        "-----BEGIN",
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(""));

describe("redaction", () => {
  test("applied twice changes nothing more", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const once = redact(text);
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 5000 },
    );
  });

  test("leaves no API key, token, sealed session or deploy key in any surroundings", () => {
    const secrets = fc.constantFrom(API_KEY, JWT, SEAL, "prod:otter-1|0123456789abcdefghij");
    fc.assert(
      fc.property(hostile, secrets, hostile, (before, secret, after) => {
        const text = redact(`${before} ${secret} ${after}`);
        const telling = secret === JWT ? (JWT.split(".")[1] ?? "") : secret.slice(14, -5);
        expect(text).not.toContain(telling);
      }),
      { numRuns: 3000 },
    );
  });

  test("leaves JSON JSON, with the same keys", () => {
    const names = fc.constantFrom(
      "code",
      "password",
      "refresh_token",
      "message",
      "accessToken",
      "url",
      "text",
    );
    const value = fc.oneof(
      hostile,
      hostile.map((text) => JSON.stringify({ refresh_token: text, code: text })),
      fc.integer(),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, value), { maxLength: 5 }), (entries) => {
        const object = Object.fromEntries(entries);
        const shown = JSON.parse(redact(JSON.stringify(object))) as object;
        expect(Object.keys(shown)).toEqual(Object.keys(object));
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ["openings without an end", 'password="a'],
    ["escaped quotes", '\\"password\\":\\"a'],
    ["backslashes", 'password="\\\\'],
    ["names", "refresh_token."],
    ["equals signs", "password=a&"],
    ["dots", "eyJaaaaaa."],
    ["beginnings of tokens", "eyJ"],
    ["beginnings of keys", "sk_test_a"],
    ["hexadecimal digits", "0a"],
    ["letters", "a"],
    ["lines", "password: a1\n"],
    ["stars", "Fe26.2*"],
    ["HAR entries", '"name":"code","value":"'],
    ["headers", "authorization: bearer "],
    ["bars", "prod:a|"],
    ["white space", "password \t "],
  ])("takes time proportional to the text: a megabyte of %s", (_what, part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    expect(typeof redact(text)).toBe("string");
  });
});
