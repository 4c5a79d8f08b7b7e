import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ADA, BEN, type Person } from "../support/accounts.ts";
import { authStates, newVisitor, startBrowser, useHostedPage } from "../support/browser.ts";
import {
  type EmulatedApp,
  nextEnvironment,
  startEmulatedApp,
  viteEnvironment,
} from "../support/emulated-app.ts";
import { passTime } from "../support/passing-time.ts";
import { refreshGrants } from "../support/refresh-grants.ts";
import { type InstalledRow, installRow, pack } from "./install-row.ts";
import { type Figures, figuresTable } from "./figures.ts";
import { readRows } from "./rows.ts";
import { serveRow } from "./serve-row.ts";

const figures: Figures[] = [];
let packed: string;
let tarball: string;
let browser: Browser;

beforeAll(async () => {
  packed = await mkdtemp(join(tmpdir(), "convex-authkit-packed-"));
  tarball = await pack(packed);
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(packed, { recursive: true, force: true });
  console.log(figuresTable(figures));
});

describe.each(readRows())("$name", (row) => {
  const isNext = row.framework === "next";
  const home = isNext ? "/notes" : "/";
  const measured: Figures = { row };
  let installed: InstalledRow;
  let app: EmulatedApp;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    figures.push(measured);
    measured.installSeconds = await secondsOf(async () => void (installed = await installRow(row, tarball)));
    measured.buildSeconds = await secondsOf(async () => {
      const environment = isNext ? nextEnvironment : viteEnvironment;
      app = await startEmulatedApp(installed.folder, environment, serveRow(row, installed));
    });
  });
  afterAll(async () => {
    await app?.close();
    await installed?.remove();
  });
  beforeEach(async () => {
    await app.reset();
    ({ context, page } = await newVisitor(browser));
  });
  afterEach(async () => await context.close());

  const refreshes = (): number => refreshGrants(app.emulator);
  const signedIn = () => page.getByRole("button", { name: "Sign out" });
  const signedOut = () => page.getByRole("button", { name: "Sign in", exact: true });

  async function signIn(person: Person, path = home): Promise<void> {
    await page.goto(app.url + path);
    // A page of Next.js that needs a session leads to AuthKit by itself.
    if (!isNext) await signedOut().click();
    await useHostedPage(page, person, person.organization);
    await signedIn().waitFor();
  }

  /** What Convex's functions answer must go on coming, not only the look of the page. */
  async function canWrite(text: string): Promise<void> {
    await page.getByLabel("New note").fill(text);
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").filter({ hasText: text }).waitFor();
  }

  it("signs in, and Convex knows who it is", async () => {
    await signIn(ADA);
    const me = app.emulator.authkit!.sessions()[0]!.userId;
    await page.getByText(`In the browser: ${me} as admin (accepted)`).waitFor();
    if (isNext) await page.getByText(`On the server: ${me}`).waitFor();
    await canWrite("written by Ada");
  });

  it("tells a cancelled sign-in, and gets where it was to go by trying again", async () => {
    await page.goto(app.url + home);
    if (!isNext) await signedOut().click();
    await page.getByText("Cancel").click();
    await page.getByRole("button", { name: "Try again" }).click();
    await useHostedPage(page, BEN);
    await signedIn().waitFor();
    expect(page.url()).toBe(app.url + home);
  });

  it("shows the debug page to an administrator", async () => {
    await signIn(ADA, "/debug");
    await page.getByText("Convex accepted the token on its socket.").waitFor();
  });

  it(`costs ${isNext ? "no" : "one"} refresh per page load, without a flash`, async () => {
    await signIn(BEN);
    const before = refreshes();
    await page.reload();
    await canWrite("after a reload");
    measured.refreshesPerLoad = refreshes() - before;
    expect(measured.refreshesPerLoad).toBe(isNext ? 0 : 1);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  if (isNext)
    it("brings the notes with the page", async () => {
      await signIn(BEN);
      await canWrite("rendered on the server");
      const html = await (await context.request.get(app.url + home)).text();
      expect(html).toContain("rendered on the server");
    });

  it("gets one new token at an expiry, without a flash", async () => {
    await signIn(BEN);
    const before = refreshes();
    await passTime(app, context, 300);
    await canWrite("after an expiry");
    measured.refreshesPerExpiry = refreshes() - before;
    expect(measured.refreshesPerExpiry).toBe(1);
    expect(await authStates(page)).toEqual(["loading", "signed-in"]);
  });

  it("keeps everybody signed in through an outage of WorkOS over an expiry", async () => {
    await signIn(BEN);
    await passTime(app, context, 220);
    // What authkit-nextjs takes for the end of a session: a gateway's page instead of an answer.
    app.emulator.faults.set("html-503");
    await passTime(app, context, 100);
    const states = await authStates(page);
    expect(app.emulator.faults.active()[0]?.hits).toBeGreaterThan(0);
    if (isNext) {
      // A page that is rendered with an expired token. A page of authkit-react knows nobody until its first refresh.
      await Promise.all([page.goto(`${app.url}/`), passTime(app, context, 30)]);
      states.push(...(await authStates(page)));
    }
    app.emulator.faults.clear();
    await passTime(app, context, 65);
    states.push(...(await authStates(page)));
    measured.signOutsInOutage = states.filter((state) => state === "signed-out").length;
    expect(measured.signOutsInOutage).toBe(0);
    await page.goto(app.url + home);
    await canWrite("after the outage");
  });

  it("signs out by its button, at WorkOS as well", async () => {
    await signIn(BEN);
    if (isNext) {
      const answer = await context.request.get(`${app.url}/sign-out`);
      expect(answer.status()).toBe(405);
      await page.reload();
    }
    await signedIn().click();
    await signedOut().waitFor();
    expect(app.emulator.authkit!.sessions().filter(({ status }) => status === "active")).toEqual([]);
  });
});

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
