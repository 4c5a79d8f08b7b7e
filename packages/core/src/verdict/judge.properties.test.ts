import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { validateAuthConfig } from "../auth-config/validate.ts";
import { redact } from "../redact/redact.ts";
import { readCases } from "./conformance/conformance-case.ts";
import { type TestIssuer, testIssuer, unsignedToken } from "./conformance/test-issuer.ts";
import { judge } from "./judge.ts";
import type { JudgeInput, Verdict } from "./types.ts";

// A busy machine is no failure; what must not happen is that it never ends.
vi.setConfig({ testTimeout: 120_000 });

const now = 1_800_000_000;
const cases = readCases(readFileSync(new URL("conformance/customjwt-cases.jsonl", import.meta.url), "utf8"));
const own = {
  type: "customJwt",
  issuer: "https://api.workos.com/user_management/client_01TEST",
  algorithm: "RS256",
  jwks: "https://x/j",
};
const claims = { iss: own.issuer, sub: "user_1", exp: now + 300 };

const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "",
    own.issuer,
    `${own.issuer}/`,
    "client_01TEST",
    "RS256",
    "ES256",
    "customJwt",
    "oidc",
    "https://x/j",
  ),
);
const marker = fc.constant({ unknown: "of a test" });
const field = fc.oneof(
  { weight: 5, arbitrary: text },
  { weight: 1, arbitrary: anything },
  { weight: 2, arbitrary: marker },
);
const provider = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      { type: field, issuer: field, jwks: field, algorithm: field, applicationID: field, domain: field },
      { requiredKeys: [] },
    ),
  },
  { weight: 4, arbitrary: fc.constant(own) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("customJwt"),
      issuer: fc.constantFrom(own.issuer, { unknown: "x" }),
      jwks: field,
      algorithm: fc.constantFrom("RS256", "ES256", { unknown: "x" }),
      applicationID: fc.constantFrom(undefined, null, "client_01TEST", { unknown: "x" }),
    }),
  },
  { weight: 1, arbitrary: anything },
  { weight: 1, arbitrary: marker },
);
const config = fc.oneof(
  { weight: 6, arbitrary: fc.record({ providers: fc.array(provider, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: anything },
);
const key = fc.oneof(
  fc.record(
    {
      kty: fc.constantFrom("RSA", "EC", "oct", "OKP", "x"),
      kid: field,
      alg: field,
      n: text,
      e: text,
      x: text,
      y: text,
      crv: fc.constantFrom("P-256", "Ed25519"),
      k: text,
    },
    { requiredKeys: [] },
  ),
  anything,
);
const body = fc.oneof(
  fc.record({ keys: fc.array(key) }),
  fc.json(),
  anything.filter((value) => typeof value !== "function"),
);
const answer = fc.oneof(
  fc.record({
    status: fc.constantFrom(200, 404),
    contentType: fc.constantFrom("application/json", null),
    body,
  }),
  fc.record({ error: fc.string() }),
  anything,
);
const jwks = fc.oneof(
  fc.constant(undefined),
  body,
  answer.map((value) => async () => value),
  fc.constant(() => {
    throw new Error("offline");
  }),
);
const payload = fc.oneof(
  fc.dictionary(
    fc.constantFrom("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "act", "__proto__", "subject"),
    fc.oneof(fc.jsonValue(), fc.integer(), text),
  ),
  fc.constant(claims),
  fc
    .record({ aud: fc.constantFrom(undefined, "client_01TEST"), extra: fc.jsonValue() })
    .map((more) => ({ ...claims, ...more })),
);
const header = fc.oneof(
  fc.constant({ alg: "RS256", kid: "k1" }),
  fc.dictionary(fc.constantFrom("alg", "kid", "typ", "crit", "jwk"), fc.jsonValue()),
);
const token = fc.oneof(
  fc.string(),
  fc.constantFrom(...cases.map((one) => one.token)),
  fc.tuple(payload, header).map(([claimed, head]) => unsignedToken(claimed, head)),
  fc.array(fc.base64String(), { maxLength: 5 }).map((parts) => parts.join(".")),
);

/** What must hold for every verdict. */
function expectSound(verdict: Verdict): void {
  if (verdict.accepted === null) {
    expect(verdict.missing).not.toEqual([]);
    expect(verdict.reached).toEqual(expect.any(String));
  } else if (verdict.accepted) {
    expect(Number.isInteger(verdict.provider)).toBe(true);
    expect(verdict.expiresAt).toBeGreaterThan(now - 6);
  } else {
    expect([verdict.message, verdict.redactedMessage, verdict.explanation]).toEqual([
      expect.stringMatching(/./),
      expect.stringMatching(/./),
      expect.stringMatching(/\.$/),
    ]);
  }
  expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
}

describe("judge", () => {
  test("never throws and always settles with a sound verdict that is plain JSON", async () => {
    await fc.assert(
      fc.asyncProperty(token, config, jwks, async (anyToken, anyConfig, anyJwks) => {
        expectSound(await judge(anyToken, { config: anyConfig, jwks: anyJwks as JudgeInput["jwks"], now }));
      }),
      { numRuns: 3000 },
    );
  });

  test("not for configs and keys that fail when they are read, either", async () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error("trap");
        },
        ownKeys: () => {
          throw new Error("trap");
        },
      },
    );
    const cyclic: Record<string, unknown> = {};
    cyclic.providers = [cyclic];
    for (const hostile of [trap, cyclic, { providers: trap }, { toJSON: () => 5 }, Symbol("s"), 5n])
      expect(await judge("a.b.c", { config: hostile, now })).toMatchObject({ failedAt: "config" });
    expect(
      await judge(cases[0]?.token ?? "", { config: { providers: [own] }, jwks: trap, now }),
    ).toMatchObject({ accepted: null });
    expectSound(await judge(undefined as unknown as string, { config: { providers: [own] }, now }));
  });

  test("what is unknown decides nothing wrongly: with it filled in, a decision stays as it was", async () => {
    const known = fc.record({
      issuer: fc.constantFrom(own.issuer, "https://api.workos.com/"),
      algorithm: fc.constantFrom("RS256", "ES256"),
      jwks: fc.constantFrom("https://x/j", "https://x/k"),
      applicationID: fc.constantFrom("client_01TEST", "other", undefined, null),
    });
    const mask = fc.record({
      issuer: fc.boolean(),
      algorithm: fc.boolean(),
      jwks: fc.boolean(),
      applicationID: fc.boolean(),
    });
    const providers = fc.array(fc.tuple(known, mask), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases.filter(({ name }) => !name.startsWith("cfg."))),
        providers,
        async (one, list) => {
          const full = list.map(([fields]) => ({ type: "customJwt", ...fields }));
          // A deployed config is one that Convex has accepted.
          fc.pre(validateAuthConfig({ providers: full }).errors.length === 0);
          const masked = list.map(([fields, hidden]) => ({
            type: "customJwt",
            ...fields,
            ...Object.fromEntries(
              Object.entries(hidden).flatMap(([name, hide]) =>
                hide ? [[name, { unknown: "of a test" }]] : [],
              ),
            ),
          }));
          const input = { jwks: one.jwks, now: one.now };
          const [before, after] = [
            await judge(one.token, { ...input, config: { providers: masked } }),
            await judge(one.token, { ...input, config: { providers: full } }),
          ];
          if (before.accepted !== null) expect(after.accepted).toBe(before.accepted);
          if (before.accepted) expect(after).toMatchObject({ accepted: true, identity: before.identity });
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("without the keys it never contradicts what it says with them", async () => {
    for (const { token: one, config: its, jwks: keys, now: then } of cases) {
      const without = await judge(one, { config: its, now: then });
      const withKeys = await judge(one, { config: its, jwks: keys, now: then });
      if (without.accepted !== null) expect(without.accepted).toBe(withKeys.accepted);
    }
  });

  test("redaction changes no verdict", async () => {
    const outline = (verdict: Verdict) =>
      verdict.accepted === false
        ? [
            verdict.failedAt,
            verdict.code,
            verdict.cause,
            verdict.failureMode,
            verdict.provider,
            verdict.message,
            verdict.explanation,
          ]
        : [verdict.accepted, verdict.provider];
    for (const one of cases) {
      const verdict = await judge(one.token, one);
      expect(outline(JSON.parse(redact(JSON.stringify(verdict))))).toEqual(outline(verdict));
    }
    await fc.assert(
      fc.asyncProperty(token, config, async (anyToken, anyConfig) => {
        const verdict = await judge(anyToken, { config: anyConfig, now });
        const shown = JSON.parse(redact(JSON.stringify(verdict)));
        expect(outline(shown).slice(0, 5)).toEqual(outline(verdict).slice(0, 5));
      }),
      { numRuns: 1000 },
    );
  });

  test("a verdict holds no part of the token that could be used", async () => {
    for (const one of cases) {
      const signature = one.token.split(".")[2] ?? "";
      if (signature.length < 20) continue;
      expect(JSON.stringify(await judge(one.token, one))).not.toContain(signature.slice(0, 20));
    }
  });
});

describe("a megabyte of hostile input is judged like any other", () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await testIssuer();
  });
  const MB = 1_000_000;
  const start = `{"iss":"${own.issuer}","sub":"user_1","exp":${now + 9}`;
  const wide = (count: number, member: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => member(index)).join(",");

  test.each<[string, string]>([
    ["dots", ".".repeat(MB)],
    ["dots behind a token", `${unsignedToken(claims)}${".".repeat(MB)}`],
    ["one letter", "a".repeat(MB)],
    ["a part that is no base64", `a.${"*".repeat(MB)}.c`],
    ["white space", `a.${" ".repeat(MB)}.c`],
    ["deep lists", unsignedToken("[".repeat(MB))],
    ["deep objects", unsignedToken('{"a":'.repeat(MB / 5))],
    ["a long number", unsignedToken(`${start},"n":${"9".repeat(MB)}}`)],
    ["a long number as exp", unsignedToken(`{"iss":"${own.issuer}","exp":${"9".repeat(MB)}}`)],
    ["a long exponent", unsignedToken(`${start},"n":1e${"9".repeat(MB)}}`)],
    ["a long text", unsignedToken(`${start},"s":"${"s".repeat(MB)}"}`)],
    ["escapes", unsignedToken(`${start},"s":"${"\\u00e4".repeat(MB / 6)}"}`)],
    ["an open text", unsignedToken(`${start},"s":"${"\\\\".repeat(MB / 2)}`)],
    ["many claims", unsignedToken(`${start},${wide(100_000, (index) => `"a${index}":1`)}}`)],
    ["one claim many times", unsignedToken(`${start},${wide(100_000, () => `"a":1`)}}`)],
    ["many audiences", unsignedToken(`${start},"aud":[${wide(200_000, () => `"a"`)}]}`)],
    ["a long issuer", unsignedToken(`{"iss":"${"/".repeat(MB)}"}`)],
    ["a long kid", unsignedToken(claims, { alg: "RS256", kid: "k".repeat(MB) })],
  ])("token: %s", async (_what, hostile) => {
    expectSound(await judge(hostile, { config: { providers: [own] }, jwks: issuer.jwks, now }));
    expectSound(await judge(hostile, { config: { providers: [{ unknown: "of a test" }, own] }, now }));
  });

  test.each<[string, string]>([
    ["deep lists", "[".repeat(MB)],
    ["deep lists that are skipped", `{"x":${"[".repeat(MB)}`],
    ["many keys", `{"keys":[${wide(30_000, (index) => `{"kty":"oct","k":"","kid":"${index}"}`)}]}`],
    ["many members", `{${wide(100_000, (index) => `"a${index}":1`)},"keys":[]}`],
    ["a key of many members", `{"keys":[{${wide(100_000, (index) => `"a${index}":1`)}}]}`],
    ["a long modulus", `{"keys":[{"kty":"RSA","kid":"k1","e":"AQAB","n":"${"A".repeat(MB)}"}]}`],
    ["a large modulus", `{"keys":[{"kty":"RSA","kid":"k1","e":"AQAB","n":"${"_".repeat(MB)}"}]}`],
  ])("keys: %s", async (_what, hostile) => {
    expectSound(await judge(unsignedToken(claims), { config: { providers: [own] }, jwks: hostile, now }));
    expectSound(
      await judge(unsignedToken(claims), {
        config: { providers: [own] },
        now,
        jwks: () => ({ status: 200, contentType: "application/json", body: hostile }),
      }),
    );
  });

  test("many keys of one kid, none of them right", async () => {
    const { jwk } = await testIssuer();
    const signed = await issuer.sign(claims);
    const many = { keys: Array.from({ length: 2_000 }, () => jwk) };
    expect(await judge(signed, { config: { providers: [own] }, jwks: many, now })).toMatchObject({
      cause: "signature-mismatch",
    });
  });

  test.each<[string, unknown]>([
    [
      "many providers",
      { providers: Array.from({ length: 10_000 }, (_, index) => ({ ...own, jwks: `https://x/${index}` })) },
    ],
    [
      "many that match perhaps",
      {
        providers: Array.from({ length: 10_000 }, (_, index) => ({ ...own, jwks: { unknown: `${index}` } })),
      },
    ],
    ["many unknown ones", { providers: Array.from({ length: 10_000 }, () => ({ unknown: "of a test" })) }],
    ["a long issuer", { providers: [{ ...own, issuer: `https://x.com${"/".repeat(MB)}` }] }],
    ["a long host", { providers: [{ ...own, issuer: "a.".repeat(MB / 2) }] }],
    ["a long data URL", { providers: [{ ...own, jwks: `data:;base64,${"%41".repeat(MB / 3)}` }] }],
    ["a long name", { providers: [{ ...own, ["x".repeat(MB)]: "y".repeat(MB) }] }],
  ])("config: %s", async (_what, hostile) => {
    expectSound(await judge(unsignedToken(claims), { config: hostile, jwks: issuer.jwks, now }));
    expectSound(await judge(unsignedToken({ ...claims, iss: "https://y.com" }), { config: hostile, now }));
  });

  test("claims whose dotted names would grow without bound are not built", async () => {
    const long = "k".repeat(300_000);
    const leaves = wide(30_000, (index) => `"${index}":1`);
    const signed = await issuer.sign(`${start},"${long}":{${leaves}}}`);
    expect(await judge(signed, { config: { providers: [own] }, jwks: issuer.jwks, now })).toMatchObject({
      accepted: null,
      missing: [{ what: "identity" }],
    });
  });
});
