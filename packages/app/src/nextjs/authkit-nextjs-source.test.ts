import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RefreshOutcome } from "../connection/token-source.ts";
import { createAuthKitNextjsSource } from "./authkit-nextjs-source.ts";
import { refreshTokenAction } from "./token-actions.ts";

// In a page, Next.js puts a request to the server in the place of the action.
vi.mock("./token-actions.ts", () => ({ refreshTokenAction: vi.fn() }));
const action = vi.mocked(refreshTokenAction);

const PAGE = "https://notes.example.com/notes?page=2";
const EXPIRY = Date.UTC(2026, 0, 1) / 1000;

/** @param expiresAt seconds */
function token(expiresAt: number): string {
  const claims = { sub: "user_1", sid: "session_1", iat: expiresAt - 300, exp: expiresAt };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
}

const fetched = vi.fn<typeof fetch>();

/** How a browser shows an answer that would lead to another origin. */
const redirected = { type: "opaqueredirect" } as Response;
const found = { type: "basic", ok: true } as Response;

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("location", { href: PAGE });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

describe("a token from authkit-nextjs", () => {
  it("is not asked for at a page load: the page brings it, or the action gives the one at hand", async () => {
    expect(await createAuthKitNextjsSource(token(EXPIRY)).current()).toBeNull();
    expect(action).not.toHaveBeenCalled();
  });

  it("is asked for with the expiry of the one the page has, so that the server can give one it has already", async () => {
    action.mockResolvedValue({ kind: "token", token: token(EXPIRY + 300) });
    await createAuthKitNextjsSource(token(EXPIRY)).refresh();
    expect(action).toHaveBeenCalledExactlyOnceWith(EXPIRY);
  });

  it.each([
    ["none", null],
    ["one that cannot be read", "no.token.here"],
  ])("is any where the page has %s", async (_what, initial) => {
    action.mockResolvedValue({ kind: "token", token: token(EXPIRY) });
    await createAuthKitNextjsSource(initial).refresh();
    expect(action).toHaveBeenCalledExactlyOnceWith(0);
  });

  it("is newer each time than the one that came last", async () => {
    const source = createAuthKitNextjsSource(token(EXPIRY));
    action.mockResolvedValueOnce({ kind: "token", token: token(EXPIRY + 300) });
    action.mockResolvedValueOnce({ kind: "transient", reason: "503" });
    action.mockResolvedValueOnce({ kind: "token", token: token(EXPIRY + 600) });
    for (let times = 0; times < 3; times++) await source.refresh();
    expect(action.mock.calls).toEqual([[EXPIRY], [EXPIRY + 300], [EXPIRY + 300]]);
  });
});

describe("an answer of the server", () => {
  it.each<[string, RefreshOutcome]>([
    ["a token, with the server's time", { kind: "token", token: token(EXPIRY), asOf: EXPIRY * 1000 }],
    ["an outage, with the time WorkOS asked for", { kind: "transient", reason: "429", retryAfter: 2_000 }],
    ["the end of the session", { kind: "ended", reason: "invalid_grant" }],
  ])("is handed on as it is: %s", async (_what, outcome) => {
    action.mockResolvedValue(outcome);
    expect(await createAuthKitNextjsSource(null).refresh()).toEqual(outcome);
    expect(fetched).not.toHaveBeenCalled();
  });
});

describe("a server that gives no answer", () => {
  beforeEach(() => void action.mockRejectedValue(new TypeError("Failed to fetch")));

  it("is asked for the page itself, unseen by caches, following nothing", async () => {
    fetched.mockResolvedValue(found);
    await createAuthKitNextjsSource(null).refresh();
    expect(fetched).toHaveBeenCalledExactlyOnceWith(PAGE, {
      method: "HEAD",
      redirect: "manual",
      cache: "no-store",
      headers: { Accept: "text/html" },
    });
  });

  it("has ended the session where it sends the page's visitor to the sign-in", async () => {
    fetched.mockResolvedValue(redirected);
    expect(await createAuthKitNextjsSource(null).refresh()).toMatchObject({ kind: "ended" });
  });

  it.each<[string, () => void]>([
    ["shows the page all the same", () => void fetched.mockResolvedValue(found)],
    [
      "is in trouble with the page as well",
      () => void fetched.mockResolvedValue({ type: "basic", ok: false } as Response),
    ],
    [
      "cannot be reached: there is no network",
      () => void fetched.mockRejectedValue(new TypeError("Failed to fetch")),
    ],
  ])("may answer later where it %s", async (_what, prepare) => {
    prepare();
    expect(await createAuthKitNextjsSource(null).refresh()).toEqual({
      kind: "transient",
      reason: "Failed to fetch",
    });
  });

  it("has not ended the session where the app was deployed anew: the page has to be reloaded, and nobody is asked more", async () => {
    const unknown = new Error('Server Action "7f3a" was not found on the server.');
    unknown.name = "UnrecognizedActionError";
    action.mockRejectedValue(unknown);
    expect(await createAuthKitNextjsSource(null).refresh()).toEqual({
      kind: "transient",
      reason: expect.stringMatching(/deployed anew .* reload the page/),
    });
    expect(fetched).not.toHaveBeenCalled();
  });

  it("tells whatever was thrown, and never throws itself", async () => {
    action.mockRejectedValue("gone");
    fetched.mockRejectedValue("gone too");
    expect(await createAuthKitNextjsSource(null).refresh()).toEqual({ kind: "transient", reason: "gone" });
  });
});
