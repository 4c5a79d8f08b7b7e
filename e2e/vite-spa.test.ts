import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BEN, type Person } from "./support/accounts.ts";
import { authStates, recordAuthStates, startBrowser, useHostedPage } from "./support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "./support/emulated-app.ts";
import { passTime, sleep } from "./support/passing-time.ts";
import { viteApp } from "./support/vite-app.ts";

const ROOT = fileURLToPath(new URL("../examples/vite-spa", import.meta.url));

let app: EmulatedApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  app = await startEmulatedApp(ROOT, viteEnvironment, viteApp(ROOT));
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => {
  await app.emulator.reset();
  context = await browser.newContext();
  await recordAuthStates(context);
  await context.clock.install();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
});

/** Refresh grants that WorkOS was asked for. */
const refreshes = (): number =>
  app.emulator.timeline.events().filter(({ kind, outcome }) => kind === "refresh" && outcome === "ok").length;

const signedIn = (on: Page = page) => on.getByRole("button", { name: "Sign out" });
const signedOut = (on: Page = page) => on.getByRole("banner").getByRole("button", { name: "Sign in" });

async function signIn(account: Person = BEN, path = "/", on: Page = page): Promise<void> {
  await on.goto(app.url + path);
  await signedOut(on).click();
  await useHostedPage(on, account, account.organization);
  await signedIn(on).waitFor();
}

describe("signing in", () => {
  it("goes to AuthKit and comes back to where the visitor was", async () => {
    await signIn(BEN, "/account?from=test#top");
    expect(page.url()).toBe(`${app.url}/account?from=test#top`);
    await page.getByText(BEN.email).waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("stays signed in over a reload, without a signed-out flash", async () => {
    await signIn(BEN);
    await page.reload();
    await signedIn().waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("shows notes to their author only", async () => {
    await signIn(BEN);
    await page.getByLabel("New note").fill("Buy milk");
    await page.keyboard.press("Enter");
    await page.getByText("Buy milk").waitFor();
    const other = await browser.newContext();
    const otherPage = await other.newPage();
    await signIn(ADA, "/", otherPage);
    await otherPage.getByText("No notes yet").waitFor();
    await other.close();
  });

  it("tells a cancelled sign-in, and offers to try again", async () => {
    await page.goto(app.url);
    await signedOut().click();
    await page.getByText("Cancel").click();
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await useHostedPage(page, BEN);
    await signedIn().waitFor();
  });

  it("lets a visitor who is signed out use what is public", async () => {
    await page.goto(app.url);
    await signedOut().waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-out"]);
  });

  it("costs one refresh per page load, the SDK's own", async () => {
    await signIn(BEN);
    const before = refreshes();
    await page.reload();
    await signedIn().waitFor();
    await page.getByText("No notes yet").waitFor();
    expect(refreshes() - before).toBe(1);
  });
});

/** What Convex's functions answer must go on coming, not only the look of the page. */
async function canWrite(text: string, on: Page = page): Promise<void> {
  await on.getByLabel("New note").fill(text);
  await on.keyboard.press("Enter");
  await on.getByRole("listitem").filter({ hasText: text }).waitFor();
}

describe("a session that lasts", () => {
  it("survives two expiries while the page is visible, with one refresh each and no flash", async () => {
    await signIn();
    const before = refreshes();
    await passTime(app.emulator, context, 600);
    await canWrite("after ten minutes");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    expect(refreshes() - before).toBeLessThanOrEqual(3);
  });

  it("survives the sleep of the machine", async () => {
    await signIn();
    await sleep(app.emulator, context, 3600);
    await canWrite("good morning");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("keeps everybody signed in through a minute without WorkOS, and recovers by itself", async () => {
    await signIn();
    for (const fault of ["rate-limit", "html-503", "server-error", "connection-reset"]) {
      app.emulator.faults.set(fault);
      await passTime(app.emulator, context, 360);
      app.emulator.faults.clear();
      await passTime(app.emulator, context, 65);
      await canWrite(`after ${fault}`);
    }
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("ends when the session is revoked, and only then", async () => {
    await signIn();
    const [session] = app.emulator.authkit!.sessions();
    app.emulator.authkit!.revoke(session!.id);
    await passTime(app.emulator, context, 300);
    await signedOut().waitFor();
    expect((await authStates(page)).at(-1)).toBe("signed-out");
  });

  it("ends in one tab by its button, and at WorkOS", async () => {
    await signIn();
    await signedIn().click();
    await signedOut().waitFor();
    expect(app.emulator.authkit!.sessions().filter(({ status }) => status === "active")).toEqual([]);
  });
});

describe("several tabs", () => {
  it("share a session, and its refreshes", async () => {
    await signIn();
    const others = await Promise.all(Array.from({ length: 4 }, async () => await context.newPage()));
    for (const tab of others) {
      await tab.goto(app.url);
      await signedIn(tab).waitFor();
    }
    await passTime(app.emulator, context, 300);
    const before = refreshes();
    await passTime(app.emulator, context, 300);
    expect(refreshes() - before).toBeLessThanOrEqual(2);
    for (const [index, tab] of [page, ...others].entries()) await canWrite(`from tab ${index}`, tab);
  });
});

describe("organizations", () => {
  it("are switched, and Convex is told", async () => {
    await signIn(ADA, "/account");
    await page.getByText("org_acme").waitFor();
    await page.getByLabel("Organization id").fill("org_globex");
    await page.getByRole("button", { name: "Switch" }).click();
    await page.getByText("org_globex", { exact: true }).waitFor();
    await page.getByText("member", { exact: true }).waitFor();
  });
});
