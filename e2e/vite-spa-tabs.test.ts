import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BEN } from "./support/accounts.ts";
import { authStates, recordAuthStates } from "./support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "./support/emulated-app.ts";
import { canWrite, signedIn, signedOut, signIn } from "./support/notes-page.ts";
import { passTime, sleep } from "./support/passing-time.ts";
import { openRealWindow, type RealWindow } from "./support/real-window.ts";
import { viteApp } from "./support/vite-app.ts";

// Tabs of one window, hidden and visible as a browser has them. Tokens live five minutes, and are renewed 75 s before they expire.

const ROOT = fileURLToPath(new URL("../examples/vite-spa", import.meta.url));
const RENEWED_EVERY = 225;

let app: EmulatedApp;
let window: RealWindow;
let page: Page;

beforeAll(async () => {
  app = await startEmulatedApp(ROOT, viteEnvironment, viteApp(ROOT));
});
afterAll(async () => {
  await app?.close();
});
beforeEach(async () => {
  await app.emulator.reset();
  window = await openRealWindow();
  await recordAuthStates(window.context);
  await window.context.clock.install();
  page = await window.context.newPage();
  await signIn(page, app.url, BEN);
});
afterEach(async () => {
  await window.close();
});

const elapse = async (seconds: number): Promise<void> =>
  await passTime(app.emulator, window.context, seconds);
const visibility = async (): Promise<string> => await page.evaluate(() => document.visibilityState);

/** Times that WorkOS was asked for a token, whatever it answered. */
const asked = (): number => app.emulator.timeline.events().filter(({ kind }) => kind === "refresh").length;

async function openTabs(count: number): Promise<Page[]> {
  const tabs: Page[] = [];
  for (let opened = 0; opened < count; opened++) {
    const tab = await window.context.newPage();
    await tab.goto(app.url);
    await signedIn(tab).waitFor();
    tabs.push(tab);
  }
  return tabs;
}

describe("a hidden tab", () => {
  it("behind another tab is still signed in after two expiries, without a flash", async () => {
    await window.cover(page);
    await elapse(650);
    expect(await visibility()).toBe("hidden");
    await page.bringToFront();
    expect(await visibility()).toBe("visible");
    await canWrite(page, "in front again");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("in a window that is put away while the machine sleeps is signed in when it comes back", async () => {
    const bringBack = await window.minimize(page);
    await sleep(app.emulator, window.context, 3600);
    expect(await visibility()).toBe("hidden");
    await bringBack();
    await canWrite(page, "good morning");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("stands through an outage in which its token expires", async () => {
    await window.cover(page);
    await elapse(220);
    app.emulator.faults.set("server-error");
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
  it("ask WorkOS once per expiry, however many they are", async () => {
    const tabs = [page, ...(await openTabs(4))];
    await elapse(RENEWED_EVERY);
    const before = asked();
    // Half an interval more, so that no renewal falls on an end of what is counted.
    await elapse(2.5 * RENEWED_EVERY);
    expect(asked() - before).toBeGreaterThanOrEqual(2);
    expect(asked() - before).toBeLessThanOrEqual(3);
    for (const [index, tab] of tabs.entries()) {
      await tab.bringToFront();
      await canWrite(tab, `from tab ${index}`);
      expect(await authStates(tab)).toEqual(["loading", "signed-in"]);
    }
  });

  it("end with the session when one of them signs out, at their next renewal, and leave WorkOS alone then", async () => {
    const others = await openTabs(2);
    await page.bringToFront();
    await signedIn(page).click();
    await signedOut(page).waitFor();
    const before = asked();
    await elapse(300);
    for (const tab of others) await signedOut(tab).waitFor();
    expect(asked() - before).toBeLessThanOrEqual(2);
    const after = asked();
    await elapse(900);
    expect(asked()).toBe(after);
  });
});
