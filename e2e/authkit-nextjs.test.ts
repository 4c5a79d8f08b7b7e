import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BEN, type Person } from "./support/accounts.ts";
import { authStates, newVisitor, startBrowser, useHostedPage } from "./support/browser.ts";
import { type EmulatedApp, nextEnvironment, startEmulatedApp } from "./support/emulated-app.ts";
import { nextApp } from "./support/next-app.ts";
import { passTime } from "./support/passing-time.ts";
import { refreshGrants } from "./support/refresh-grants.ts";
import { replaceInSources } from "./support/replace-in-sources.ts";

const FUNCTIONS = fileURLToPath(new URL("./fixtures/notes", import.meta.url));
const APP = fileURLToPath(new URL("./fixtures/authkit-nextjs", import.meta.url));

// The official SDK alone, as its documentation says, with nothing of ours in the app.
describe.each([
  ["4.3.2", "@workos-inc/authkit-nextjs"],
  ["3.0.1", "authkit-nextjs-3"],
])("authkit-nextjs %s on Next.js 16", (_version, name) => {
  let app: EmulatedApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    app = await startEmulatedApp(
      FUNCTIONS,
      nextEnvironment,
      nextApp(APP, {
        prepare: async (folder) =>
          await replaceInSources(`${folder}/src`, "@workos-inc/authkit-nextjs", name),
      }),
    );
    browser = await startBrowser();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(async () => {
    await app.reset();
    ({ context, page } = await newVisitor(browser));
  });
  afterEach(async () => {
    await context.close();
  });

  const refreshes = (): number => refreshGrants(app.emulator);

  /**
   * Waits until Convex knows who it is, and the forced refresh of this page load is over: with the documented hook a page that is left
   * before loses the session (its cookie has the refresh token of before), and one that a sign-out overtakes brings the cookie back.
   */
  async function convexKnows(who: string, on: Page = page): Promise<void> {
    await on.locator("#subject", { hasText: who }).waitFor();
    await on.waitForLoadState("networkidle");
  }

  const idOf = ({ email }: Person): string =>
    app.emulator.authkit!.accounts().find((account) => account.email === email)?.id ?? "nobody";

  async function signIn(account: Person = BEN): Promise<void> {
    await page.goto(app.url);
    await page.getByRole("link", { name: "Sign in" }).click();
    await useHostedPage(page, account, account.organization);
    await convexKnows(idOf(account));
  }

  it("signs in, and server, browser and Convex agree about who it is", async () => {
    await signIn();
    expect(page.url()).toBe(`${app.url}/`);
    expect(await page.locator("#server").textContent()).toBe(BEN.email);
    expect(await page.locator("#authkit").textContent()).toBe(BEN.email);
    await page.reload();
    await convexKnows(idOf(BEN));
  });

  it("costs a forced refresh per page load with the documented hook", async () => {
    await signIn();
    const before = refreshes();
    await page.reload();
    await convexKnows(idOf(BEN));
    expect(refreshes() - before).toBe(1);
  });

  it("refreshes an expired session on the server, for the page that is asked for", async () => {
    await signIn();
    await page.goto("about:blank");
    await passTime(app, context, 400);
    const before = refreshes();
    const html = await (await context.request.get(app.url, { headers: { accept: "text/html" } })).text();
    expect(html).toContain(BEN.email);
    expect(refreshes() - before).toBe(1);
  });

  it("stays signed in through two expiries while the page is visible", async () => {
    await signIn();
    await passTime(app, context, 600);
    await convexKnows(idOf(BEN));
    expect((await authStates(page)).at(-1)).toBe("signed-in");
  });

  it("switches the organization, and Convex is told", async () => {
    await signIn(ADA);
    await page.locator("#identity-organization", { hasText: "org_acme" }).waitFor();
    await page.getByRole("button", { name: "Switch to Globex" }).click();
    await page.locator("#organization", { hasText: "org_globex" }).waitFor();
    await page.reload();
    await page.locator("#identity-organization", { hasText: "org_globex" }).waitFor();
  });

  it("signs out here and at WorkOS, in the other tab as well", async () => {
    await signIn();
    const other = await context.newPage();
    await other.goto(app.url);
    await convexKnows(idOf(BEN), other);
    await page.getByRole("button", { name: "End the session" }).click();
    await page.getByRole("link", { name: "Sign in" }).waitFor();
    expect((await context.cookies(app.url)).map(({ name }) => name)).not.toContain("wos-session");
    expect(app.emulator.authkit!.sessions().map(({ status }) => status)).not.toContain("active");
    await other.reload();
    await other.getByRole("link", { name: "Sign in" }).waitFor();
  });

  it("keeps two tabs signed in that wake up after an hour at the same time", async () => {
    await signIn();
    const other = await context.newPage();
    await other.goto(app.url);
    await convexKnows(idOf(BEN), other);
    await app.advance(3_600_000);
    await Promise.all([page.reload(), other.reload()]);
    await Promise.all([convexKnows(idOf(BEN)), convexKnows(idOf(BEN), other)]);
  });
});
