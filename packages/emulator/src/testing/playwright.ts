import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { EmulatorError } from "../emulator-error.ts";
import { storageState, type BrowserSessionOptions } from "./browser-session.ts";
import { emulatorOrigin } from "./loopback-only.ts";
import type { PlaywrightContext, PlaywrightPage } from "./playwright-page.ts";
import { emailOf } from "./sign-in-over-http.ts";

export { type BrowserSessionOptions, type StorageState, storageState } from "./browser-session.ts";
export type { PlaywrightContext, PlaywrightPage } from "./playwright-page.ts";
export { sealSession, type SessionToSeal } from "./seal-session.ts";

/** How somebody signs in on the hosted page. */
export interface SignInOptions {
  /** Absent: `CONVEX_AUTHKIT_EMULATOR_URL`, which `convex-authkit dev` sets, else `http://localhost:4100`. */
  emulatorUrl?: string;
  /** An address of the app that leads to the page, such as `/sign-in`; absent: the test has led there, by a click for instance. */
  from?: string;
  /** The name or id of an organization, for members of several. */
  organization?: string;
  /** Milliseconds for each step; Playwright's own standard where absent. */
  timeout?: number;
}

/**
 * Signs somebody in on the emulator's hosted page, as a person would: by picking the account, or with its password where one is
 * given. Ends when the browser is back at the app, whose callback may still be at work.
 *
 * @param account an address picks the account on the page; `{ email, password }` fills in the form
 * @throws {EmulatorError} where the emulator is not on this machine, or its page refuses
 */
export async function signIn(
  page: PlaywrightPage,
  account: string | { email: string; password?: string },
  options: SignInOptions = {},
): Promise<void> {
  const emulator = emulatorOrigin(options.emulatorUrl);
  const wait = options.timeout === undefined ? {} : { timeout: options.timeout };
  const isThere = (url: URL): boolean => url.origin === emulator;
  if (options.from !== undefined) await page.goto(options.from, { ...wait, waitUntil: "commit" });
  await page.waitForURL((url) => isThere(url) && url.pathname.startsWith("/authkit/"), {
    ...wait,
    waitUntil: "domcontentloaded",
  });

  const password = typeof account === "string" ? undefined : account.password;
  const email = emailOf(account);
  if (password === undefined) await pick(page, "account", email, wait);
  else {
    await page.locator('input[name="email"]').fill(email, wait);
    await page.locator('input[name="password"]').fill(password, wait);
    await page.locator('form:has(input[name="password"]) button.primary').click(wait);
  }
  // The next page is the organization's, the app's, or the same one with what is wrong.
  await page.waitForURL((url) => !isThere(url) || isNextPage(url), { ...wait, waitUntil: "commit" });
  if (isThere(new URL(page.url())) && new URL(page.url()).pathname === "/authkit/organization") {
    if (options.organization === undefined)
      throw new EmulatorError(`${email} belongs to several organizations: name one as \`organization\`.`);
    await pick(page, "organization", options.organization, wait);
    await page.waitForURL((url) => !isThere(url), { ...wait, waitUntil: "commit" });
  }
  const left = new URL(page.url());
  if (isThere(left)) throw new EmulatorError(`AuthKit did not sign ${email} in: ${await problemOn(page)}`);
}

/** A page that tells what came of it: a problem stands in the address. */
function isNextPage({ pathname, searchParams }: URL): boolean {
  return (
    pathname === "/authkit/organization" || pathname === "/authkit/challenge" || searchParams.has("problem")
  );
}

/** Presses the button of an account or organization: by its id, or by a line of its text. */
async function pick(
  page: PlaywrightPage,
  name: "account" | "organization",
  wanted: string,
  wait: { timeout?: number },
): Promise<void> {
  const buttons = page.locator(`button[name="${name}"]`);
  await buttons.first().waitFor(wait);
  for (const button of await buttons.all()) {
    const lines = (await button.innerText()).split("\n").map((line) => line.trim().toLowerCase());
    const value = (await button.getAttribute("value")) ?? "";
    if (value !== wanted && !lines.includes(wanted.toLowerCase())) continue;
    await button.click(wait);
    return;
  }
  throw new EmulatorError(
    `There is no ${name} "${wanted}" on AuthKit's page. There are: ${(await buttons.allInnerTexts()).map((text) => text.replaceAll("\n", " ")).join("; ")}.`,
  );
}

async function problemOn(page: PlaywrightPage): Promise<string> {
  const texts = await page.getByRole("alert").allInnerTexts();
  return texts.join(" ").trim() || `it stayed at ${page.url()}.`;
}

/**
 * Gives a browser context the session of an account without going to AuthKit: the session cookie, or the refresh token in the
 * local storage of the app.
 *
 * @throws {EmulatorError} where a host is not of this machine, the emulator does not answer, or there is no such account
 */
export async function addSession(
  context: PlaywrightContext,
  account: string | { email: string },
  options: BrowserSessionOptions,
): Promise<void> {
  const { cookies, origins } = await storageState(account, options);
  if (cookies.length > 0) await context.addCookies(cookies);
  for (const { origin, localStorage } of origins) {
    const page = await context.newPage();
    try {
      // An empty page of the app's origin: the app itself must not run before it is signed in.
      await page.route(`${origin}/**`, (route) =>
        route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
      );
      await page.goto(origin);
      await page.evaluate((items) => {
        for (const { name, value } of items) globalThis.localStorage.setItem(name, value);
      }, localStorage);
    } finally {
      await page.close();
    }
  }
}

/**
 * Writes the storage state of a signed-in browser to a file, for Playwright's `use: { storageState }`. No browser is needed. It holds a
 * session: keep it out of git.
 *
 * @param path of the file; folders are made
 */
export async function saveStorageState(
  path: string,
  account: string | { email: string },
  options: BrowserSessionOptions,
): Promise<void> {
  const state = await storageState(account, options);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}
