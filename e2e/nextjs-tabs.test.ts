import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BEN } from "./support/accounts.ts";
import { authStates, recordAuthStates } from "./support/browser.ts";
import { type EmulatedApp, nextEnvironment, startEmulatedApp } from "./support/emulated-app.ts";
import { nextApp } from "./support/next-app.ts";
import { canWrite, signedIn, signedOut, signIn } from "./support/notes-page.ts";
import { passTime, sleep } from "./support/passing-time.ts";
import { openRealWindow, type RealWindow } from "./support/real-window.ts";
import { refreshGrants } from "./support/refresh-grants.ts";

// Tabs of one window, hidden and visible as a browser has them. Tokens live five minutes, and are renewed 75 s before they expire.

const EXAMPLE = fileURLToPath(new URL("../examples/nextjs-monorepo", import.meta.url));

let app: EmulatedApp;
let window: RealWindow;
let page: Page;

beforeAll(async () => {
  app = await startEmulatedApp(
    `${EXAMPLE}/packages/backend`,
    nextEnvironment,
    nextApp(`${EXAMPLE}/apps/web`),
  );
}, 600_000);
afterAll(async () => {
  await app?.close();
});
beforeEach(async () => {
  await app.reset();
  window = await openRealWindow();
  await recordAuthStates(window.context);
  await window.context.clock.install();
  page = await window.context.newPage();
  await signIn(page, app.url, BEN);
  await page.goto(`${app.url}/notes`);
  await signedIn(page).waitFor();
});
afterEach(async () => {
  await window.close();
});

const elapse = async (seconds: number): Promise<void> => await passTime(app, window.context, seconds);
const visibility = async (): Promise<string> => await page.evaluate(() => document.visibilityState);
const refreshes = (): number => refreshGrants(app.emulator);

describe("a hidden tab", () => {
  it("behind another tab is still signed in after two expiries, with one refresh each and no flash", async () => {
    const before = refreshes();
    await window.cover(page);
    await elapse(600);
    expect(await visibility()).toBe("hidden");
    expect(refreshes() - before).toBe(2);
    await page.bringToFront();
    expect(await visibility()).toBe("visible");
    await canWrite(page, "in front again");
    expect(refreshes() - before).toBe(2);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("in a window that is put away while the machine sleeps is signed in when it comes back, by one refresh", async () => {
    const before = refreshes();
    const bringBack = await window.minimize(page);
    await sleep(app, window.context, 3600);
    expect(await visibility()).toBe("hidden");
    await bringBack();
    await canWrite(page, "good morning");
    expect(refreshes() - before).toBe(1);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("stands through an outage in which its token expires", async () => {
    await window.cover(page);
    await elapse(220);
    app.emulator.faults.set("html-503");
    await elapse(120);
    app.emulator.faults.clear();
    expect(await visibility()).toBe("hidden");
    await page.bringToFront();
    await elapse(35);
    await canWrite(page, "after the outage");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });
});

describe("several tabs", () => {
  it("of which one is in front share one refresh at each of two expiries", async () => {
    const tabs = [page];
    while (tabs.length < 5) {
      const tab = await window.context.newPage();
      await tab.goto(`${app.url}/notes`);
      await signedIn(tab).waitFor();
      tabs.push(tab);
    }
    const before = refreshes();
    await elapse(600);
    expect(refreshes() - before).toBe(2);
    for (const [index, tab] of tabs.entries()) {
      await tab.bringToFront();
      await canWrite(tab, `from tab ${index}`);
      expect(await authStates(tab)).toEqual(["loading", "signed-in"]);
    }
    expect(refreshes() - before).toBe(2);
  });

  it("leave WorkOS alone once one of them has signed out", async () => {
    const other = await window.context.newPage();
    await other.goto(`${app.url}/notes`);
    await signedIn(other).waitFor();
    await page.bringToFront();
    await signedIn(page).click();
    await signedOut(page).waitFor();
    await elapse(300);
    await signedOut(other).waitFor();
    const asked = (): number =>
      app.emulator.timeline.events().filter(({ kind }) => kind === "refresh").length;
    const before = asked();
    await elapse(900);
    expect(asked()).toBe(before);
  });
});
