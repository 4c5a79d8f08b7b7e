import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ADA, ALAN, GRACE, protocolUnderTest } from "./protocol-under-test.ts";

const PATH = "/user_management/authenticate";
const KEYS = { client_id: "client_emulator", client_secret: "sk_test_emulator" };
const json = (body: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body,
});

describe("malformed authenticate requests", () => {
  it.each([
    ["nothing", ""],
    ["no JSON", "{grant_type:"],
    ["a list", "[]"],
    ["null", "null"],
    ["no grant type", JSON.stringify(KEYS)],
    ["a grant type that is no text", JSON.stringify({ ...KEYS, grant_type: 1 })],
    ["an unknown grant type", JSON.stringify({ ...KEYS, grant_type: "constructor" })],
    ["no client id", JSON.stringify({ grant_type: "refresh_token" })],
    ["no code", JSON.stringify({ ...KEYS, grant_type: "authorization_code" })],
    ["a code that is no text", JSON.stringify({ ...KEYS, grant_type: "authorization_code", code: {} })],
    ["no refresh token", JSON.stringify({ ...KEYS, grant_type: "refresh_token" })],
    ["no password", JSON.stringify({ ...KEYS, grant_type: "password", email: ADA.email })],
    [
      "a password without a secret",
      JSON.stringify({ client_id: KEYS.client_id, grant_type: "password", email: "a", password: "b" }),
    ],
  ])("are refused as OAuth refuses them: %s", async (_what, body) => {
    const { fetch } = await protocolUnderTest();
    const response = await fetch(PATH, json(body));
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toEqual({
      error: "invalid_request",
      error_description: expect.any(String),
    });
  });

  it("are refused when they are large, and a sign-in works afterwards", async () => {
    const { fetch, workos } = await protocolUnderTest();
    const large = JSON.stringify({ ...KEYS, grant_type: "password", email: "x".repeat(10_000_000) });
    const response = await fetch(PATH, json(large));
    expect(response.status).toBe(413);
    await workos.userManagement.authenticateWithPassword({
      email: ADA.email,
      password: ADA.password ?? "",
    });
  });

  it("never make the endpoint fail", async () => {
    const { fetch } = await protocolUnderTest({ rateLimits: false });
    const names = [
      "grant_type",
      "code",
      "code_verifier",
      "refresh_token",
      "email",
      "password",
      "organization_id",
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...names, "__proto__"), fc.oneof(fc.string(), fc.jsonValue())),
        fc.constantFrom("authorization_code", "refresh_token", "password", "__proto__", "toString"),
        async (fields, grantType) => {
          const response = await fetch(
            PATH,
            json(JSON.stringify({ grant_type: grantType, ...fields, ...KEYS })),
          );
          expect([400, 401, 403]).toContain(response.status);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it("may come as a form", async () => {
    const { fetch } = await protocolUnderTest();
    const response = await fetch(PATH, {
      method: "POST",
      body: new URLSearchParams({ ...KEYS, grant_type: "password", email: ADA.email, password: "engine" }),
    });
    expect(response.status).toBe(200);
  });
});

describe("the password grant", () => {
  it("refuses a wrong password and an unknown address in the same words", async () => {
    const { workos } = await protocolUnderTest();
    for (const email of [ADA.email, "nobody@example.com"])
      await expect(
        workos.userManagement.authenticateWithPassword({ email, password: "wrong" }),
      ).rejects.toMatchObject({
        status: 400,
        code: "invalid_credentials",
        message: `Invalid credentials for '${email}'.`,
      });
  });

  it("has members of several organizations choose one", async () => {
    const { workos, organizationId, userId } = await protocolUnderTest();
    const refused = await workos.userManagement
      .authenticateWithPassword({ email: ALAN.email, password: ALAN.password ?? "" })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({
      status: 403,
      rawData: {
        code: "organization_selection_required",
        organizations: [
          { id: organizationId("Navy"), name: "Navy" },
          { id: organizationId("Bletchley"), name: "Bletchley" },
        ],
        user: { id: userId(ALAN) },
      },
    });
    const pendingAuthenticationToken = (refused as { rawData: { pending_authentication_token: string } })
      .rawData.pending_authentication_token;
    const choose = (id: string) =>
      workos.userManagement.authenticateWithOrganizationSelection({
        pendingAuthenticationToken,
        organizationId: id,
      });
    await expect(choose("org_foreign")).rejects.toMatchObject({
      code: "organization_membership_not_found",
    });
    expect(await choose(organizationId("Bletchley"))).toMatchObject({
      organizationId: organizationId("Bletchley"),
    });
    await expect(choose(organizationId("Navy"))).rejects.toMatchObject({
      code: "invalid_pending_authentication_token",
    });
  });

  it("is limited to ten tries a minute for one address", async () => {
    const { workos, clock } = await protocolUnderTest();
    const attempt = (email: string) =>
      workos.userManagement.authenticateWithPassword({ email, password: "wrong" });
    for (let tries = 0; tries < 10; tries++)
      await expect(attempt(tries % 2 === 0 ? ADA.email : "ADA@example.com")).rejects.toMatchObject({
        status: 400,
      });
    await clock.advance("20s");
    await expect(attempt(ADA.email)).rejects.toMatchObject({
      status: 429,
      retryAfter: 40,
      message: expect.stringMatching(/^Rate limit exceeded/),
    });
    await expect(attempt(GRACE.email)).rejects.toMatchObject({ status: 400 });
    await clock.advance("40s");
    await workos.userManagement.authenticateWithPassword({
      email: ADA.email,
      password: ADA.password ?? "",
    });
  });
});

describe("the JWKS endpoint", () => {
  it("publishes the keys in WorkOS's content type, for this client id only", async () => {
    const { fetch } = await protocolUnderTest();
    const response = await fetch("/sso/jwks/client_emulator");
    expect(response.headers.get("content-type")).toBe("application/jwk-set+json");
    expect(await response.json()).toEqual({
      keys: [
        {
          alg: "RS256",
          kty: "RSA",
          use: "sig",
          e: "AQAB",
          n: expect.stringMatching(/^[\w-]{342}$/),
          kid: expect.stringMatching(/^sso_oidc_key_pair_/),
        },
      ],
    });
    const other = await fetch("/sso/jwks/client_other");
    expect([other.status, await other.json()]).toEqual([404, { message: "Not Found" }]);
  });
});
