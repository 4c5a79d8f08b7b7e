import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { fault } from "../../../faults/fault.ts";
import { ADA, ALAN, GRACE, protocolUnderTest, type ProtocolUnderTest } from "../protocol-under-test.ts";

const EXCHANGED = {
  status: 400,
  error: "invalid_grant",
  errorDescription: "Refresh token already exchanged.",
};

async function signedIn({ workos }: ProtocolUnderTest, { email, password = "" } = ADA) {
  const { refreshToken, accessToken } = await workos.userManagement.authenticateWithPassword({
    email,
    password,
  });
  return { refreshToken, accessToken };
}

describe("the refresh grant", () => {
  it("gives the same pair again for 30 seconds, then refuses the token", async () => {
    const protocol = await protocolUnderTest();
    const { workos, clock } = protocol;
    const { refreshToken } = await signedIn(protocol);
    const pair = await workos.userManagement.authenticateWithRefreshToken({ refreshToken });
    await clock.advance("29s");
    expect(await workos.userManagement.authenticateWithRefreshToken({ refreshToken })).toEqual(pair);
    await clock.advance("1s");
    await expect(workos.userManagement.authenticateWithRefreshToken({ refreshToken })).rejects.toMatchObject(
      EXCHANGED,
    );
    expect(
      await workos.userManagement.authenticateWithRefreshToken({ refreshToken: pair.refreshToken }),
    ).not.toEqual(pair);
  });

  it("gives one pair to requests that race for it", async () => {
    const protocol = await protocolUnderTest();
    const { refreshToken } = await signedIn(protocol);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        protocol.workos.userManagement.authenticateWithRefreshToken({ refreshToken }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.accessToken)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
  });

  it("gives the pair of its own exchange to each of several used tokens", async () => {
    const protocol = await protocolUnderTest();
    const { workos } = protocol;
    const { refreshToken } = await signedIn(protocol);
    const second = await workos.userManagement.authenticateWithRefreshToken({ refreshToken });
    const third = await workos.userManagement.authenticateWithRefreshToken({
      refreshToken: second.refreshToken,
    });
    expect(await workos.userManagement.authenticateWithRefreshToken({ refreshToken })).toEqual(second);
    expect(
      await workos.userManagement.authenticateWithRefreshToken({ refreshToken: second.refreshToken }),
    ).toEqual(third);
  });

  it.each([
    ["nothing of ours", () => "a refresh token"],
    ["one with another number", (token: string) => `${token.slice(0, 21)}5${token.slice(22)}`],
    ["one with another seal", (token: string) => `${token.slice(0, -1)}${token.endsWith("A") ? "Q" : "A"}`],
  ])("refuses %s", async (_what, forge) => {
    const protocol = await protocolUnderTest();
    const { refreshToken } = await signedIn(protocol);
    await expect(
      protocol.workos.userManagement.authenticateWithRefreshToken({ refreshToken: forge(refreshToken) }),
    ).rejects.toMatchObject({ error: "invalid_grant", errorDescription: "Invalid refresh token." });
  });

  it("stays in its organization, switches to another of the user's, and refuses a foreign one", async () => {
    const protocol = await protocolUnderTest();
    const { workos, organizationId, signIn } = protocol;
    const { url, codeVerifier } = await workos.userManagement.getAuthorizationUrlWithPKCE({
      provider: "authkit",
      redirectUri: "http://localhost:3000/callback",
      organizationId: organizationId("Navy"),
    });
    const { callback } = await signIn(url, ALAN);
    const first = await workos.userManagement.authenticateWithCode({
      code: callback.get("code") ?? "",
      codeVerifier,
    });
    expect(first.organizationId).toBe(organizationId("Navy"));

    const stays = await workos.userManagement.authenticateWithRefreshToken({
      refreshToken: first.refreshToken,
    });
    expect(decodeJwt(stays.accessToken)).toMatchObject({ org_id: organizationId("Navy"), role: "member" });
    const switched = await workos.userManagement.authenticateWithRefreshToken({
      refreshToken: stays.refreshToken,
      organizationId: organizationId("Bletchley"),
    });
    expect(switched.organizationId).toBe(organizationId("Bletchley"));
    const remembered = await workos.userManagement.authenticateWithRefreshToken({
      refreshToken: switched.refreshToken,
    });
    expect(decodeJwt(remembered.accessToken)["org_id"]).toBe(organizationId("Bletchley"));

    const { refreshToken } = await signedIn(protocol, GRACE);
    await expect(
      workos.userManagement.authenticateWithRefreshToken({
        refreshToken,
        organizationId: organizationId("Bletchley"),
      }),
    ).rejects.toMatchObject({ status: 400, error: "organization_membership_not_found" });
    // The refused switch used nothing up.
    await workos.userManagement.authenticateWithRefreshToken({ refreshToken });
  });

  it("switches although another request has just exchanged the token", async () => {
    const protocol = await protocolUnderTest();
    const { workos, organizationId, userId } = protocol;
    const { refreshToken } = await signedIn(protocol, GRACE);
    const bletchley = protocol.context.directory.organizations.byName("Bletchley");
    if (bletchley === undefined) throw new Error("The seed has no Bletchley.");
    protocol.context.directory.memberships.create(userId(GRACE), bletchley, ["member"]);
    const stays = await workos.userManagement.authenticateWithRefreshToken({ refreshToken });
    const switched = await workos.userManagement.authenticateWithRefreshToken({
      refreshToken,
      organizationId: bletchley.id,
    });
    expect([stays.organizationId, switched.organizationId]).toEqual([organizationId("Navy"), bletchley.id]);
  });

  it("ends with the membership the session rests on, and with the user", async () => {
    const protocol = await protocolUnderTest();
    const { directory } = protocol.context;
    const grace = await signedIn(protocol, GRACE);
    const [membership] = directory.activeMemberships(protocol.userId(GRACE));
    directory.memberships.setStatus(membership?.id ?? "", "inactive");
    await expect(protocol.workos.userManagement.authenticateWithRefreshToken(grace)).rejects.toMatchObject({
      error: "invalid_grant",
    });

    const ada = await signedIn(protocol);
    directory.users.remove(protocol.userId(ADA));
    await expect(protocol.workos.userManagement.authenticateWithRefreshToken(ada)).rejects.toMatchObject({
      error: "invalid_grant",
      errorDescription: "Invalid refresh token.",
    });
  });

  it("ends with the inactivity and with the longest life of the session", async () => {
    const protocol = await protocolUnderTest({ sessionLifetime: 3600, inactivityTimeout: 900 });
    const { workos, clock } = protocol;
    const idle = await signedIn(protocol);
    let used = (await signedIn(protocol)).refreshToken;
    for (let quarter = 0; quarter < 4; quarter++) {
      await clock.advance("14m");
      used = (await workos.userManagement.authenticateWithRefreshToken({ refreshToken: used })).refreshToken;
    }
    const over = { error: "invalid_grant", errorDescription: "Session has already ended." };
    await expect(workos.userManagement.authenticateWithRefreshToken(idle)).rejects.toMatchObject(over);
    await clock.advance("4m");
    await expect(
      workos.userManagement.authenticateWithRefreshToken({ refreshToken: used }),
    ).rejects.toMatchObject(over);
    expect(protocol.context.sessions.all().map(protocol.context.sessions.status)).toEqual([
      "expired",
      "expired",
    ]);
  });

  it("asks the faults, and tells which one had a hand in it", async () => {
    const strict = fault({
      id: "strict",
      side: "authkit",
      title: "",
      about: "",
      provokes: [],
      parameters: {},
      at: { replayGrace: () => 0 },
    });
    const protocol = await protocolUnderTest({ known: [strict] });
    const { workos, faults, timeline, userId } = protocol;
    const { refreshToken, accessToken } = await signedIn(protocol);
    faults.set("strict");
    await workos.userManagement.authenticateWithRefreshToken({ refreshToken });
    await expect(workos.userManagement.authenticateWithRefreshToken({ refreshToken })).rejects.toMatchObject(
      EXCHANGED,
    );
    expect(timeline.events().at(-1)).toMatchObject({
      kind: "refresh",
      outcome: "fault",
      fault: "strict",
      failureMode: "refresh-token-already-exchanged",
      subject: { userId: userId(ADA), email: ADA.email, sessionId: decodeJwt(accessToken)["sid"] },
    });
  });
});
