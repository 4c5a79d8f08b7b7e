import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ADA, CALLBACK, protocolUnderTest, type ProtocolUnderTest } from "./protocol-under-test.ts";

// What a browser sends for authkit-js. The client itself drives the emulator in a real browser, in the tests of the whole.

const PAGE = "http://localhost:5173";
const VERIFIER = "v".repeat(128);

function post({ fetch }: ProtocolUnderTest, body: object, cookie?: string, origin = PAGE): Promise<Response> {
  return fetch("/user_management/authenticate", {
    method: "POST",
    headers: { "content-type": "application/json", origin, ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify({ client_id: "client_emulator", ...body }),
  });
}

async function exchanged(protocol: ProtocolUnderTest): Promise<Response> {
  const url = protocol.workos.userManagement.getAuthorizationUrl({
    provider: "authkit",
    redirectUri: CALLBACK,
    codeChallenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    codeChallengeMethod: "S256",
  });
  const { callback } = await protocol.signIn(url, ADA);
  return post(protocol, {
    grant_type: "authorization_code",
    code: callback.get("code"),
    code_verifier: VERIFIER,
  });
}

const cookiesOf = (response: Response): string[] => response.headers.getSetCookie();
const sent = (cookies: string[]): string => cookies.map((cookie) => cookie.split(";")[0]).join("; ");

describe("single-page apps", () => {
  it("may call from a registered origin, with cookies", async () => {
    const { fetch } = await protocolUnderTest();
    const response = await fetch("/user_management/authenticate", {
      method: "OPTIONS",
      headers: {
        origin: PAGE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": PAGE,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "content-type",
      "access-control-allow-methods": "POST, OPTIONS",
    });
  });

  it.each(["http://localhost:5174", "http://127.0.0.1:5173", "https://localhost:5173", "null"])(
    "may not call from %s",
    async (origin) => {
      const protocol = await protocolUnderTest();
      const preflight = await protocol.fetch("/user_management/authenticate", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
      expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
      const answer = await post(protocol, { grant_type: "refresh_token" }, undefined, origin);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(protocol.timeline.events()[0]).toMatchObject({
        kind: "cors",
        failureMode: "cors-origin-missing",
      });
    },
  );

  it("get the refresh token in the body and in a cookie, and a cookie they can read", async () => {
    const protocol = await protocolUnderTest();
    const response = await exchanged(protocol);
    const body = (await response.json()) as { refresh_token: string };
    expect(response.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(cookiesOf(response)).toEqual([
      `workos-refresh-token-client_emulator=${body.refresh_token}; Max-Age=2592000; HttpOnly; Path=/; SameSite=Lax`,
      "workos-has-session=client_emulator; Max-Age=2592000; Path=/; SameSite=Lax",
    ]);
  });

  it("refresh by the cookie alone, and lose it with the session", async () => {
    const protocol = await protocolUnderTest();
    const first = cookiesOf(await exchanged(protocol));
    const refreshed = await post(protocol, { grant_type: "refresh_token" }, sent(first));
    expect(refreshed.status).toBe(200);
    const second = cookiesOf(refreshed);
    expect(second[0]).not.toBe(first[0]);

    protocol.context.sessions.end(protocol.context.sessions.all()[0]?.id ?? "");
    const over = await post(protocol, { grant_type: "refresh_token" }, sent(second));
    expect([over.status, await over.json()]).toEqual([
      400,
      { error: "invalid_grant", error_description: "Session has already ended." },
    ]);
    expect(over.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(cookiesOf(over)).toEqual([
      "workos-refresh-token-client_emulator=; Max-Age=0; HttpOnly; Path=/; SameSite=Lax",
      "workos-has-session=; Max-Age=0; Path=/; SameSite=Lax",
    ]);
  });

  it("keep the names of other clients in the readable cookie", async () => {
    const protocol = await protocolUnderTest();
    const first = sent(cookiesOf(await exchanged(protocol))).replace(
      "workos-has-session=client_emulator",
      "workos-has-session=client_other",
    );
    const refreshed = await post(protocol, { grant_type: "refresh_token" }, first);
    expect(cookiesOf(refreshed)[1]).toMatch(/^workos-has-session=client_other\.client_emulator;/);
  });

  it("send the token of the body before the one of the cookie", async () => {
    const protocol = await protocolUnderTest();
    const response = await exchanged(protocol);
    const { refresh_token } = (await response.json()) as { refresh_token: string };
    const refreshed = await post(
      protocol,
      { grant_type: "refresh_token", refresh_token },
      "workos-refresh-token-client_emulator=nonsense",
    );
    expect(refreshed.status).toBe(200);
  });
});
