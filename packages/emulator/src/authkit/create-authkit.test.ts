import { WorkOS } from "@workos-inc/node";
import { decodeJwt } from "jose";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEmulator } from "../create-emulator.ts";
import type { AuthKitSideOptions, Emulator } from "../emulator.ts";

const ADA = { email: "ada@example.com", password: "engine", firstName: "Ada" };
const ALAN = {
  email: "alan@example.com",
  password: "enigma",
  memberships: [{ organization: "Navy" }, { organization: "Bletchley", roles: ["admin"] }],
};
const CALLBACK = "http://localhost:3000/callback";

async function start(options: AuthKitSideOptions = {}): Promise<{ emulator: Emulator; workos: WorkOS }> {
  const emulator = await createEmulator({
    authkit: { port: 0, seed: { accounts: [ADA, ALAN] }, ...options },
  });
  onTestFinished(() => emulator.close());
  const workos = new WorkOS({
    apiKey: emulator.apiKey,
    clientId: emulator.clientId,
    apiHostname: "localhost",
    port: Number(new URL(emulator.url).port),
    https: false,
    maxRetries: 0,
  });
  return { emulator, workos };
}

/** A browser that follows redirects until it leaves the emulator, and fills in forms as they are written. */
async function browse(emulator: Emulator, from: string, forms: Record<string, string>[]): Promise<URL> {
  const cookies = new Map<string, string>();
  const go = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", ...init, headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  let url = new URL(from, emulator.url);
  let response = await go(url);
  for (;;) {
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url);
      if (url.origin !== emulator.url) return url;
      response = await go(url);
      continue;
    }
    const filled = forms.shift();
    if (filled === undefined) return url;
    const page = await response.text();
    const action = /<form[^>]*action="([^"]*)"/.exec(page)?.[1] ?? url.href;
    const hidden = Object.fromEntries(
      [...page.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)].map(
        ([, name = "", value = ""]) => [name, value],
      ),
    );
    response = await go(new URL(action, url), {
      method: "POST",
      body: new URLSearchParams({ ...hidden, ...filled }),
    });
  }
}

