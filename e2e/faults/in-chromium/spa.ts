import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { BEN } from "../../support/accounts.ts";
import { startBrowser, useHostedPage } from "../../support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "../../support/emulated-app.ts";
import { viteApp } from "../../support/vite-app.ts";

const NOTES = fileURLToPath(new URL("../../fixtures/notes", import.meta.url));
const SPA = fileURLToPath(new URL("../../fixtures/spa", import.meta.url));

/** A single-page app of authkit-react and convex/react, built with Vite, in Chromium. */
export interface Spa {
  readonly app: EmulatedApp;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page's console said. */
  readonly consoleText: string;
  /** Opens the app and presses "Sign in". @returns where the browser ends */
  pressSignIn(): Promise<URL>;
  /** Signs in from the start to the end. */
  signIn(): Promise<void>;
  /** Waits until the page shows what AuthKit and Convex say. */
  shows(states: { authkit?: string; convex?: string; token?: string | RegExp }, on?: Page): Promise<void>;
}

/** @param devMode how authkit-react keeps the refresh token: in the page, as on localhost, or in a cookie of the API host, as in production */
export function useSpa({ devMode = true }: { devMode?: boolean } = {}): Spa {
  let app: EmulatedApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let said: string[] = [];

  beforeAll(async () => {
    app = await startEmulatedApp(
      NOTES,
      (emulator, url) => ({ ...viteEnvironment(emulator, url), VITE_DEV_MODE: String(devMode) }),
      viteApp(SPA),
    );
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(async () => {
    await app.emulator.reset();
    context = await browser.newContext();
    page = await context.newPage();
    said = [];
    page.on("console", (message) => said.push(message.text()));
  });
  afterEach(() => context.close());

  const shows: Spa["shows"] = async (states, on = page) => {
    for (const [id, wanted] of Object.entries(states))
      await on
        .locator(`#${id}`)
        .filter({ hasText: typeof wanted === "string" ? exactly(wanted) : wanted })
        .waitFor();
  };

  async function pressSignIn(): Promise<URL> {
    await page.goto(app.url);
    await shows({ authkit: "signed out" });
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL((url) => url.origin === app.emulator.url && !url.pathname.endsWith("/authorize"));
    return new URL(page.url());
  }

  return {
    get app() {
      return app;
    },
    get context() {
      return context;
    },
    get page() {
      return page;
    },
    get consoleText() {
      return said.join("\n");
    },
    pressSignIn,
    async signIn() {
      await pressSignIn();
      await useHostedPage(page, BEN);
    },
    shows,
  };
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}
