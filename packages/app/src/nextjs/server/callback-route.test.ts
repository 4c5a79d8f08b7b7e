import { createEmulator, type Emulator } from "@convex-authkit/emulator";
import { sealData } from "iron-session";
import { NextRequest } from "next/server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallbackRouteOptions } from "./callback-route.ts";
import { skipSdkWaits } from "./skip-sdk-waits.ts";
import { PASSWORD, stubEnvironment } from "./stub-environment.ts";

const APP = "http://localhost:3000";

let emulator: Emulator;
/** Over the real authkit-nextjs, which reads its variables when it is loaded. */
let callbackRoute: (options?: CallbackRouteOptions) => (request: NextRequest) => Promise<Response>;

beforeAll(async () => {
  emulator = await createEmulator({
    authkit: { port: 0, clientId: "client_callback", redirectUris: [`${APP}/callback`] },
  });
  stubEnvironment(emulator, `${APP}/callback`);
  ({ callbackRoute } = await import("./callback-route.ts"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await emulator.close();
});
beforeEach(() => {
  skipSdkWaits();
  // authkit-nextjs writes every failure to the server's console.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await emulator.reset();
});

/** A `state` as authkit-nextjs seals it, which it keeps in a cookie as well. */
const seal = async (content: object = { nonce: "1", codeVerifier: "a".repeat(43) }): Promise<string> =>
  await sealData(content, { password: PASSWORD, ttl: 600 });

/** @param query what AuthKit adds to the redirect URI; @param cookies of the browser, by name */
async function comeBack(
  query: Record<string, string>,
  cookies: Record<string, string> = {},
  options?: CallbackRouteOptions,
): Promise<Response> {
  const url = `${APP}/callback?${new URLSearchParams(query)}`;
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return await callbackRoute(options)(new NextRequest(url, { headers: { cookie: cookie.join("; ") } }));
}

const returnTo = (path: string) => ({ "convex-authkit-return-to": path });
const FAILURE_PAGE = { failurePage: "/sign-in-failed?from=authkit" };

/** What the page that the visitor is sent to will be told. */
function told(response: Response): Record<string, string> {
  const location = response.headers.get("location") ?? "";
  expect(response.status).toBe(303);
  expect(location).toMatch(/^\/sign-in-failed\?/);
  return Object.fromEntries(new URLSearchParams(location.split("?")[1]));
}

describe("a sign-in that did not work", () => {
  it.each<[string, Record<string, string>, string]>([
    ["was cancelled", { error: "access_denied", error_description: "The user cancelled." }, "denied"],
    ["was refused by WorkOS", { error: "sso_required" }, "refused"],
    ["never was one: somebody has opened the address", {}, "expired"],
    ["has a code without the state of a sign-in", { code: "code_1" }, "expired"],
    ["has a state that this browser does not know", { code: "code_1", state: "made-up" }, "expired"],
  ])("sends the visitor to the app's page where it %s", async (_what, query, kind) => {
    const response = await comeBack(query, returnTo("/notes?page=2"), FAILURE_PAGE);
    expect(told(response)).toEqual({ from: "authkit", kind, returnTo: "/notes?page=2" });
    expect(response.headers.get("cache-control")).toContain("no-store");
  });

  it("has expired where its seal is broken, too old, or of another password", async () => {
    for (const state of [
      "Fe26.2*broken",
      await sealData({ nonce: "1" }, { password: PASSWORD, ttl: 600 }),
      await sealData(
        { nonce: "1", codeVerifier: "v" },
        { password: "another-password-of-thirty-two-letters", ttl: 600 },
      ),
    ]) {
      const response = await comeBack(
        { code: "code_1", state },
        { "wos-auth-verifier": state },
        FAILURE_PAGE,
      );
      expect(told(response)).toMatchObject({ kind: "expired" });
    }
  });

  it("has expired where WorkOS takes the code for none, and leaves no verifier behind", async () => {
    const state = await seal();
    const response = await comeBack({ code: "code_1", state }, { "wos-auth-verifier": state }, FAILURE_PAGE);
    expect(told(response)).toMatchObject({ kind: "expired" });
    expect(response.headers.getSetCookie().join()).toMatch(/wos-auth-verifier-[0-9a-f]+=; .*Max-Age=0/);
  });

  it.each(["rate-limit", "server-error", "server-error?status=503", "html-503", "connection-reset"])(
    "is no fault of the visitor's while WorkOS is away (%s)",
    async (fault) => {
      emulator.faults.set(fault);
      const state = await seal();
      const response = await comeBack(
        { code: "code_1", state },
        { "wos-auth-verifier": state },
        FAILURE_PAGE,
      );
      expect(told(response)).toMatchObject({ kind: "unavailable" });
    },
  );

  it("is the app's fault where WorkOS does not take its API key", async () => {
    emulator.faults.set("api-key-other-environment");
    const state = await seal();
    const response = await comeBack({ code: "code_1", state }, { "wos-auth-verifier": state }, FAILURE_PAGE);
    expect(told(response)).toMatchObject({ kind: "failed" });
  });

  it("is told to the app, with what authkit-nextjs threw", async () => {
    const onFailure = vi.fn();
    await comeBack({ code: "code_1" }, returnTo("/notes"), { onFailure });
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: "expired", returnTo: "/notes" }),
      expect.objectContaining({ code: "missing_auth_params" }),
    );
  });

  it("is told to the app in AuthKit's own words where those are what there is", async () => {
    const onFailure = vi.fn();
    const query = { error: "access_denied", error_description: "The user cancelled." };
    await comeBack(query, {}, { onFailure });
    expect(onFailure).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ kind: "denied" }),
      new Error("access_denied: The user cancelled."),
    );
  });
});

