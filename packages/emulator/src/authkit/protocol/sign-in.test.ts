import { judge } from "@convex-authkit/core";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { ADA, CALLBACK, GRACE, protocolUnderTest } from "./protocol-under-test.ts";

const COOKIE_PASSWORD = "a cookie password of 32 characters, or more";

describe("signing in with WorkOS's SDK", () => {
  it("goes from authorize over the code and the refresh token to the end of the session", async () => {
    const { workos, signIn, userId, fetch, kinds } = await protocolUnderTest();
    const begun = await workos.userManagement.getAuthorizationUrlWithPKCE({
      provider: "authkit",
      redirectUri: CALLBACK,
    });
    const { location, callback } = await signIn(begun.url, ADA);
    expect(location.startsWith(`${CALLBACK}?`)).toBe(true);
    expect(callback.get("state")).toBe(begun.state);

    const first = await workos.userManagement.authenticateWithCode({
      code: callback.get("code") ?? "",
      codeVerifier: begun.codeVerifier,
    });
    expect(first).toMatchObject({
      user: { id: userId(ADA), email: ADA.email, firstName: "Ada" },
      authenticationMethod: "Password",
    });
    expect(first.organizationId).toBeUndefined();

    const next = await workos.userManagement.authenticateWithRefreshToken({
      refreshToken: first.refreshToken,
    });
    expect(next.refreshToken).not.toBe(first.refreshToken);
    const { sid, jti } = decodeJwt(first.accessToken);
    expect(decodeJwt(next.accessToken)).toMatchObject({ sid, sub: userId(ADA) });
    expect(decodeJwt(next.accessToken).jti).not.toBe(jti);

    const out = await fetch(
      workos.userManagement.getLogoutUrl({ sessionId: String(sid), returnTo: "http://localhost:3000" }),
    );
    expect(out.status).toBe(302);
    expect(out.headers.get("location")).toBe("http://localhost:3000");
    await expect(
      workos.userManagement.authenticateWithRefreshToken({ refreshToken: next.refreshToken }),
    ).rejects.toMatchObject({ status: 400, error: "invalid_grant" });
    expect(kinds()).toEqual([
      "authorize ok",
      "code ok",
      "grant ok",
      "refresh ok",
      "sign-out ok",
      "refresh refused",
    ]);
  });

  it("gives tokens with WorkOS's claims, verified by the published keys", async () => {
    const { workos, userId, organizationId } = await protocolUnderTest();
    const { accessToken, ...answer } = await workos.userManagement.authenticateWithPassword({
      email: "GRACE@example.com",
      password: GRACE.password ?? "",
    });
    expect(answer).toMatchObject({ organizationId: organizationId("Navy") });

    const jwksUrl = workos.userManagement.getJwksUrl("client_emulator");
    const { payload, protectedHeader } = await jwtVerify(accessToken, createRemoteJWKSet(new URL(jwksUrl)));
    expect(protectedHeader).toEqual({
      alg: "RS256",
      typ: "JWT",
      kid: expect.stringMatching(/^sso_oidc_key_pair_[0-9A-Z]{26}$/),
    });
    expect(payload).toEqual({
      iss: "https://api.workos.com/user_management/client_emulator",
      sub: userId(GRACE),
      sid: expect.stringMatching(/^session_[0-9A-Z]{26}$/),
      jti: expect.stringMatching(/^[0-9A-Z]{26}$/),
      client_id: "client_emulator",
      auth_time: expect.any(Number),
      org_id: organizationId("Navy"),
      role: "admin",
      roles: ["admin"],
      permissions: [],
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + 300,
    });
  });

  it("gives tokens that Convex accepts by the second provider of the usual auth config", async () => {
    const { workos, fetch } = await protocolUnderTest();
    const { accessToken } = await workos.userManagement.authenticateWithPassword({
      email: ADA.email,
      password: ADA.password ?? "",
    });
    const clientId = "client_emulator";
    const jwks = `https://api.workos.com/sso/jwks/${clientId}`;
    const verdict = await judge(accessToken, {
      config: {
        providers: [
          {
            type: "customJwt",
            issuer: "https://api.workos.com/",
            algorithm: "RS256",
            applicationID: clientId,
            jwks,
          },
          {
            type: "customJwt",
            issuer: `https://api.workos.com/user_management/${clientId}`,
            algorithm: "RS256",
            jwks,
          },
        ],
      },
      jwks: async () => {
        const response = await fetch(`/sso/jwks/${clientId}`);
        return {
          status: response.status,
          contentType: response.headers.get("content-type") ?? "",
          body: await response.text(),
        };
      },
      now: Math.floor(Date.now() / 1000),
    });
    expect(verdict).toMatchObject({ accepted: true, provider: 1 });
  });

  it("seals sessions that the SDK unseals, verifies and refreshes", async () => {
    const { workos, clock } = await protocolUnderTest({ tokenLifetime: 60 });
    const { sealedSession = "" } = await workos.userManagement.authenticateWithPassword({
      email: ADA.email,
      password: ADA.password ?? "",
      session: { sealSession: true, cookiePassword: COOKIE_PASSWORD },
    });
    const session = workos.userManagement.loadSealedSession({
      sessionData: sealedSession,
      cookiePassword: COOKIE_PASSWORD,
    });
    expect(await session.authenticate()).toMatchObject({ authenticated: true, user: { email: ADA.email } });
    await clock.advance("30s");
    expect(await session.refresh()).toMatchObject({
      authenticated: true,
      sealedSession: expect.any(String),
      user: { email: ADA.email },
    });
  });

  it("lets a client without a secret in by its verifier", async () => {
    const { publicWorkos, signIn } = await protocolUnderTest();
    const begun = await publicWorkos.userManagement.getAuthorizationUrlWithPKCE({
      provider: "authkit",
      redirectUri: CALLBACK,
    });
    const { callback } = await signIn(begun.url, ADA);
    const first = await publicWorkos.userManagement.authenticateWithCode({
      code: callback.get("code") ?? "",
      codeVerifier: begun.codeVerifier,
    });
    const next = await publicWorkos.userManagement.authenticateWithRefreshToken({
      refreshToken: first.refreshToken,
    });
    expect(decodeProtectedHeader(next.accessToken).alg).toBe("RS256");
  });
});
