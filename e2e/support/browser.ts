import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchChromium } from "../../scripts/launch-chromium.mjs";

/** A Chromium as people have it: with its back/forward cache, which Playwright turns off. */
export async function startBrowser(): Promise<Browser> {
  return await launchChromium({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });
}

/** What the header of an example app shows, in the order in which it showed it. */
export type AuthState = "loading" | "signed-out" | "signed-in";

declare global {
  interface Window {
    authStates: AuthState[];
  }
}

/** Records the state at every change of the page, from its first one. */
export async function recordAuthStates(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.authStates = [];
    const note = (): void => {
      const text = document.querySelector("header nav")?.textContent ?? "";
      const state = text.includes("Sign out")
        ? "signed-in"
        : text.includes("Sign in")
          ? "signed-out"
          : text.includes("Loading")
            ? "loading"
            : null;
      if (state !== null && window.authStates.at(-1) !== state) window.authStates.push(state);
    };
    new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
    document.addEventListener("DOMContentLoaded", note);
  });
}

/** A browser of somebody new: with a clock that tests move, and what its pages show recorded. */
export async function newVisitor(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  await recordAuthStates(context);
  await context.clock.install();
  return { context, page: await context.newPage() };
}

/** The states shown since the page was loaded. */
export async function authStates(page: Page): Promise<AuthState[]> {
  return await page.evaluate(() => window.authStates);
}

/**
 * Signs in on the hosted page, on which the browser is.
 *
 * @param organization the name of the one to choose, for an account that is in several
 */
export async function useHostedPage(
  page: Page,
  account: { email: string; password: string },
  organization?: string,
): Promise<void> {
  await page.getByRole("textbox", { name: "E-mail address" }).fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  if (organization !== undefined) await page.getByRole("button", { name: organization }).click();
}
