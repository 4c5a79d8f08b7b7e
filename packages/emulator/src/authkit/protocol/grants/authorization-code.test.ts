import { describe, expect, it } from "vitest";
import { ADA, CALLBACK, protocolUnderTest, type ProtocolUnderTest } from "../protocol-under-test.ts";

const EXPIRED = { status: 400, error: "invalid_grant" };

async function code({ workos, signIn }: ProtocolUnderTest) {
  const { url, codeVerifier } = await workos.userManagement.getAuthorizationUrlWithPKCE({
    provider: "authkit",
    redirectUri: CALLBACK,
  });
  const { callback } = await signIn(url, ADA);
  return { code: callback.get("code") ?? "", codeVerifier };
}

describe("the authorization code grant", () => {
  it("takes a code once", async () => {
    const protocol = await protocolUnderTest();
    const sent = await code(protocol);
    await protocol.workos.userManagement.authenticateWithCode(sent);
    await expect(protocol.workos.userManagement.authenticateWithCode(sent)).rejects.toMatchObject({
      ...EXPIRED,
      errorDescription: `The code '${sent.code}' has expired or is invalid.`,
    });
  });

  it("gives tokens to one of the requests that race with a code", async () => {
    const protocol = await protocolUnderTest();
    const sent = await code(protocol);
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, () => protocol.workos.userManagement.authenticateWithCode(sent)),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("takes a code for ten minutes", async () => {
    const protocol = await protocolUnderTest();
    const early = await code(protocol);
    const late = await code(protocol);
    await protocol.clock.advance("9m59s");
    await protocol.workos.userManagement.authenticateWithCode(early);
    await protocol.clock.advance("1s");
    await expect(protocol.workos.userManagement.authenticateWithCode(late)).rejects.toMatchObject(EXPIRED);
  });

  it("asks for the verifier, which a wrong one does not use up", async () => {
    const protocol = await protocolUnderTest();
    const sent = await code(protocol);
    await expect(
      protocol.workos.userManagement.authenticateWithCode({ ...sent, codeVerifier: "a".repeat(43) }),
    ).rejects.toMatchObject(EXPIRED);
    await expect(
      protocol.workos.userManagement.authenticateWithCode({ code: sent.code }),
    ).rejects.toMatchObject({ error: "invalid_request", errorDescription: "code_verifier is required." });
    await protocol.workos.userManagement.authenticateWithCode(sent);
  });

  it("lets only a client with the API key come without a challenge", async () => {
    const protocol = await protocolUnderTest();
    const { workos, publicWorkos, signIn } = protocol;
    const url = workos.userManagement.getAuthorizationUrl({ provider: "authkit", redirectUri: CALLBACK });
    const first = (await signIn(url, ADA)).callback.get("code") ?? "";
    await expect(
      publicWorkos.userManagement.authenticateWithCode({ code: first, codeVerifier: "a".repeat(43) }),
    ).rejects.toMatchObject({ error: "invalid_request" });
    await workos.userManagement.authenticateWithCode({ code: first });
  });

  it("refuses the API key of another environment, and another client id", async () => {
    const protocol = await protocolUnderTest();
    const sent = await code(protocol);
    const body = {
      grant_type: "authorization_code",
      client_id: "client_emulator",
      client_secret: "sk_test_of_another_environment",
      code: sent.code,
      code_verifier: sent.codeVerifier,
    };
    const post = (changes: object) =>
      protocol.fetch("/user_management/authenticate", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...body, ...changes }),
      });
    const foreignKey = await post({});
    expect([foreignKey.status, await foreignKey.json()]).toEqual([
      401,
      { error: "invalid_client", error_description: "Invalid client secret." },
    ]);
    const foreignClient = await post({ client_id: "client_other" });
    expect([foreignClient.status, await foreignClient.json()]).toEqual([
      400,
      { error: "invalid_client", error_description: "Invalid client ID." },
    ]);
    expect((await post({ client_secret: "sk_test_emulator" })).status).toBe(200);
  });

  it("dies with its session", async () => {
    const protocol = await protocolUnderTest();
    const sent = await code(protocol);
    const [session] = await protocol.workos.userManagement
      .listSessions(protocol.userId(ADA))
      .then(({ data }) => data);
    await protocol.workos.userManagement.revokeSession({ sessionId: session?.id ?? "" });
    await expect(protocol.workos.userManagement.authenticateWithCode(sent)).rejects.toMatchObject(EXPIRED);
  });
});
