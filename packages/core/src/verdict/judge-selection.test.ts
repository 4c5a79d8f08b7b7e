import { beforeAll, describe, expect, test } from "vitest";
import { claims, iss, now, own, rejection, shared } from "./conformance/fixtures.ts";
import { type TestIssuer, testIssuer, unsignedToken } from "./conformance/test-issuer.ts";
import { judge } from "./judge.ts";
import type { JwksAnswer } from "./types.ts";

let issuer: TestIssuer;
let other: TestIssuer;

beforeAll(async () => {
  [issuer, other] = await Promise.all([testIssuer(), testIssuer()]);
});

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