it("can be answered by the app itself, with a redirect of Next.js", async () => {
  const { redirect } = await import("next/navigation");
  await expect(
    comeBack({ error: "access_denied" }, {}, { onFailure: () => redirect("/welcome") }),
  ).rejects.toThrow("NEXT_REDIRECT");
});

describe("the way back after it", () => {
  it("is the route's own path where none is remembered, and the start page where there is none", async () => {
    const cancelled = { error: "access_denied" };
    const withPath = { ...FAILURE_PAGE, returnPathname: "/notes" };
    expect(told(await comeBack(cancelled, {}, withPath))).toMatchObject({ returnTo: "/notes" });
    expect(told(await comeBack(cancelled, {}, FAILURE_PAGE))).toMatchObject({ returnTo: "/" });
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
  ])("never leaves the app, whatever the cookie says (%s)", async (path) => {
    expect(told(await comeBack({ error: "access_denied" }, returnTo(path), FAILURE_PAGE))).toMatchObject({
      returnTo: "/",
    });
  });

  it.each(["https://evil.example/failed", "sign-in-failed", "//evil.example"])(
    "cannot be set up to leave it (%s)",
    (failurePage) => {
      expect(() => callbackRoute({ failurePage })).toThrow(/must be a path of this app/);
    },
  );
});

describe("the plain page", () => {
  it.each<[Record<string, string>, number, RegExp]>([
    [{ error: "access_denied" }, 403, /was cancelled/],
    [{ error: "sso_required" }, 403, /refused the sign-in/],
    [{ code: "code_1", state: "made-up" }, 400, /can no longer be finished/],
  ])("says what happened and offers to try again (%o)", async (query, status, says) => {
    const response = await comeBack(query, returnTo("/notes"));
    const html = await response.text();
    expect([response.status, response.headers.get("content-type")]).toEqual([
      status,
      "text/html; charset=utf-8",
    ]);
    expect(html).toMatch(says);
    expect(html).toMatch(/<form action="\/sign-in" method="get">/);
    expect(html).toContain('name="returnTo" value="/notes"');
  });

  it("shows nothing that the address says, and lets the remembered path break out of nothing", async () => {
    const response = await comeBack(
      { error: "call-0900-1234", error_description: "<script>alert(1)</script>" },
      returnTo('/"><script>alert(2)</script>'),
    );
    const html = await response.text();
    expect(html).not.toMatch(/<script|0900/);
  });
});
