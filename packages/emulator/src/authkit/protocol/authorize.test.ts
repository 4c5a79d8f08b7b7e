import { describe, expect, it } from "vitest";
import { ADA, ALAN, CALLBACK, GRACE, protocolUnderTest } from "./protocol-under-test.ts";

const AUTHORIZE = {
  client_id: "client_emulator",
  redirect_uri: CALLBACK,
  response_type: "code",
  provider: "authkit",
};
const authorize = (changes: Record<string, string> = {}): string =>
  `/user_management/authorize?${new URLSearchParams({ ...AUTHORIZE, ...changes }).toString()}`;
const without = (name: keyof typeof AUTHORIZE): string => {
  const { [name]: _left, ...rest } = AUTHORIZE;
  return `/user_management/authorize?${new URLSearchParams(rest).toString()}`;
};

describe("authorize", () => {
  it.each([
    "Fe26.2*1*0a*b~c-d_e*~2",
    '{"returnTo":"/a b?c=d&e=f#g","ü":"✓"}',
    "eyJyZXR1cm5QYXRobmFtZSI6Ii8ifQ==.a+b/c",
    "",
  ])("gives the state %j back verbatim", async (state) => {
    const { signIn } = await protocolUnderTest();
    const { callback } = await signIn(authorize({ state }), ADA);
    expect(callback.get("state")).toBe(state);
  });

  it("gives no state back where none was sent", async () => {
    const { signIn } = await protocolUnderTest();
    expect((await signIn(authorize(), ADA)).callback.has("state")).toBe(false);
  });

  it.each([
    [
      "an unknown client id",
      authorize({ client_id: "client_other" }),
      "/error.workos.com/sso/client-id-invalid",
    ],
    ["no client id", without("client_id"), "/error.workos.com/sso/client-id-invalid"],
    [
      "a redirect URI on another port",
      authorize({ redirect_uri: "http://localhost:3001/callback" }),
      "/error.workos.com/redirect-uri-invalid",
    ],
    [
      "a redirect URI under the other loopback name",
      authorize({ redirect_uri: "http://127.0.0.1:3000/callback" }),
      "/error.workos.com/redirect-uri-invalid",
    ],
    ["no redirect URI", without("redirect_uri"), "/error.workos.com/redirect-uri-invalid"],
    ["no provider", without("provider"), "/error.workos.com/sso/invalid-connection-selector"],
  ])("ends on an error page for %s, and tells the app nothing", async (_what, path, page) => {
    const { fetch, url, kinds } = await protocolUnderTest();
    const response = await fetch(path, { headers: { origin: "http://localhost:3000" } });
    expect(response.status).toBe(302);
    const location = new URL(response.headers.get("location") ?? "", url);
    expect([location.origin, location.pathname]).toEqual([url, page]);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(kinds()).toEqual(["authorize refused"]);
  });

  it.each([
    ["another response type", { response_type: "token" }, "unsupported_response_type"],
    [
      "a plain challenge",
      { code_challenge: "a".repeat(43), code_challenge_method: "plain" },
      "invalid_request",
    ],
    [
      "a challenge that is no hash",
      { code_challenge: "short", code_challenge_method: "S256" },
      "invalid_request",
    ],
    ["an unknown organization", { organization_id: "org_unknown" }, "organization_invalid"],
  ])("tells the app of %s", async (_what, changes, error) => {
    const { fetch } = await protocolUnderTest();
    const response = await fetch(authorize({ ...changes, state: "s" }));
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.href.startsWith(`${CALLBACK}?`)).toBe(true);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      error,
      error_description: expect.any(String),
      state: "s",
    });
  });

  it("registers wildcards, and comes back to the address that was sent", async () => {
    const { signIn } = await protocolUnderTest({
      redirectUris: [CALLBACK, "https://app-*.example.com/cb?a=1"],
    });
    const { location } = await signIn(authorize({ redirect_uri: "https://app-7.example.com/cb?a=1" }), ADA);
    expect(location.startsWith("https://app-7.example.com/cb?a=1&code=")).toBe(true);
  });

  it("lets a browser straight through that is signed in, in the same session", async () => {
    const { signIn, fetch, context, clock } = await protocolUnderTest();
    const { cookie } = await signIn(authorize(), ADA);
    const again = (changes: Record<string, string>) =>
      fetch(authorize(changes), { headers: { cookie } }).then(
        (response) => response.headers.get("location") ?? "",
      );
    expect(await again({ state: "2" })).toMatch(/^http:\/\/localhost:3000\/callback\?code=\w{26}&state=2$/);
    expect(context.sessions.all()).toHaveLength(1);

    expect(await again({ prompt: "login" })).toMatch(/^\/page\//);
    expect(await again({ login_hint: GRACE.email })).toMatch(/^\/page\//);
    expect(await again({ login_hint: "ADA@example.com" })).toMatch(/code=/);
    expect(await again({ max_age: "60" })).toMatch(/code=/);
    await clock.advance("1m");
    expect(await again({ max_age: "60" })).toMatch(/^\/page\//);
  });

  it("asks again once the session is over", async () => {
    const { signIn, fetch, context } = await protocolUnderTest();
    const { cookie } = await signIn(authorize(), ADA);
    context.sessions.end(context.sessions.all()[0]?.id ?? "");
    const response = await fetch(authorize(), { headers: { cookie } });
    expect(response.headers.get("location")).toMatch(/^\/page\//);
  });

  it("asks members of several organizations to choose, and denies access to a foreign one", async () => {
    const { signIn, organizationId } = await protocolUnderTest();
    expect((await signIn(authorize(), ALAN)).location).toMatch(/^\/choose\//);
    const chosen = await signIn(authorize(), ALAN, organizationId("Bletchley"));
    expect(chosen.callback.has("code")).toBe(true);
    const foreign = await signIn(authorize({ organization_id: organizationId("Bletchley") }), GRACE);
    expect(foreign.callback.get("error")).toBe("access_denied");
  });
});
