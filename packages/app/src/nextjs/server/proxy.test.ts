import { createEmulator, type Emulator } from "@convex-authkit/emulator";
import { sealData } from "iron-session";
import { NextRequest, NextResponse } from "next/server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConvexAuthKitProxyOptions } from "./proxy.ts";
import { forwardedHeaders } from "./forwarded-headers.ts";
import { forwardedOutcome } from "./refresh-outcome-header.ts";
import { skipSdkWaits } from "./skip-sdk-waits.ts";
import { PASSWORD, stubEnvironment } from "./stub-environment.ts";

const APP = "http://localhost:3000";
const ADA = { email: "ada@example.com", password: "engine" };

let emulator: Emulator;
/** The real authkit-nextjs, which reads its variables when it is loaded. */
let proxy: (options?: ConvexAuthKitProxyOptions) => (request: NextRequest) => Promise<NextResponse>;

beforeAll(async () => {
  emulator = await createEmulator({
    authkit: {
      port: 0,
      clientId: "client_proxy",
      redirectUris: [`${APP}/callback`],
      seed: { accounts: [ADA] },
    },
  });
  stubEnvironment(emulator, `${APP}/callback`);
  ({ convexAuthKitProxy: proxy } = await import("./proxy.ts"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});
beforeEach(skipSdkWaits);
afterEach(async () => {
  vi.unstubAllGlobals();
  await emulator.reset();
});

/** A session cookie, as authkit-nextjs seals it. @param expired whether its access token is */
async function sessionCookie({ expired }: { expired: boolean }): Promise<string> {
  const { accessToken, refreshToken, user, sessionId } = await emulator.authkit!.signIn(ADA.email);
  const now = Math.floor(Date.now() / 1000);
  const old = await emulator.mint({ sub: user["id"], sid: sessionId, iat: now - 600, exp: now - 300 });
  const session = { accessToken: expired ? old : accessToken, refreshToken, user };
  return await sealData(session, { password: PASSWORD, ttl: 0 });
}

async function ask(
  path: string,
  {
    cookie,
    headers = {},
    method = "GET",
  }: { cookie?: string; headers?: Record<string, string>; method?: string },
  options?: ConvexAuthKitProxyOptions,
): Promise<NextResponse> {
  const session: Record<string, string> = cookie === undefined ? {} : { cookie: `wos-session=${cookie}` };
  return await proxy(options)(
    new NextRequest(APP + path, { method, headers: { accept: "text/html", ...session, ...headers } }),
  );
}

/** What a response does with the session's cookie. */
function fate(response: NextResponse): "kept" | "deleted" | "renewed" {
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith("wos-session="));
  if (cookie === undefined) return "kept";
  return cookie.startsWith("wos-session=;") ? "deleted" : "renewed";
}

/** What pages and actions see. */
const forwarded = (response: NextResponse): Headers => forwardedHeaders(response) ?? new Headers();

const redirectsToAuthKit = (response: NextResponse): boolean =>
  response.headers.get("location")?.startsWith(`${emulator.url}/user_management/authorize`) ?? false;

const PUBLIC: ConvexAuthKitProxyOptions = { publicPaths: ["/", "/blog/*"] };
const OUTAGES = ["rate-limit", "server-error", "server-error?status=503", "html-503", "connection-reset"];

describe("the session of an expired token", () => {
  it("is renewed", async () => {
    const response = await ask("/notes", { cookie: await sessionCookie({ expired: true }) }, PUBLIC);
    expect(fate(response)).toBe("renewed");
    expect(forwarded(response).get("x-workos-session")).toMatch(/^Fe26/);
    expect(forwardedOutcome(forwarded(response))).toBeNull();
  });

  it("is renewed once for requests that come together, as a page and what it fetches ahead do", async () => {
    const cookie = await sessionCookie({ expired: true });
    const answers = await Promise.all([
      ask("/notes", { cookie }, PUBLIC),
      ask("/account", { cookie, headers: { rsc: "1", "next-router-prefetch": "1" } }, PUBLIC),
      ask("/notes", { cookie, method: "POST", headers: { "next-action": "1" } }, PUBLIC),
    ]);
    expect(answers.map(fate)).toEqual(["renewed", "renewed", "renewed"]);
    const grants = emulator.timeline.events().filter(({ kind }) => kind === "refresh");
    expect(grants).toHaveLength(1);
  });

  it.each(OUTAGES)("is kept, and its user let in, while WorkOS is away (%s)", async (fault) => {
    emulator.faults.set(fault);
    const cookie = await sessionCookie({ expired: true });
    const response = await ask("/notes", { cookie }, PUBLIC);
    expect(fate(response)).toBe("kept");
    expect(redirectsToAuthKit(response)).toBe(false);
    expect(forwarded(response).get("x-workos-session")).toBe(cookie);
    expect(forwardedOutcome(forwarded(response))).toMatchObject({ kind: "transient" });
  });

  it("is kept where the server's API key is wrong: that says nothing about the visitor", async () => {
    emulator.faults.set("api-key-other-environment");
    const response = await ask("/", { cookie: await sessionCookie({ expired: true }) }, PUBLIC);
    expect(fate(response)).toBe("kept");
  });

  it("is deleted when WorkOS says that it is over, which a server action is told as well", async () => {
    const cookie = await sessionCookie({ expired: true });
    emulator.authkit!.revoke(emulator.authkit!.sessions()[0]!.id);
    const page = await ask("/notes", { cookie }, PUBLIC);
    expect([fate(page), redirectsToAuthKit(page)]).toEqual(["deleted", true]);
    const action = await ask("/notes", { cookie, method: "POST", headers: { "next-action": "1" } }, PUBLIC);
    expect(forwardedOutcome(forwarded(action))).toMatchObject({ kind: "ended" });
  });

  it("can be treated as signed out during an outage, without losing its cookie", async () => {
    emulator.faults.set("html-503");
    const cookie = await sessionCookie({ expired: true });
    const response = await ask("/notes", { cookie }, { ...PUBLIC, duringOutage: "signed-out" });
    expect([fate(response), redirectsToAuthKit(response)]).toEqual(["kept", true]);
  });

  it("cannot be spoken for by the browser", async () => {
    const forged = encodeURIComponent(JSON.stringify({ kind: "ended", reason: "forged" }));
    const cookie = await sessionCookie({ expired: false });
    const response = await ask("/", { cookie, headers: { "x-convex-authkit-refresh": forged } }, PUBLIC);
    expect(forwardedOutcome(forwarded(response))).toBeNull();
    expect([...response.headers.keys()]).not.toContain("x-middleware-request-x-convex-authkit-refresh");
  });
});

describe("a visitor who is signed out", () => {
  it.each(["/", "/blog", "/blog/first"])("sees the public page %s", async (path) => {
    expect(redirectsToAuthKit(await ask(path, {}, PUBLIC))).toBe(false);
  });

  it.each(["/notes", "/blogs", "/account/blog"])("is sent to AuthKit by %s", async (path) => {
    const response = await ask(path, {}, PUBLIC);
    expect(redirectsToAuthKit(response)).toBe(true);
    expect(response.headers.getSetCookie().join()).toMatch(/wos-auth-verifier/);
  });

  it("comes back by the callback, whatever the list of public paths says", async () => {
    expect(redirectsToAuthKit(await ask("/callback?code=1&state=2", {}, PUBLIC))).toBe(false);
    const elsewhere = { ...PUBLIC, redirectUri: `${APP}/auth/back` };
    expect(redirectsToAuthKit(await ask("/auth/back?code=1&state=2", {}, elsewhere))).toBe(false);
  });

  it("gets an answer to a server action, not a redirect that the browser would refuse", async () => {
    const response = await ask("/notes", { method: "POST", headers: { "next-action": "1" } }, PUBLIC);
    expect(redirectsToAuthKit(response)).toBe(false);
  });

  it("is redirected nowhere where no paths are named", async () => {
    expect(redirectsToAuthKit(await ask("/notes", {}))).toBe(false);
  });
});

describe("together with another proxy", () => {
  it("keeps its answer and adds the session", async () => {
    const response = await ask(
      "/notes",
      { cookie: await sessionCookie({ expired: true }) },
      {
        ...PUBLIC,
        next(request, { user }) {
          const own = new Headers(request.headers);
          own.set("x-locale", user === null ? "en" : "de");
          const answer = NextResponse.rewrite(new URL("/de/notes", request.url), {
            request: { headers: own },
          });
          answer.cookies.set("locale", "de");
          return answer;
        },
      },
    );
    expect(response.headers.get("x-middleware-rewrite")).toBe(`${APP}/de/notes`);
    expect(response.cookies.get("locale")?.value).toBe("de");
    expect(fate(response)).toBe("renewed");
    expect(forwarded(response).get("x-locale")).toBe("de");
    expect(forwarded(response).get("x-workos-session")).toMatch(/^Fe26/);
    expect(forwarded(response).get("x-workos-middleware")).toBe("true");
  });

  it("hands on nothing that a browser claims to be AuthKit's, though the other one copies it", async () => {
    const session = await sessionCookie({ expired: false });
    const response = await ask(
      "/",
      { headers: { "x-workos-session": session, "x-url": "https://evil.example" } },
      { ...PUBLIC, next: ({ headers }) => NextResponse.next({ request: { headers: new Headers(headers) } }) },
    );
    expect(forwarded(response).get("x-workos-session")).toBeNull();
    expect(forwarded(response).get("x-url")).toBe(`${APP}/`);
    expect(forwarded(response).get("accept")).toBe("text/html");
  });

  it("lets it redirect, with the renewed session", async () => {
    const response = await ask(
      "/notes",
      { cookie: await sessionCookie({ expired: true }) },
      { ...PUBLIC, next: (request) => NextResponse.redirect(new URL("/de/notes", request.url)) },
    );
    expect(response.headers.get("location")).toBe(`${APP}/de/notes`);
    expect(fate(response)).toBe("renewed");
  });

  it("goes on where that has nothing to say, and is not asked about visitors who must sign in", async () => {
    const next = vi.fn();
    await ask("/notes", {}, { ...PUBLIC, next });
    expect(next).not.toHaveBeenCalled();
    const response = await ask("/", {}, { ...PUBLIC, next });
    expect(next).toHaveBeenCalledOnce();
    expect(forwarded(response).get("x-workos-middleware")).toBe("true");
  });
});

describe("the way back for a sign-in that is cancelled", () => {
  const remembered = (response: NextResponse): string | undefined =>
    response.headers.getSetCookie().find((one) => one.startsWith("convex-authkit-return-to="));

  it("is remembered where a page asks its visitor to sign in", async () => {
    expect(remembered(await ask("/notes?page=2", {}, PUBLIC))).toBe(
      "convex-authkit-return-to=%2Fnotes%3Fpage%3D2; Path=/; Max-Age=600; HttpOnly; SameSite=Lax",
    );
  });

  it.each<[string, Record<string, string>]>([
    ["a prefetch", { "sec-purpose": "prefetch" }],
    ["the router, for a link in view", { "next-router-prefetch": "1", rsc: "1" }],
    ["the router, for a click that becomes a page load", { rsc: "1" }],
    ["a script", { accept: "application/json" }],
  ])("is not the page that %s asks for", async (_who, headers) => {
    expect(remembered(await ask("/notes", { headers }, PUBLIC))).toBeUndefined();
  });

  it("is none where nobody is sent away", async () => {
    expect(remembered(await ask("/", {}, PUBLIC))).toBeUndefined();
  });
});
