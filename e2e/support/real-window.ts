import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { findChromium } from "../../scripts/find-chromium.mjs";
import { CHROMIUM_ABSENT, CHROMIUM_ARGUMENTS } from "../../scripts/launch-chromium.mjs";

/** A Chromium whose tabs are hidden when they are: Playwright makes every page of its own browsers look visible. */
export interface RealWindow {
  /** The one profile of the browser, with one window. */
  context: BrowserContext;
  /** Brings another tab in front of the page. */
  cover(page: Page): Promise<void>;
  /** Puts the window away, with all its tabs. @returns brings it back */
  minimize(page: Page): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Starts Chromium with a profile of its own, and none of Playwright's switches. */
export async function openRealWindow(): Promise<RealWindow> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(CHROMIUM_ABSENT);
  const profile = await mkdtemp(join(tmpdir(), "convex-authkit-chromium-"));
  const running = spawn(
    executablePath,
    [
      "--headless=new",
      ...CHROMIUM_ARGUMENTS,
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const browser = await chromium.connectOverCDP(await debuggingUrl(running), { noDefaults: true });
  const [context] = browser.contexts();
  if (context === undefined) throw new Error("Chromium has started without a profile.");
  let cover: Page | undefined;
  return {
    context,
    async cover(page) {
      cover ??= await context.newPage();
      await cover.bringToFront();
      await page.waitForFunction(() => document.hidden);
    },
    async minimize(page) {
      const session = await context.newCDPSession(page);
      const { windowId } = await session.send("Browser.getWindowForTarget");
      const set = async (windowState: "minimized" | "normal"): Promise<void> => {
        await session.send("Browser.setWindowBounds", { windowId, bounds: { windowState } });
        await page.waitForFunction((hidden) => document.hidden === hidden, windowState === "minimized");
      };
      await set("minimized");
      return async () => await set("normal");
    },
    async close() {
      await browser.close();
      if (running.exitCode === null) {
        running.kill();
        await once(running, "exit");
      }
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function debuggingUrl(running: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of running.stderr ?? []) {
    said += String(chunk);
    const url = /DevTools listening on (\S+)/.exec(said)?.[1];
    if (url !== undefined) {
      return url;
    }
  }
  throw new Error(`Chromium has ended before it listened:\n${said}`);
}
