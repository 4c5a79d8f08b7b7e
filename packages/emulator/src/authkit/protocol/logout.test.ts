import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { ADA, CALLBACK, GRACE, protocolUnderTest, type ProtocolUnderTest } from "./protocol-under-test.ts";

async function signedIn({ workos }: ProtocolUnderTest, { email, password = "" } = ADA) {
  const tokens = await workos.userManagement.authenticateWithPassword({ email, password });
  return { ...tokens, sessionId: String(decodeJwt(tokens.accessToken)["sid"]) };
}

describe("signing out", () => {
  it("kills the refresh tokens of the session, and of no other", async () => {
    const protocol = await protocolUnderTest();
    const { workos, fetch } = protocol;
    const ada = await signedIn(protocol);
    const other = await signedIn(protocol);
    await fetch(workos.userManagement.getLogoutUrl({ sessionId: ada.sessionId }));
    await expect(workos.userManagement.authenticateWithRefreshToken(ada)).rejects.toMatchObject({
      error: "invalid_grant",
      errorDescription: "Session has already ended.",
    });
    await workos.userManagement.authenticateWithRefreshToken({ refreshToken: other.refreshToken });
  });

  it.each([
    ["to where the app wants it", "http://localhost:5173", "http://localhost:5173"],
    ["to the homepage where that is not allowed", "https://evil.example.com/", "http://localhost:3000"],
    ["to the homepage where it is a path", "/", "http://localhost:3000"],
    ["to the homepage where nothing is said", undefined, "http://localhost:3000"],
  ])("sends the browser %s", async (_what, returnTo, target) => {
    const protocol = await protocolUnderTest();
    const { sessionId } = await signedIn(protocol);
    const response = await protocol.fetch(
      protocol.workos.userManagement.getLogoutUrl({
        sessionId,
        ...(returnTo === undefined ? {} : { returnTo }),
      }),
      { headers: { origin: "http://localhost:3000" } },
    );
    expect([response.status, response.headers.get("location")]).toEqual([302, target]);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("ends on an error page where there is no homepage", async () => {
    const protocol = await protocolUnderTest({ homepageUrl: null });
    const { sessionId } = await signedIn(protocol);
    const response = await protocol.fetch(protocol.workos.userManagement.getLogoutUrl({ sessionId }));
    expect(response.headers.get("location")).toBe(
      `${protocol.url}/error.workos.com/user_management/app-homepage-url-not-found`,
    );
    expect(protocol.timeline.events().at(-1)).toMatchObject({
      outcome: "refused",
      failureMode: "logout-error-page",
    });
  });

  it("asks for a session id, and lets one that is over or unknown pass", async () => {
    const { fetch } = await protocolUnderTest();
    expect((await fetch("/user_management/sessions/logout")).status).toBe(422);
    expect((await fetch("/user_management/sessions/logout?session_id=session_gone")).status).toBe(302);
  });

  it("signs the browser out of the hosted page", async () => {
    const { workos, signIn, fetch, context } = await protocolUnderTest();
    const url = workos.userManagement.getAuthorizationUrl({ provider: "authkit", redirectUri: CALLBACK });
    const { cookie } = await signIn(url, ADA);
    const [session] = context.sessions.all();
    const out = await fetch(workos.userManagement.getLogoutUrl({ sessionId: session?.id ?? "" }), {
      headers: { cookie },
    });
    expect(out.headers.get("set-cookie")).toContain(
      "authkit_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
    );
    expect((await fetch(url, { headers: { cookie } })).headers.get("location")).toMatch(/^\/page\//);
  });
});

describe("the sessions API", () => {
  it("lists a user's sessions, newest first, and revokes them", async () => {
    const protocol = await protocolUnderTest();
    const { workos, clock, userId, organizationId } = protocol;
    const first = await signedIn(protocol, GRACE);
    await clock.advance("1m");
    const second = await signedIn(protocol, GRACE);
    await signedIn(protocol, ADA);
    await workos.userManagement.revokeSession({ sessionId: first.sessionId });

    const { data } = await workos.userManagement.listSessions(userId(GRACE));
    expect(data.map(({ id, status }) => [id, status])).toEqual([
      [second.sessionId, "active"],
      [first.sessionId, "revoked"],
    ]);
    expect(data[0]).toMatchObject({
      object: "session",
      userId: userId(GRACE),
      organizationId: organizationId("Navy"),
      authMethod: "password",
      endedAt: null,
    });
    await expect(workos.userManagement.authenticateWithRefreshToken(first)).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  it("asks for the API key, and for a session that exists", async () => {
    const { workos, fetch, userId } = await protocolUnderTest();
    const response = await fetch(`/user_management/users/${userId(ADA)}/sessions`);
    expect([response.status, await response.json()]).toEqual([401, { message: "Unauthorized" }]);
    await expect(workos.userManagement.revokeSession({ sessionId: "session_gone" })).rejects.toMatchObject({
      status: 404,
    });
    await expect(workos.userManagement.listSessions("user_gone")).rejects.toMatchObject({ status: 404 });
  });
});
