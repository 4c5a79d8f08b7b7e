import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CHROMIUM_ABSENT, launchChromium, WITHOUT_CHROMIUM } from "../../../../scripts/launch-chromium.mjs";
import { createEmulator } from "../create-emulator.ts";
import type { Emulator } from "../emulator.ts";

const ALAN = {
  email: "alan@example.com",
  password: "enigma",
  memberships: [{ organization: "Navy" }, { organization: "Bletchley", roles: ["admin"] }],
};

/** What the page below has in its window. */
interface AppWindow {
  client: Promise<{
    getUser(): { email: string } | null;
    getAccessToken(options?: { forceRefresh?: boolean }): Promise<string>;
    signIn(): Promise<void>;
    signOut(): void;
    switchToOrganization(options: { organizationId: string }): Promise<void>;
  }>;
  claims(token: string): { sid: string; org_id?: string; role?: string };
}

describe.skipIf(WITHOUT_CHROMIUM)(
  `authkit-js in Chromium (skipped where there is none: ${CHROMIUM_ABSENT})`,
  () => {
    let browser: Browser;
    let script: string;

    beforeAll(async () => {
      const { outputFiles } = await build({
        stdin: {
          contents: `
            import { createClient, getClaims } from "@workos-inc/authkit-js";
            window.client = createClient("client_emulator", window.settings);
            window.claims = getClaims;`,
          resolveDir: fileURLToPath(new URL(".", import.meta.url)),
        },
        bundle: true,
        format: "iife",
        write: false,
      });
      script = outputFiles[0]?.text ?? "";
      browser = await launchChromium();
    }, 60_000);
    afterAll(() => browser?.close());

    /** An app of one page on `localhost`, its origin and callback registered, in a browser of its own. */
    async function open(
      devMode: boolean,
      isOriginListed = true,
    ): Promise<{ page: Page; app: string; emulator: Emulator }> {
      const emulator = await createEmulator({ authkit: { port: 0, seed: { accounts: [ALAN] } } });
      onTestFinished(() => emulator.close());
      const server: Server = createServer((_request, response) => {
        const settings = {
          apiHostname: "localhost",
          port: Number(new URL(emulator.url).port),
          https: false,
          redirectUri: `${app}/callback`,
          devMode,
        };
        response
          .setHeader("content-type", "text/html")
          .end(
            `<!doctype html><title>app</title><script>window.settings = ${JSON.stringify(settings)}</script><script>${script}</script>`,
          );
      });
      await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
      onTestFinished(() => {
        server.close();
        server.closeAllConnections();
      });
      const app = `http://localhost:${(server.address() as AddressInfo).port}`;
      const environment = emulator.authkit?.environment;
      if (environment === undefined) throw new Error("The AuthKit side is missing.");
      Object.assign(environment, {
        redirectUris: [`${app}/callback`],
        corsOrigins: isOriginListed ? [app] : [],
        logoutUris: [],
        homepageUrl: `${app}/bye`,
      });
      const context = await browser.newContext();
      onTestFinished(() => context.close());
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      await page.goto(app);
      return { page, app, emulator };
    }

    const userOf = (page: Page): Promise<string | undefined> =>
      page.evaluate(async () => (await (window as unknown as AppWindow).client).getUser()?.email);
    const claimsOf = (page: Page, forceRefresh: boolean) =>
      page.evaluate(async (force) => {
        const app = window as unknown as AppWindow;
        return app.claims(await (await app.client).getAccessToken({ forceRefresh: force }));
      }, forceRefresh);

    async function signIn(page: Page, app: string): Promise<void> {
      await page.evaluate(async () => (await (window as unknown as AppWindow).client).signIn());
      await page.getByLabel("E-mail address", { exact: true }).fill(ALAN.email);
      await page.getByLabel("Password", { exact: true }).fill(ALAN.password);
      await page.getByLabel("Password", { exact: true }).press("Enter");
      await page.getByRole("button", { name: "Navy" }).click();
      await page.waitForURL(`${app}/callback**`);
    }

    it.each([
      ["dev mode", true],
      ["cookie mode", false],
    ])("signs in, refreshes, survives a reload, switches and signs out in %s", async (_mode, devMode) => {
      const { page, app, emulator } = await open(devMode);
      await signIn(page, app);
      expect(await userOf(page)).toBe(ALAN.email);
      const { sid, ...first } = await claimsOf(page, false);
      expect(first).toMatchObject({ role: "member" });
      expect(await claimsOf(page, true)).toMatchObject({ sid });

      const stored = await page.evaluate(() => Object.keys(localStorage));
      expect(stored).toEqual(devMode ? ["workos:refresh-token:client_emulator"] : []);
      expect(await page.evaluate(() => document.cookie)).toBe(
        devMode ? "" : "workos-has-session=client_emulator",
      );

      await page.goto(`${app}/elsewhere`);
      expect(await userOf(page)).toBe(ALAN.email);

      const bletchley = await organizationOf(emulator, "Bletchley");
      await page.evaluate(
        async (organizationId) =>
          (await (window as unknown as AppWindow).client).switchToOrganization({ organizationId }),
        bletchley,
      );
      expect(await claimsOf(page, false)).toMatchObject({ sid, org_id: bletchley, role: "admin" });

      await page.evaluate(async () => (await (window as unknown as AppWindow).client).signOut());
      await page.waitForURL(`${app}/bye`);
      expect(await userOf(page)).toBeUndefined();
      expect(await page.context().cookies()).toEqual([]);
      expect(emulator.authkit?.sessions().map(({ status }) => status)).toEqual(["revoked"]);
    });

    it("does not get tokens where the page's origin is not registered", async () => {
      const { page, app, emulator } = await open(true, false);
      await signIn(page, app);
      expect(await userOf(page)).toBeUndefined();
      expect(emulator.timeline.events().map(({ failureMode }) => failureMode)).toContain(
        "cors-origin-missing",
      );
    });

    it("loses its session at a reload where the browser keeps no cookies of the API host", async () => {
      const { page, app, emulator } = await open(false);
      emulator.faults.set("third-party-refresh-cookie");
      await signIn(page, app);
      expect(await userOf(page)).toBe(ALAN.email);
      await page.goto(`${app}/elsewhere`);
      expect(await userOf(page)).toBeUndefined();
    });
  },
);

async function organizationOf(emulator: Emulator, name: string): Promise<string> {
  const response = await fetch(`${emulator.url}/organizations`, {
    headers: { authorization: `Bearer ${emulator.apiKey}` },
  });
  const { data } = (await response.json()) as { data: { id: string; name: string }[] };
  return data.find((organization) => organization.name === name)?.id ?? "";
}
