import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BEN } from "./support/accounts.ts";
import { authStates, newVisitor, startBrowser, useHostedPage } from "./support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "./support/emulated-app.ts";
import { violations } from "./support/axe.ts";
import { mutationCount } from "./support/mutation-count.ts";
import { canWrite, signedIn, signedOut, signIn } from "./support/notes-page.ts";
import { passTime, sleep } from "./support/passing-time.ts";
import { refreshGrants } from "./support/refresh-grants.ts";
import { viteApp } from "./support/vite-app.ts";

const ROOT = fileURLToPath(new URL("../examples/vite-spa", import.meta.url));

let app: EmulatedApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  app = await startEmulatedApp(ROOT, viteEnvironment, viteApp(ROOT));
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => {
  await app.emulator.reset();
  ({ context, page } = await newVisitor(browser));
});
afterEach(async () => {
  await context.close();
});

const refreshes = (): number => refreshGrants(app.emulator);

describe("signing in", () => {
  it("goes to AuthKit and comes back to where the visitor was", async () => {
    await signIn(page, `${app.url}/account?from=test#top`, BEN);
    expect(page.url()).toBe(`${app.url}/account?from=test#top`);
    await page.getByText(BEN.email).waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("stays signed in over a reload, without a signed-out flash", async () => {
    await signIn(page, app.url, BEN);
    await page.reload();
    await signedIn(page).waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("shows notes to their author only", async () => {
    await signIn(page, app.url, BEN);
    await page.getByLabel("New note").fill("Buy milk");
    await page.keyboard.press("Enter");
    await page.getByText("Buy milk").waitFor();
    const other = await browser.newContext();
    const otherPage = await other.newPage();
    await signIn(otherPage, app.url, ADA);
    await otherPage.getByText("No notes yet").waitFor();
    await other.close();
  });

  it("tells a cancelled sign-in, and offers to try again", async () => {
    await page.goto(app.url);
    await signedOut(page).click();
    await page.getByText("Cancel").click();
    await page.getByRole("alert").getByText("The sign-in was cancelled or refused.").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await useHostedPage(page, BEN);
    await signedIn(page).waitFor();
    expect(page.url()).toBe(`${app.url}/`);
  });

  it("shows nothing that a link says about it", async () => {
    await page.goto(`${app.url}/callback?error=x&error_description=call+0900+1234`);
    await page.getByRole("alert").waitFor();
    expect(await page.locator("body").innerText()).not.toContain("0900");
  });

  it("cannot be finished twice, nor with a code of somebody else's", async () => {
    const callback = page.waitForRequest((request) => request.url().startsWith(`${app.url}/callback?code`));
    await signIn(page, app.url, BEN);
    const used = (await callback).url();
    const other = await browser.newContext();
    const victim = await other.newPage();
    await victim.goto(used);
    await victim.getByText("It has to begin and end in one tab").waitFor();
    await signedOut(victim).waitFor();
    await other.close();
  });

  it("tells a wrong password on AuthKit's page, and lets the visitor try again there", async () => {
    await page.goto(app.url);
    await signedOut(page).click();
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

  it("lets a visitor who is signed out use what is public", async () => {
    await page.goto(app.url);
    await signedOut(page).waitFor();
    expect(await authStates(page)).toEqual(["loading", "signed-out"]);
  });

  it("costs one refresh per page load, the SDK's own", async () => {
    await signIn(page, app.url, BEN);
    const before = refreshes();
    await page.reload();
    await signedIn(page).waitFor();
    await page.getByText("No notes yet").waitFor();
    expect(refreshes() - before).toBe(1);
  });
});

describe("a session that lasts", () => {
  it("survives two expiries while the page is visible, with one refresh each and no flash", async () => {
    await signIn(page, app.url, BEN);
    const before = refreshes();
    await passTime(app.emulator, context, 600);
    await canWrite(page, "after ten minutes");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    expect(refreshes() - before).toBeLessThanOrEqual(3);
  });

  it("survives the sleep of the machine", async () => {
    await signIn(page, app.url, BEN);
    await sleep(app.emulator, context, 3600);
    await canWrite(page, "good morning");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("keeps everybody signed in and at work through a minute without WorkOS, and recovers by itself", async () => {
    await signIn(page, app.url, BEN);
    for (const fault of ["rate-limit", "html-503", "server-error", "connection-reset"]) {
      app.emulator.faults.set(fault);
      await passTime(app.emulator, context, 30);
      await canWrite(page, `during ${fault}`);
      await page.getByRole("link", { name: "Account" }).click();
      await page.getByText(BEN.email).waitFor();
      await page.getByRole("link", { name: "Notes" }).click();
      await passTime(app.emulator, context, 330);
      app.emulator.faults.clear();
      await passTime(app.emulator, context, 65);
      await canWrite(page, `after ${fault}`);
    }
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    expect(mutationCount(app.emulator, "notes:add")).toBe(8);
  });

  it("is not lost by a page load while WorkOS is down, and signs in by itself afterwards", async () => {
    await signIn(page, app.url, BEN);
    for (const fault of ["rate-limit", "html-503", "server-error", "connection-reset"]) {
      app.emulator.faults.set(fault);
      await page.reload();
      await passTime(app.emulator, context, 60);
      app.emulator.faults.clear();
      await passTime(app.emulator, context, 15);
      await canWrite(page, `loaded during ${fault}`);
      expect(await authStates(page)).toEqual(["loading", "signed-in"]);
    }
  });

  it("comes back from being offline", async () => {
    await signIn(page, app.url, BEN);
    await context.setOffline(true);
    await passTime(app.emulator, context, 400);
    await context.setOffline(false);
    await passTime(app.emulator, context, 60);
    await canWrite(page, "online again");
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("goes on when the page comes back out of the back/forward cache", async () => {
    await signIn(page, app.url, BEN);
    await page.goto(`${app.emulator.url}/sso/jwks/${app.emulator.clientId}`);
    await app.emulator.advance("10m");
    // A page out of the cache is not loaded, so there is no load to wait for.
    await page.goBack({ waitUntil: "commit" });
    await signedIn(page).waitFor();
    await canWrite(page, "back again");
    expect(await authStates(page)).not.toContain("signed-out");
  });

  it("ends when the session is revoked, and only then", async () => {
    await signIn(page, app.url, BEN);
    const [session] = app.emulator.authkit!.sessions();
    app.emulator.authkit!.revoke(session!.id);
    await passTime(app.emulator, context, 300);
    await signedOut(page).waitFor();
    expect((await authStates(page)).at(-1)).toBe("signed-out");
  });

  it("ends in one tab by its button, and at WorkOS", async () => {
    await signIn(page, app.url, BEN);
    await signedIn(page).click();
    await signedOut(page).waitFor();
    expect(app.emulator.authkit!.sessions().filter(({ status }) => status === "active")).toEqual([]);
  });
});

describe("a link that nobody has clicked", () => {
  it("signs nobody out and costs no refresh, however often it is pointed at or fetched ahead", async () => {
    await signIn(page, app.url, ADA);
    const before = refreshes();
    const links = new Set<string>();
    for (const name of ["Notes", "Account"]) {
      await page.getByRole("link", { name }).click();
      await signedIn(page).waitFor();
      for (const target of await page.locator("a[href], button, input").all()) await target.hover();
      for (const link of await page.locator("a[href]").all())
        links.add((await link.getAttribute("href")) ?? "");
    }
    expect([...links].sort()).toEqual(["/", "/account"]);
    // As a browser or an extension does that looks ahead.
    await page.evaluate(
      (hrefs) => {
        for (const href of hrefs) {
          const ahead = Object.assign(document.createElement("link"), { rel: "prefetch", href });
          document.head.append(ahead);
        }
      },
      [...links, "/callback", "/debug"],
    );
    await page.waitForLoadState("networkidle");
    expect(refreshes() - before).toBe(0);
    expect(app.emulator.authkit!.sessions().map(({ status }) => status)).toEqual(["active"]);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });
});

describe("several tabs", () => {
  it("share a session, and its refreshes", async () => {
    await signIn(page, app.url, BEN);
    const others = await Promise.all(Array.from({ length: 4 }, async () => await context.newPage()));
    for (const tab of others) {
      await tab.goto(app.url);
      await signedIn(tab).waitFor();
    }
    await passTime(app.emulator, context, 300);
    const before = refreshes();
    await passTime(app.emulator, context, 300);
    expect(refreshes() - before).toBeLessThanOrEqual(2);
    for (const [index, tab] of [page, ...others].entries()) await canWrite(tab, `from tab ${index}`);
    for (const tab of [page, ...others]) expect(await authStates(tab)).toEqual(["loading", "signed-in"]);
    expect(mutationCount(app.emulator, "notes:add")).toBe(5);
  });
});

describe("administrators", () => {
  it("see the debug page, which shows the chain and no token", async () => {
    await signIn(page, `${app.url}/debug`, ADA);
    await page.getByText("Convex accepted the token on its socket.").waitFor();
    await page.getByRole("cell", { name: "org_acme" }).first().waitFor();
    expect(await page.content()).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}\./);
  });

  it("see it also when Convex refuses the token, with Convex's reason and the failure mode", async () => {
    app.emulator.faults.set("deployment-env-other-client");
    await page.goto(`${app.url}/debug`);
    await signedOut(page).click();
    await useHostedPage(page, ADA, ADA.organization);
    await page.getByText("convex-client-id-wrong-env").first().waitFor();
    await page
      .getByText(/No auth provider found matching the given token/)
      .first()
      .waitFor();
  });

  it("can copy what it shows, without the token", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await signIn(page, `${app.url}/debug`, ADA);
    await page.getByText("Convex accepted the token on its socket.").waitFor();
    await page.getByRole("button", { name: "Copy report" }).click();
    await page.getByRole("button", { name: "Copied, without secrets" }).waitFor();
    const report = await page.evaluate(async () => await navigator.clipboard.readText());
    expect(report).toContain("- **Convex acceptance**: holds.");
    expect(report).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}/);
  });

  it("are the only ones who see it", async () => {
    await signIn(page, `${app.url}/debug`, BEN);
    await page.getByText("Not for this account").waitFor();
    await page.getByText(`You are signed in as ${BEN.email}`).waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
  });

  it("have to sign in first, and are told how far the chain holds without them", async () => {
    await page.goto(`${app.url}/debug`);
    await page.getByText("Nobody is signed in. There is no token to look at").waitFor();
    await page.getByText(/The Convex deployment .* answers\./).waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
    await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
    await useHostedPage(page, ADA, ADA.organization);
    await page.getByText("Convex accepted the token on its socket.").waitFor();
    expect(page.url()).toBe(`${app.url}/debug`);
  });

  it("leave nothing behind for whoever uses the browser after them", async () => {
    await signIn(page, `${app.url}/debug`, ADA);
    await page.getByRole("cell", { name: "org_acme" }).first().waitFor();
    app.emulator.authkit!.revoke(app.emulator.authkit!.sessions()[0]!.id);
    await passTime(app.emulator, context, 300);
    await signedOut(page).waitFor();
    await page.reload();
    await page.getByText("Nobody is signed in. There is no token to look at").waitFor();
    expect(await page.locator("body").innerText()).not.toMatch(/ada@|org_acme|user_|session_/i);
  });
});

describe("every page", () => {
  it.each(["light", "dark"] as const)(
    "has no violation that axe finds, and fits a phone (%s)",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: 375, height: 700 });
      await signIn(page, app.url, ADA);
      async function isFine(path: string): Promise<void> {
        expect([path, ...(await violations(page))]).toEqual([path]);
        const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
        expect([path, scrollWidth]).toEqual([path, clientWidth]);
      }
      for (const path of ["/", "/account", "/debug", "/callback"]) {
        await page.goto(app.url + path);
        await signedIn(page).waitFor();
        await isFine(path);
      }
      await page.goto(app.url);
      await signedIn(page).click();
      for (const path of ["/", "/debug", "/callback?error=access_denied"]) {
        await page.goto(app.url + path);
        await signedOut(page).waitFor();
        await isFine(path);
      }
    },
  );
});

describe("organizations", () => {
  it("are switched, and Convex is told", async () => {
    await signIn(page, `${app.url}/account`, ADA);
    await page.getByText("org_acme").waitFor();
    await page.getByLabel("Organization id").fill("org_globex");
    await page.getByRole("button", { name: "Switch" }).click();
    await page.getByText("org_globex", { exact: true }).waitFor();
    await page.getByText("member", { exact: true }).waitFor();
    expect(await authStates(page)).not.toContain("signed-out");
    // Her role of the one organization is none in the other.
    await page.goto(`${app.url}/debug`);
    await page.getByText("Not for this account").waitFor();
  });
});
