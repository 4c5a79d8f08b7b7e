import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  CHROMIUM_ABSENT,
  launchChromium,
  WITHOUT_CHROMIUM,
} from "../../../../../scripts/launch-chromium.mjs";
import { startTestDeployment, type TestDeployment } from "../test-deployment.ts";
import type { Observed } from "./page.tsx";

// What the provider of convex 1.48 was measured to do with hooks of these shapes. Which of them run away is the same here; how often
// they get round depends on the machine.

/** No hook that is right comes near it. */
const RUNAWAY = 40;

describe.skipIf(WITHOUT_CHROMIUM)(
  `convex/react in Chromium (skipped where there is none: ${CHROMIUM_ABSENT})`,
  () => {
    let browser: Browser;
    let server: Server;
    let origin: string;
    const open: { close(): Promise<unknown> }[] = [];

    beforeAll(async () => {
      const bundled = await build({
        entryPoints: [new URL("page.tsx", import.meta.url).pathname],
        bundle: true,
        write: false,
        format: "iife",
        jsx: "automatic",
        define: { "process.env.NODE_ENV": '"development"' },
      });
      const script = bundled.outputFiles[0]?.text ?? "";
      server = createServer((request, response) => {
        if (request.url === "/page.js")
          return response.setHeader("content-type", "text/javascript").end(script);
        return response
          .setHeader("content-type", "text/html")
          .end('<!doctype html><title>app</title><body></body><script src="/page.js"></script>');
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await launchChromium();
    });
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.close();
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    /** Opens the app in a page of its own, on another origin than the deployment. */
    async function start(
      app: string,
      authConfig?: unknown,
    ): Promise<{ page: Page; deployment: TestDeployment }> {
      const deployment = await startTestDeployment(authConfig === undefined ? {} : { authConfig });
      open.push(deployment);
      const page = await browser.newPage();
      open.push(page);
      page.setDefaultTimeout(110_000);
      await page.exposeFunction("issueToken", () => deployment.issuer.sign());
      await page.goto(origin);
      const [name = "", mode] = app.split(" ");
      await page.evaluate(([one, url, strict]) => window.start(one, url, strict), [
        name,
        deployment.url,
        mode === "strict",
      ] as const);
      return { page, deployment };
    }

    const observe = (page: Page): Promise<Observed> => page.evaluate(() => window.observed);

    /** Exchanges with the deployment and frames of the page: a hook that runs away would get round in them. */
    async function meanwhile(page: Page, { url }: TestDeployment): Promise<void> {
      await page.evaluate(async (deploymentUrl) => {
        for (let round = 0; round < 20; round++) {
          await fetch(`${deploymentUrl}/version`);
          await window.issueToken();
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
      }, url);
    }

    async function settled(
      app: string,
      expected: { fetches: number; shown: string; authConfig?: unknown },
    ): Promise<Observed> {
      const { page, deployment } = await start(app, expected.authConfig);
      await page.waitForFunction(
        ([fetches, shown]) =>
          window.observed.fetches >= Number(fetches) && window.observed.shown.endsWith(String(shown)),
        [expected.fetches, expected.shown.at(-1)],
      );
      await meanwhile(page, deployment);
      return observe(page);
    }

    it.each([
      ["stable", { fetches: 2, refreshes: 1, shown: "LA" }, "waitingForScheduledRefetch"],
      ["stable strict", { fetches: 3, refreshes: 1, shown: "LA" }, "waitingForScheduledRefetch"],
      ["tokenInRef", { fetches: 2, refreshes: 0, shown: "LA" }, "notRefetching"],
      ["authKit", { fetches: 2, refreshes: 0, shown: "LA" }, "notRefetching"],
      ["authKitInline", { fetches: 2, refreshes: 0, shown: "LA" }, "notRefetching"],
      ["authKitFails", { fetches: 2, refreshes: 0, shown: "LU" }, "noAuth"],
      ["throwing", { fetches: 1, refreshes: 0, shown: "L" }, "noAuth"],
    ])("%s comes to rest", async (app, expected, state) => {
      expect(await settled(app, expected)).toEqual({ ...expected, state, complaints: [] });
    });

    it("authKit gives up without a word where the token is refused", async () => {
      const expected = { fetches: 2, refreshes: 0, shown: "LU" };
      expect(await settled("authKit", { ...expected, authConfig: { providers: [] } })).toEqual({
        ...expected,
        state: "noAuth",
        complaints: [],
      });
    });

    it("loadingAgain signs in anew when it begins and when it ends", async () => {
      const { page, deployment } = await start("loadingAgain");
      const scheduledAfter = (fetches: number) =>
        page.waitForFunction(
          (many) =>
            window.observed.fetches === many && window.observed.state === "waitingForScheduledRefetch",
          fetches,
        );
      await scheduledAfter(2);
      await page.evaluate(() => dispatchEvent(new Event("loading")));
      await scheduledAfter(4);
      await page.evaluate(() => dispatchEvent(new Event("loaded")));
      await scheduledAfter(6);
      await meanwhile(page, deployment);
      expect(await observe(page)).toMatchObject({ fetches: 6, refreshes: 3, shown: "LALA" });
    });

    it.each([
      "newFetchEachRender",
      "loadingMirrorsRefresh",
      "authenticatedNeedsToken",
      "dependsOnToken",
      "dependsOnUser",
      "authKitUnstable",
    ])("%s runs away", async (app) => {
      const { page } = await start(app);
      await page.waitForFunction((many) => window.observed.fetches > many, RUNAWAY);
      expect((await observe(page)).fetches).toBeGreaterThan(RUNAWAY);
    });
  },
);
