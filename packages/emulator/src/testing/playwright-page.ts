import type { StorageState } from "./browser-session.ts";

// The part of Playwright's types that is used here, so that a page of `@playwright/test`, `playwright` and `playwright-core` fits alike, and
// none of them has to be found from here.

/** Milliseconds. */
interface Timeout {
  timeout?: number;
}

interface Locator {
  first(): Locator;
  all(): Promise<Locator[]>;
  fill(value: string, options?: Timeout): Promise<void>;
  click(options?: Timeout): Promise<void>;
  waitFor(options?: Timeout): Promise<void>;
  innerText(): Promise<string>;
  allInnerTexts(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
}

interface Route {
  fulfill(response: { contentType: string; body: string }): Promise<void>;
}

/** A page of Playwright. */
export interface PlaywrightPage {
  url(): string;
  goto(url: string, options?: Timeout & { waitUntil?: "commit" }): Promise<unknown>;
  waitForURL(
    url: (url: URL) => boolean,
    options?: Timeout & { waitUntil?: "commit" | "domcontentloaded" },
  ): Promise<void>;
  locator(selector: string): Locator;
  getByRole(role: "alert"): Locator;
  route(url: string, handler: (route: Route) => Promise<void>): Promise<unknown>;
  evaluate<Argument>(run: (argument: Argument) => void, argument: Argument): Promise<unknown>;
  close(): Promise<void>;
}

/** A browser context of Playwright. */
export interface PlaywrightContext {
  addCookies(cookies: StorageState["cookies"]): Promise<void>;
  newPage(): Promise<PlaywrightPage>;
}
