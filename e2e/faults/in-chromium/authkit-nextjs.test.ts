import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BEN } from "../../support/accounts.ts";
import { startBrowser, useHostedPage } from "../../support/browser.ts";
import { type EmulatedApp, nextEnvironment, startEmulatedApp } from "../../support/emulated-app.ts";
import { nextApp } from "../../support/next-app.ts";

// The faults that only authkit-nextjs runs into, on one production build of an app as its README builds it.
const NOTES = fileURLToPath(new URL("../../fixtures/notes", import.meta.url));
const APP = fileURLToPath(new URL("../../fixtures/nextjs", import.meta.url));

let app: EmulatedApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let said: string[];

beforeAll(async () => {
  app = await startEmulatedApp(NOTES, nextEnvironment, nextApp(APP));
  browser = await startBrowser();
  // A production build on a busy machine.
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => {
  await app.reset();
  context = await browser.newContext();
  page = await context.newPage();
  said = [];
  page.on("console", (message) => said.push(message.text()));
});
afterEach(() => context.close());

async function signIn(): Promise<void> {
  await page.goto(app.url);
  await page.getByRole("link", { name: "Sign in" }).click();
  await useHostedPage(page, BEN);
  await page.waitForURL((url) => url.origin === app.url);
}

/** The signed-in user that a page of the server shows, when it is asked anew. */
async function shownUser(): Promise<string | null> {
  await page.goto(app.url);
  return await page.locator("#authkit").textContent();
}

async function sessionCookie(): Promise<string | undefined> {
  return (await context.cookies()).find(({ name }) => name === "wos-session")?.value;
}

/** The page has been hydrated and has its first token: what is pressed now is the app's, not the browser's. */
async function isReady(): Promise<void> {
  await page.getByRole("button", { name: "Refresh", disabled: false }).waitFor();
}

async function expireToken(): Promise<void> {
  await app.advance(6 * 60_000);
}

describe("without a fault", () => {
  it("somebody signs in, stays signed in when the token has expired, refreshes, and comes to a protected page", async () => {
    await signIn();
    expect(await shownUser()).toBe(BEN.email);
    await expireToken();
    expect(await shownUser()).toBe(BEN.email);
    await isReady();
    await expireToken();
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.locator("#token", { hasText: /^a token$/ }).waitFor();
    await expireToken();
    await page.getByRole("link", { name: "Account" }).click();
    await page.getByRole("heading", { name: `Account of ${BEN.email}` }).waitFor();
    expect(said.join("\n")).not.toMatch(/CORS/);
  });
});

describe("html-503 leads into session-destroyed-on-5xx", () => {
  it("deletes the session of whoever asks during the outage: it stays gone when WorkOS is back", async () => {
    await signIn();
    await expireToken();
    app.emulator.faults.set("html-503");
    expect(await shownUser()).toBe("signed out");
    expect(await sessionCookie()).toBeUndefined();
    app.emulator.faults.clear();
    expect(await shownUser()).toBe("signed out");
  });

  it("while the same outage in JSON leaves it alone", async () => {
    await signIn();
    await expireToken();
    app.emulator.faults.set("server-error?status=503");
    expect(await shownUser()).toBe("signed out");
    expect(await sessionCookie()).toMatch(/^Fe26\.2/);
    app.emulator.faults.clear();
    expect(await shownUser()).toBe(BEN.email);
  });
});

describe("claims-oversized leads into cookie-too-large", () => {
  it("signs in, and the browser drops the cookie without a word", async () => {
    app.emulator.faults.set("claims-oversized");
    const lengths: number[] = [];
    page.on("response", async (response) => {
      for (const { name, value } of await response.headersArray())
        if (name.toLowerCase() === "set-cookie" && value.startsWith("wos-session="))
          lengths.push(value.length);
    });
    await signIn();
    expect(await shownUser()).toBe("signed out");
    expect(await sessionCookie()).toBeUndefined();
    expect(Math.max(...lengths)).toBeGreaterThan(4096);
    expect(said.join("\n")).not.toMatch(/cookie/i);
  });
});

describe("callback-without-state leads into missing-auth-params-impersonation", () => {
  it("answers the callback with an error, and nobody is signed in", async () => {
    app.emulator.faults.set("callback-without-state");
    const callback = page.waitForResponse((response) => response.url().startsWith(`${app.url}/callback`));
    await signIn();
    const response = await callback;
    expect(response.status()).toBe(500);
    expect(await response.json()).toMatchObject({ error: { message: "Something went wrong" } });
    expect(await shownUser()).toBe("signed out");
  });
});

describe("refresh-replay-strict leads into refresh-token-already-exchanged", () => {
  it("refuses the second exchange of a refresh: the proxy has had the first", async () => {
    await signIn();
    expect(await shownUser()).toBe(BEN.email);
    await isReady();
    await expireToken();
    app.emulator.faults.set("refresh-replay-strict");
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.locator("#token", { hasText: /^Failed to refresh access token$/ }).waitFor();
    const refused = app.emulator.timeline
      .events()
      .filter(({ failureMode }) => failureMode === "refresh-token-already-exchanged");
    expect(refused.length).toBeGreaterThan(0);
  });
});

describe("session-revoked leads into rsc-redirect-cors", () => {
  it("redirects a click to AuthKit, where CORS stops it before the browser goes there itself", async () => {
    await signIn();
    expect(await shownUser()).toBe(BEN.email);
    await isReady();
    await expireToken();
    app.emulator.faults.set("session-revoked");
    await page.getByRole("link", { name: "Account" }).click();
    await page.waitForURL((url) => url.origin === app.emulator.url);
    expect(said.join("\n")).toMatch(
      /Access to fetch at '.*\/user_management\/authorize\?.*' \(redirected from '.*\/account\?_rsc=.*'\) from origin '.*' has been blocked by CORS policy/,
    );
  });
});
