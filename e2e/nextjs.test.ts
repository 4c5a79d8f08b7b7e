import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BEN, type Person } from "./support/accounts.ts";
import { violations } from "./support/axe.ts";
import { authStates, newVisitor, startBrowser, useHostedPage } from "./support/browser.ts";
import { type EmulatedApp, nextEnvironment, startEmulatedApp } from "./support/emulated-app.ts";
import { mutationCount } from "./support/mutation-count.ts";
import { nextApp } from "./support/next-app.ts";
import { canWrite, signedIn, signedOut } from "./support/notes-page.ts";
import { passTime, sleep } from "./support/passing-time.ts";
import { refreshGrants } from "./support/refresh-grants.ts";

const EXAMPLE = fileURLToPath(new URL("../examples/nextjs-monorepo", import.meta.url));

let app: EmulatedApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  app = await startEmulatedApp(
    `${EXAMPLE}/packages/backend`,
    nextEnvironment,
    nextApp(`${EXAMPLE}/apps/web`),
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

/** Opens a page that needs a session, and signs in where that leads to. */
async function signIn(account: Person = BEN, path = "/notes", on: Page = page): Promise<void> {
  await on.goto(app.url + path);
  await useHostedPage(on, account, account.organization);
  await signedIn(on).waitFor();
}

const sessionCookie = async (): Promise<string | undefined> =>
  (await context.cookies(app.url)).find(({ name }) => name === "wos-session")?.value;

describe("signing in", () => {
  it("is asked for by a page that needs a session, and leads back to it", async () => {
    await signIn(BEN, "/account?from=test");
    expect(page.url()).toBe(`${app.url}/account?from=test`);
    await page.getByText(BEN.email).waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("leads back to the public page from which it was begun", async () => {
    await page.goto(`${app.url}/?from=test`);
    await signedOut(page).click();
    await useHostedPage(page, BEN);
    await signedIn(page).waitFor();
    expect(page.url()).toBe(`${app.url}/?from=test`);
  });

  it("lets a visitor who is signed out use what is public", async () => {
    await page.goto(app.url);
    await signedOut(page).waitFor();
    expect(await authStates(page)).toEqual(["signed-out"]);
  });

  it.each(["/notes?from=test", "/?from=test"])(
    "can be cancelled: a page says so, and trying again leads back (%s)",
    async (path) => {
      await page.goto(app.url + path);
      if (path.startsWith("/?")) await signedOut(page).click();
      await page.getByText("Cancel").click();
      await page.getByText("The sign-in was cancelled").waitFor();
      expect(new URL(page.url()).pathname).toBe("/sign-in-failed");
      await page.getByRole("button", { name: "Try again" }).click();
      await useHostedPage(page, BEN);
      await signedIn(page).waitFor();
      expect(page.url()).toBe(app.url + path);
    },
  );

  it("cannot be finished twice, nor with a state of somebody else's, and says so", async () => {
    const callback = page.waitForRequest((request) => request.url().startsWith(`${app.url}/callback`));
    await signIn();
    const used = (await callback).url();
    await page.goto(used);
    await page.getByText("This sign-in can no longer be finished").waitFor();

    // A link of somebody who wants the visitor to be signed in as another one.
    const other = await browser.newContext();
    const victim = await other.newPage();
    await victim.goto(used);
    await victim.getByText("This sign-in can no longer be finished").waitFor();
    expect(new URL(victim.url()).origin).toBe(app.url);
    expect((await other.cookies(app.url)).map(({ name }) => name)).not.toContain("wos-session");
    await other.close();
  });

  it("cannot be finished by somebody who left AuthKit's page open for long, and begins anew from the page that says so", async () => {
    await page.goto(`${app.url}/notes`);
    await page.getByRole("textbox", { name: "E-mail address" }).waitFor();
    await app.advance(660_000);
    await useHostedPage(page, BEN);
    await page.getByText("This sign-in can no longer be finished").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await signedIn(page).waitFor();
    expect(page.url()).toBe(`${app.url}/notes`);
  });

  it("says that WorkOS did not answer where that is so", async () => {
    await page.goto(`${app.url}/notes`);
    await page.getByRole("textbox", { name: "E-mail address" }).waitFor();
    app.emulator.faults.set("html-503");
    await Promise.all([
      useHostedPage(page, BEN),
      page.getByText("WorkOS did not answer").waitFor(),
      passTime(app, context, 30),
    ]);
    app.emulator.faults.clear();
    await page.getByRole("button", { name: "Try again" }).click();
    await signedIn(page).waitFor();
    expect(page.url()).toBe(`${app.url}/notes`);
  });

  it("tells a wrong password on AuthKit's page, and lets the visitor try again there", async () => {
    await page.goto(`${app.url}/notes`);
    await useHostedPage(page, { ...BEN, password: "wrong" });
    await page.getByRole("alert").waitFor();
    await useHostedPage(page, BEN);
    await signedIn(page).waitFor();
  });

  it("signs up somebody new", async () => {
    await page.goto(app.url);
    await page.getByRole("button", { name: "Sign up" }).click();
    await page.getByRole("textbox", { name: "E-mail address" }).fill("new@example.com");
    await page.getByLabel("Password", { exact: true }).fill("a-password-nobody-knows");
    await page.getByRole("button", { name: "Sign up", exact: true }).click();
    await signedIn(page).waitFor();
    await page.goto(`${app.url}/account`);
    await page.getByText("new@example.com").waitFor();
  });

  it("shows notes to their author only", async () => {
    await signIn(BEN);
    await canWrite(page, "Buy milk");
    const other = await browser.newContext();
    const otherPage = await other.newPage();
    await signIn(ADA, "/notes", otherPage);
    await otherPage.getByText("No notes yet").waitFor();
    await other.close();
  });
});

describe("a page load", () => {
  it("costs no refresh and shows no signed-out flash", async () => {
    await signIn();
    const before = refreshes();
    for (const path of ["/notes", "/account", "/"]) {
      await page.goto(app.url + path);
      await signedIn(page).waitFor();
      expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    }
    await page.goto(`${app.url}/notes`);
    await canWrite(page, "after four page loads");
    expect(refreshes() - before).toBe(0);
  });

  it("brings the visitor's notes with it", async () => {
    await signIn();
    await canWrite(page, "Buy milk");
    const html = await (await context.request.get(`${app.url}/notes`)).text();
    expect(html).toContain("Buy milk");
    await page.reload();
    await page.getByText("Buy milk").waitFor();
  });
});

describe("a session that lasts", () => {
  it("survives two expiries while the page is visible, with one refresh each and no flash", async () => {
    await signIn();
    const before = refreshes();
    await passTime(app, context, 600);
    await canWrite(page, "after ten minutes");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    expect(refreshes() - before).toBe(2);
  });

  it("survives the sleep of the machine", async () => {
    await signIn();
    await sleep(app, context, 3600);
    await canWrite(page, "good morning");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it.each(["rate-limit", "server-error", "html-503", "connection-reset"])(
    "keeps its cookie and its visitor through a minute without WorkOS, and recovers by itself (%s)",
    async (fault) => {
      await signIn();
      await passTime(app, context, 220);
      app.emulator.faults.set(fault);
      await canWrite(page, "during the outage");
      await passTime(app, context, 20);
      // The token expires while WorkOS is away.
      await sleep(app, context, 70);
      await Promise.all([
        page.getByRole("link", { name: "Account" }).click(),
        page.waitForURL("**/account"),
        passTime(app, context, 30),
      ]);
      expect(await authStates(page)).toEqual(["loading", "signed-in"]);
      await Promise.all([page.goto(`${app.url}/notes`), passTime(app, context, 30)]);
      expect(await sessionCookie()).toBeDefined();
      app.emulator.faults.clear();
      await passTime(app, context, 65);
      await canWrite(page, "after the outage");
      expect(await authStates(page)).toEqual(["loading", "signed-in"]);
      expect(mutationCount(app.emulator, "notes:add")).toBe(2);
    },
  );

  it("comes back from being offline", async () => {
    await signIn();
    await context.setOffline(true);
    await passTime(app, context, 400);
    await context.setOffline(false);
    await passTime(app, context, 60);
    await canWrite(page, "online again");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("goes on when the page comes back out of the back/forward cache", async () => {
    await signIn();
    await page.goto(`${app.emulator.url}/sso/jwks/${app.emulator.clientId}`);
    await app.advance(600_000);
    // A page out of the cache is not loaded, so there is no load to wait for.
    await page.goBack({ waitUntil: "commit" });
    await signedIn(page).waitFor();
    await canWrite(page, "back again");
    expect(await authStates(page)).not.toContain("signed-out");
  });

  it("ends when the session is revoked, and only then", async () => {
    await signIn();
    const [session] = app.emulator.authkit!.sessions();
    app.emulator.authkit!.revoke(session!.id);
    await passTime(app, context, 200);
    expect((await authStates(page)).at(-1)).toBe("signed-in");
    await passTime(app, context, 100);
    await signedOut(page).waitFor();
    await page.goto(`${app.url}/notes`);
    await page.getByRole("textbox", { name: "E-mail address" }).waitFor();
    expect(await sessionCookie()).toBeUndefined();
  });
});

describe("several tabs", () => {
  it("share one refresh at each expiry", async () => {
    await signIn();
    const others = await Promise.all(Array.from({ length: 4 }, async () => await context.newPage()));
    for (const tab of others) {
      await tab.goto(`${app.url}/notes`);
      await signedIn(tab).waitFor();
    }
    const before = refreshes();
    await passTime(app, context, 600);
    for (const [index, tab] of [page, ...others].entries()) {
      await canWrite(tab, `from tab ${index}`);
      expect(await authStates(tab)).toEqual(["loading", "signed-in"]);
    }
    expect(refreshes() - before).toBe(2);
    expect(mutationCount(app.emulator, "notes:add")).toBe(5);
  });

  it("are all signed out by the button in one of them", async () => {
    await signIn();
    const other = await context.newPage();
    await other.goto(`${app.url}/notes`);
    await signedIn(other).waitFor();
    await signedIn(page).click();
    await signedOut(page).waitFor();
    expect(app.emulator.authkit!.sessions().filter(({ status }) => status === "active")).toEqual([]);
    await passTime(app, context, 300);
    await signedOut(other).waitFor();
  });
});

/** How browsers and Next.js's router ask for a page that nobody has opened; and how somebody does who opens it. */
const LIKE_A_PREFETCH: Record<string, string>[] = [
  {},
  { "next-router-prefetch": "1", rsc: "1" },
  { "sec-purpose": "prefetch" },
  { "sec-purpose": "prefetch;prerender" },
  { purpose: "prefetch" },
];

describe("signing out", () => {
  it("takes a POST of this site: no GET, prefetch or foreign form does it", async () => {
    await signIn();
    const links = await page
      .locator("a[href], form[action]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("action") ?? ""));
    expect(links).toContain("/sign-out");
    for (const path of new Set([...links, "/sign-in", "/sign-up", "/callback"]))
      for (const headers of LIKE_A_PREFETCH)
        await context.request.get(app.url + path, { headers, maxRedirects: 0 });
    const foreign = await context.request.post(`${app.url}/sign-out`, {
      headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      maxRedirects: 0,
    });
    expect(foreign.status()).toBe(403);
    expect(app.emulator.authkit!.sessions().map(({ status }) => status)).toEqual(["active"]);
    await page.reload();
    await signedIn(page).waitFor();
  });
});

describe("a link that nobody has clicked", () => {
  /** Everything on the page that can be pointed at, one after the other. @returns where Next.js's router looked ahead to */
  async function hoverOverEverything(): Promise<string[]> {
    const ahead: string[] = [];
    const listen = (request: Request): void => {
      if (request.headers()["next-router-prefetch"] !== undefined)
        ahead.push(new URL(request.url()).pathname);
    };
    page.on("request", listen);
    for (const target of await page.locator("a[href], button, input").all()) await target.hover();
    await page.waitForLoadState("networkidle");
    page.off("request", listen);
    return ahead;
  }

  it("is fetched ahead by the router, which signs nobody out and costs no refresh", async () => {
    await signIn(ADA);
    const before = refreshes();
    const ahead = new Set<string>();
    for (const path of ["/", "/notes", "/account", "/admin", "/admin/auth-debug"]) {
      await page.goto(app.url + path);
      await signedIn(page).waitFor();
      for (const seen of await hoverOverEverything()) ahead.add(seen);
    }
    expect([...ahead]).toEqual(expect.arrayContaining(["/account", "/admin", "/notes"]));
    expect([...ahead]).not.toContain("/sign-out");
    expect(refreshes() - before).toBe(0);
    expect(app.emulator.authkit!.sessions().map(({ status }) => status)).toEqual(["active"]);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("meets an expired token like any request: one refresh, whose token the page takes over", async () => {
    await signIn(ADA);
    const before = refreshes();
    // The page does not know yet that time has passed. All links at once, as the router asks for them when they come into view.
    await app.advance(400_000);
    await page.evaluate(async () => {
      const links = [...document.querySelectorAll("a")].map(({ href }) => href);
      const headers = { rsc: "1", "next-router-prefetch": "1" };
      await Promise.all(links.map(async (href) => await fetch(href, { headers })));
    });
    expect(refreshes() - before).toBe(1);
    await context.clock.fastForward(400_000);
    await canWrite(page, "after an expiry");
    expect(refreshes() - before).toBe(1);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
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
    expect(await authStates(page)).not.toContain("signed-out");
  });
});

describe("administrators", () => {
  it("see the debug page, which shows the chain and no token", async () => {
    await signIn(ADA, "/admin/auth-debug");
    await page.getByText("Convex accepted the token on its socket.").waitFor();
    await page.getByRole("cell", { name: "org_acme" }).first().waitFor();
    const shown = await page.locator("main").innerHTML();
    expect(shown).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}\./);
  });

  it("see it also when Convex refuses the token, with Convex's reason and the failure mode", async () => {
    app.emulator.faults.set("deployment-env-other-client");
    await page.goto(`${app.url}/admin/auth-debug`);
    await useHostedPage(page, ADA, ADA.organization);
    await page.getByText("convex-client-id-wrong-env").first().waitFor();
    await page
      .getByText(/No auth provider found matching the given token/)
      .first()
      .waitFor();
  });

  it("are the only ones who see it", async () => {
    await signIn(BEN, "/admin");
    await page.getByText("Administrators only").waitFor();
    await page.goto(`${app.url}/admin/auth-debug`);
    await page.getByText("Administrators only").waitFor();
    expect(await page.getByText("Convex accepted the token on its socket.").count()).toBe(0);
  });
});

describe("every page", () => {
  it.each(["light", "dark"] as const)(
    "has no violation that axe finds, and fits a phone (%s)",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 375, height: 700 });
      await signIn(ADA);
      for (const path of ["/", "/notes", "/account", "/admin", "/admin/auth-debug", "/sign-in-failed"]) {
        await page.goto(app.url + path);
        await signedIn(page).waitFor();
        expect(await violations(page)).toEqual([]);
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        expect([path, scrollWidth]).toEqual([path, clientWidth]);
      }
    },
  );
});
