import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { startTestDeployment, type TestDeployment } from "@convex-authkit/emulator/convex/test-deployment";
import { providerOf } from "@convex-authkit/emulator/convex/test-issuer";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchChromium, WITHOUT_CHROMIUM } from "../../../../scripts/launch-chromium.mjs";
import type { Seen, PageOptions } from "./connection-page.tsx";

// The provider in React's strict mode, in a development build, over the real client of Convex.

/** For one tab: a page load takes none, a refused token two. */
const FEW = 3;

describe.skipIf(WITHOUT_CHROMIUM)("the connection provider", () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  let deployment: TestDeployment;
  let context: BrowserContext;
  let said: string[];

  beforeAll(async () => {
    const bundled = await build({
      entryPoints: [fileURLToPath(new URL("connection-page.tsx", import.meta.url))],
      bundle: true,
      write: false,
      format: "iife",
      jsx: "automatic",
      define: { "process.env.NODE_ENV": '"development"' },
    });
    const script = bundled.outputFiles[0]?.text ?? "";
    server = createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : '<!doctype html><body></body><script src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });
  beforeEach(async () => {
    deployment = await startTestDeployment();
    context = await browser.newContext();
    await context.exposeFunction("issueToken", () => deployment.issuer.sign());
    said = [];
    context.on("console", (message) => {
      if (message.text().startsWith("convex-authkit:")) said.push(message.text());
    });
  });
  afterEach(async () => {
    await context.close();
    await deployment.close();
  });

  async function open(options: Partial<PageOptions> = {}): Promise<Page> {
    const page = await context.newPage();
    await page.goto(origin);
    await render(page, options);
    return page;
  }

  const render = async (page: Page, options: Partial<PageOptions> = {}): Promise<void> =>
    await page.evaluate((all) => window.render(all), {
      url: deployment.url,
      session: "signed-in",
      ...options,
    } as const);
  const observe = async (page: Page): Promise<Seen> => await page.evaluate(() => window.seen);
  const shows = async (page: Page, state: "L" | "A" | "U"): Promise<unknown> =>
    await page.waitForFunction((last) => window.seen.shown.endsWith(last), state);

  /** Exchanges with the deployment and frames of the page: what runs away would get round in them. */
  async function meanwhile(page: Page): Promise<void> {
    await page.evaluate(async (url) => {
      for (let round = 0; round < 20; round++) {
        await fetch(`${url}/version`);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    }, deployment.url);
  }

  it("signs in at a page load without a refresh", async () => {
    const page = await open();
    await shows(page, "A");
    await meanwhile(page);
    expect(await observe(page)).toMatchObject({ refreshes: 0, shown: "LA" });
  });

  it("begins nothing anew where an app hands in new objects at every render", async () => {
    const page = await open();
    await shows(page, "A");
    for (let renders = 0; renders < 20; renders++) await render(page);
    await meanwhile(page);
    expect(await observe(page)).toMatchObject({ refreshes: 0, shown: "LA" });
  });

  it("goes on where an app's own onEvent throws", async () => {
    const page = await open({ throwingLog: true });
    await shows(page, "A");
  });

  it("lets a visitor who is signed out use what is public", async () => {
    const page = await open({ session: "signed-out" });
    await page.waitForFunction(() => window.seen.notes === 0);
    expect(await observe(page)).toMatchObject({ refreshes: 0, shown: "U" });
  });

  it("signs out with AuthKit, and in again", async () => {
    const page = await open();
    await shows(page, "A");
    await render(page, { session: "signed-out" });
    await shows(page, "U");
    await page.waitForFunction(() => window.seen.notes === 0);
    await render(page);
    await shows(page, "A");
    expect((await observe(page)).refreshes).toBe(0);
  });

  it("can be unmounted and mounted again", async () => {
    const page = await open();
    await shows(page, "A");
    await page.evaluate(() => window.unmount());
    await meanwhile(page);
    await render(page);
    await page.waitForFunction(() => window.seen.shown === "LALA");
    await meanwhile(page);
    expect(await observe(page)).toMatchObject({ refreshes: 0, shown: "LALA" });
  });

  it("says once which options a client made by the app lacks", async () => {
    const page = await open({ plainClient: true });
    await shows(page, "A");
    await meanwhile(page);
    expect(said).toEqual([expect.stringContaining("expectAuth: true and initialAuthTokenReuse: true")]);
  });

  it("does not set tabs going with such a client, whose every token costs a forced refresh", async () => {
    const tabs = [await open({ plainClient: true }), await open({ plainClient: true })];
    for (const tab of tabs) await shows(tab, "A");
    for (const tab of tabs) await meanwhile(tab);
    for (const tab of tabs) expect((await observe(tab)).refreshes).toBeLessThanOrEqual(FEW);
  });

  it("tells the app which failure mode is behind a refusal, and nothing once it is mended", async () => {
    deployment.functions.push({ providers: [] });
    const page = await open();
    await page.waitForFunction(() => window.seen.failureMode === "auth-config-empty-providers");
    deployment.functions.push({ providers: [providerOf(deployment.issuer)] });
    await page.evaluate(() => window.retry());
    await shows(page, "A");
    await page.waitForFunction(() => window.seen.failureMode === null);
  });

  it("neither where Convex refuses the tokens, and says why, once per tab", async () => {
    deployment.functions.push({ providers: [] });
    const tabs = [await open(), await open()];
    for (const tab of tabs) await shows(tab, "U");
    for (const tab of tabs) await meanwhile(tab);
    for (const tab of tabs) expect((await observe(tab)).refreshes).toBeLessThanOrEqual(FEW);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(
      /Convex refused the access token: .*\[auth-config-empty-providers: npx convex-authkit explain/,
    );
  });
});