describe("the AuthKit side", () => {
  it("signs somebody in on its own page", async () => {
    const { emulator, workos } = await start();
    const begun = await workos.userManagement.getAuthorizationUrlWithPKCE({
      provider: "authkit",
      redirectUri: CALLBACK,
    });
    const { searchParams } = await browse(emulator, begun.url, [
      { email: ADA.email, password: ADA.password },
    ]);
    expect(searchParams.get("state")).toBe(begun.state);
    const { accessToken } = await workos.userManagement.authenticateWithCode({
      code: searchParams.get("code") ?? "",
      codeVerifier: begun.codeVerifier,
    });
    const [session] = emulator.authkit?.sessions() ?? [];
    expect(session).toMatchObject({ email: ADA.email, status: "active", refreshes: 0 });
    expect(decodeJwt(accessToken)["sid"]).toBe(session?.id);
  });

  it("lets members of several organizations choose on its page", async () => {
    const { emulator, workos } = await start();
    const begun = await workos.userManagement.getAuthorizationUrlWithPKCE({
      provider: "authkit",
      redirectUri: CALLBACK,
    });
    const organization = (await workos.organizations.listOrganizations()).data.find(
      ({ name }) => name === "Bletchley",
    );
    const { searchParams } = await browse(emulator, begun.url, [
      { email: ALAN.email, password: ALAN.password },
      { organization: organization?.id ?? "" },
    ]);
    const answer = await workos.userManagement.authenticateWithCode({
      code: searchParams.get("code") ?? "",
      codeVerifier: begun.codeVerifier,
    });
    expect(answer.organizationId).toBe(organization?.id);
    expect(decodeJwt(answer.accessToken)).toMatchObject({ role: "admin" });
  });

  it("lets a password be tried ten times a minute on its page, and knows no limits where they are off", async () => {
    for (const rateLimits of [true, false]) {
      const { emulator, workos } = await start({ rateLimits });
      const url = workos.userManagement.getAuthorizationUrl({ provider: "authkit", redirectUri: CALLBACK });
      const wrong = Array.from({ length: 10 }, () => ({ email: ADA.email, password: "wrong" }));
      const end = await browse(emulator, url, [...wrong, { email: ADA.email, password: ADA.password }]);
      if (rateLimits) expect(end.searchParams.get("problem")).toBe("too-many-tries");
      else expect(end.searchParams.has("code")).toBe(true);
    }
  });

  it("shows an error page where production does", async () => {
    const { emulator, workos } = await start();
    const url = workos.userManagement.getAuthorizationUrl({
      provider: "authkit",
      redirectUri: "http://localhost:3000/elsewhere",
    });
    const response = await fetch(url);
    expect(new URL(response.url).pathname).toBe("/error.workos.com/redirect-uri-invalid");
    expect(response.status).toBe(400);
    expect(emulator.timeline.events()[0]).toMatchObject({ failureMode: "redirect-uri-mismatch" });
  });

  it("signs accounts in without a page, and says which account or organization is wrong", async () => {
    const { emulator, workos } = await start();
    const { authkit } = emulator;
    if (authkit === null) throw new Error("The AuthKit side is missing.");
    const ada = await authkit.signIn("ADA@example.com");
    expect(ada).toMatchObject({ organizationId: null, user: { email: ADA.email } });
    await workos.userManagement.authenticateWithRefreshToken({ refreshToken: ada.refreshToken });
    await expect(authkit.signIn("nobody@example.com")).rejects.toThrow(
      /no account nobody@example\.com.*ada@/,
    );
    await expect(authkit.signIn(ALAN.email)).rejects.toThrow(/several organizations; name one: org_/);
    await expect(authkit.signIn(ADA.email, { organizationId: "org_x" })).rejects.toThrow(
      /not an active member/,
    );
  });

  it("goes back to the seed, and keeps its key", async () => {
    const { emulator, workos } = await start();
    const { authkit } = emulator;
    if (authkit === null) throw new Error("The AuthKit side is missing.");
    const ada = await authkit.signIn(ADA.email);
    const keys = await authkit.jwks();
    await workos.userManagement.createUser({ email: "new@example.com" });
    await emulator.reset();
    expect(authkit.sessions()).toEqual([]);
    expect(authkit.accounts().map(({ email }) => email)).toEqual([ADA.email, ALAN.email]);
    expect(await authkit.jwks()).toEqual(keys);
    await expect(
      workos.userManagement.authenticateWithRefreshToken({ refreshToken: ada.refreshToken }),
    ).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  it("mints tokens of any claims", async () => {
    const { emulator } = await start();
    expect(decodeJwt(await emulator.mint({ sub: "user_1", iss: "https://other.example.com" }))).toEqual({
      iss: "https://other.example.com",
      sub: "user_1",
      jti: expect.any(String),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
  });

  it("revokes a session as the dashboard does", async () => {
    const { emulator, workos } = await start();
    const { authkit } = emulator;
    if (authkit === null) throw new Error("The AuthKit side is missing.");
    const ada = await authkit.signIn(ADA.email);
    authkit.revoke(ada.sessionId);
    expect(authkit.sessions()[0]?.status).toBe("revoked");
    await expect(
      workos.userManagement.authenticateWithRefreshToken({ refreshToken: ada.refreshToken }),
    ).rejects.toMatchObject({
      errorDescription: "Session has already ended.",
    });
  });

  it("answers 404 where WorkOS has nothing", async () => {
    const { emulator } = await start();
    const response = await fetch(`${emulator.url}/user_management/nothing`);
    expect([response.status, await response.json()]).toEqual([
      404,
      { message: "Cannot GET /user_management/nothing", error: "Not Found" },
    ]);
  });

  it("plants the faults' answers at every endpoint, where a page can read them", async () => {
    const { emulator } = await start();
    const known = emulator.faults.known.map(({ id }) => id);
    expect(known).toContain("rate-limit");
    emulator.faults.set("rate-limit");
    const response = await fetch(`${emulator.url}/user_management/authenticate`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:5173" },
      body: JSON.stringify({ grant_type: "refresh_token", client_id: emulator.clientId }),
    });
    expect(response.status).toBe(429);
    expect(response.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  });
});
