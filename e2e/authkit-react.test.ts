import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BEN, type Person } from "./support/accounts.ts";
import { startBrowser, useHostedPage } from "./support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "./support/emulated-app.ts";
import { passTime } from "./support/passing-time.ts";
import { viteApp } from "./support/vite-app.ts";

// WorkOS's and Convex's packages alone, so that what they do against the emulator is what they do against WorkOS and Convex.

const folder = (path: string): string => fileURLToPath(new URL(`fixtures/${path}`, import.meta.url));

/** Where authkit-react keeps the refresh token. */
const MODES = [
  { mode: "with the refresh token in the page (devMode)", devMode: true },
  { mode: "with the refresh token in a cookie", devMode: false },
];

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

describe.each(MODES)("authkit-react with ConvexProviderWithAuthKit, $mode", ({ devMode }) => {
  let app: EmulatedApp;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    app = await startEmulatedApp(
      folder("notes"),
      (emulator, url) => ({ ...viteEnvironment(emulator, url), VITE_DEV_MODE: String(devMode) }),
      viteApp(folder("authkit-react")),
    );
  });
  afterAll(() => app?.close());
  beforeEach(async () => {
    await app.emulator.reset();
    context = await browser.newContext();
    await context.clock.install();
    page = await context.newPage();
  });
  afterEach(() => context.close());

  async function shows(states: Record<string, string>, on: Page = page): Promise<void> {
    for (const [id, text] of Object.entries(states))
      await on.locator(`#${id}`).filter({ hasText: text }).waitFor();
  }
  async function signIn(person: Person = BEN): Promise<void> {
    await page.goto(app.url);
    await shows({ authkit: "signed out", convex: "not authenticated" });
    await page.getByRole("button", { name: "Sign in" }).click();
    await useHostedPage(page, person, person.organization);
    await shows({ authkit: person.email, convex: "authenticated" });
  }
  async function write(text: string, on: Page = page): Promise<void> {
    await on.getByLabel("New note").fill(text);
    await on.keyboard.press("Enter");
    await on.getByRole("listitem").filter({ hasText: text }).waitFor();
  }
  const grants = (kind: "grant" | "refresh"): number =>
    app.emulator.timeline.events().filter((event) => event.kind === kind && event.outcome === "ok").length;
  const activeSessions = () => app.emulator.authkit!.sessions().filter(({ status }) => status === "active");
  /** Names of the entries of the page's storage, and of the cookies, that hold the session. */
  async function stored() {
    const keys = await page.evaluate(() => Object.keys(localStorage));
    const cookies = await context.cookies(app.emulator.url);
    return {
      storage: keys.filter((key) => key.includes("refresh-token")),
      cookies: cookies
        .filter(({ name }) => name === "workos-has-session" || name.includes("refresh-token"))
        .map(({ name, httpOnly }) => ({ name, httpOnly }))
        .sort((one, other) => one.name.localeCompare(other.name)),
    };
  }

  it("signs in, exchanges the code once, comes back to where the state says, and keeps the session there alone", async () => {
    const { clientId } = app.emulator;
    await signIn();
    expect(page.url()).toBe(`${app.url}/after?x=1`);
    expect(grants("grant")).toBe(1);
    const [session] = activeSessions();
    await shows({ identity: session!.userId });
    await write("Buy milk");
    const token = `workos-refresh-token-${clientId}`;
    expect(await stored()).toEqual(
      devMode
        ? { storage: [`workos:refresh-token:${clientId}`], cookies: [] }
        : {
            storage: [],
            cookies: [
              { name: "workos-has-session", httpOnly: false },
              { name: token, httpOnly: true },
            ],
          },
    );
  });

  it("keeps the session over a reload", async () => {
    await signIn();
    await write("Buy milk");
    await page.reload();
    await shows({ authkit: BEN.email, convex: "authenticated" });
    await page.getByRole("listitem").filter({ hasText: "Buy milk" }).waitFor();
    expect(grants("grant")).toBe(1);
    expect(activeSessions()).toHaveLength(1);
  });

  it("refreshes as time passes, in the same session", async () => {
    await signIn();
    const before = grants("refresh");
    await passTime(app.emulator, context, 900);
    expect(grants("refresh") - before).toBeGreaterThanOrEqual(3);
    await shows({ authkit: BEN.email, convex: "authenticated" });
    await write("a quarter of an hour later");
    expect(activeSessions()).toHaveLength(1);
  });

  it("switches the organization, for Convex as well", async () => {
    await signIn(ADA);
    await shows({ organization: "org_acme", "identity-organization": "org_acme" });
    await page.getByRole("button", { name: "To Globex" }).click();
    await shows({ organization: "org_globex" });
    expect(activeSessions()).toMatchObject([{ organizationId: "org_globex" }]);
    await page.reload();
    await shows({ organization: "org_globex", "identity-organization": "org_globex" });
  });

  it("does not switch to an organization of which the user is no member: the SDK goes to AuthKit for it", async () => {
    await signIn();
    await page.getByRole("button", { name: "To Globex" }).click();
    await page.waitForURL((url) => url.origin === app.emulator.url);
    const refused = app.emulator.timeline
      .events()
      .filter(({ kind, outcome }) => kind === "refresh" && outcome === "refused");
    expect(refused).toMatchObject([{ detail: { error: "organization_membership_not_found" } }]);
    expect(activeSessions()).toMatchObject([{ organizationId: null }]);
  });

  it("signs out at WorkOS and here, and stays so", async () => {
    await signIn();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${app.url}/`);
    await shows({ authkit: "signed out", convex: "not authenticated" });
    expect(activeSessions()).toEqual([]);
    await page.reload();
    await shows({ authkit: "signed out", convex: "not authenticated" });
  });

  it("shares the session between two tabs, and their refreshes do not put each other out", async () => {
    await signIn();
    const other = await context.newPage();
    await other.goto(app.url);
    await shows({ authkit: BEN.email, convex: "authenticated" }, other);
    await write("from the other tab", other);
    await page.getByRole("listitem").filter({ hasText: "from the other tab" }).waitFor();
    await passTime(app.emulator, context, 600);
    await write("and back", page);
    await other.getByRole("listitem").filter({ hasText: "and back" }).waitFor();
    expect(activeSessions()).toHaveLength(1);
    const refused = app.emulator.timeline
      .events()
      .filter(({ kind, outcome }) => kind === "refresh" && outcome !== "ok");
    expect(refused).toEqual([]);
  });

  it("gets no tokens for a page whose origin is not registered", async () => {
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(app.url);
    await shows({ authkit: "signed out" });
    app.emulator.authkit!.environment.corsOrigins = ["http://localhost:1"];
    await page.getByRole("button", { name: "Sign in" }).click();
    await useHostedPage(page, BEN);
    await page.waitForURL((url) => url.origin === app.url);
    await shows({ authkit: "signed out", convex: "not authenticated" });
    await expect.poll(() => said.join("\n")).toContain("has been blocked by CORS policy");
    expect(grants("grant")).toBe(0);
    expect(await stored()).toEqual({ storage: [], cookies: [] });
  });
});
