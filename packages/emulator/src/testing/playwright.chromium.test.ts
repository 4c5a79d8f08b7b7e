import { createServer, type Server } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WorkOS } from "@workos-inc/node";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHROMIUM_ABSENT, launchChromium, WITHOUT_CHROMIUM } from "../../../../scripts/launch-chromium.mjs";
import { addSession, saveStorageState, signIn } from "./playwright.ts";
import { emulatorForTests } from "./vitest.ts";

describe.skipIf(WITHOUT_CHROMIUM)(
  `signing in with Playwright (skipped where there is no Chromium: ${CHROMIUM_ABSENT})`,
  () => {
    let browser: Browser;
    let app: Server;
    let appUrl: string;
    let context: BrowserContext;
    let page: Page;
    const emulator = emulatorForTests({
      authkit: {
        seed: {
          accounts: [
            { email: "granada@example.com", password: "other" },
            { email: "ada@example.com", password: "engine", firstName: "Ada" },
            {
              email: "grace@example.com",
              password: "compiler",
              memberships: [{ organization: "Navy" }, { organization: "Yale" }],
            },
          ],
        },
      },
    });

    beforeAll(async () => {
      browser = await launchChromium();
      app = createServer(
        (request, response) =>
          void answer(request.url ?? "/").then((it) => {
            response.writeHead(it.location === undefined ? 200 : 302, {
              "content-type": "text/html",
              ...(it.location === undefined ? {} : { location: it.location }),
            });
            response.end(it.body ?? "");
          }),
      );
      await new Promise<void>((resolve) => app.listen(0, "localhost", resolve));
      appUrl = `http://localhost:${(app.address() as AddressInfo).port}`;
    });
    afterAll(async () => {
      await browser?.close();
      app?.close();
    });
    beforeEach(async () => {
      const { authkit } = emulator();
      if (authkit === null) throw new Error("AuthKit runs in these tests.");
      authkit.environment.redirectUris = [`${appUrl}/callback`];
      context = await browser.newContext({ baseURL: appUrl });
      page = await context.newPage();
    });
    afterEach(() => context.close());

    /** An app of one page, with the SDK of WorkOS for servers. */
    async function answer(path: string): Promise<{ location?: string; body?: string }> {
      const { hostname, port } = new URL(emulator().url);
      const { clientId, apiKey } = emulator();
      const { userManagement } = new WorkOS(apiKey, {
        clientId,
        apiHostname: hostname,
        port: Number(port),
        https: false,
      });
      if (path === "/sign-in")
        return {
          location: userManagement.getAuthorizationUrl({
            provider: "authkit",
            clientId,
            redirectUri: `${appUrl}/callback`,
          }),
        };
      const code = new URL(path, appUrl).searchParams.get("code");
      if (code === null) return { body: "<title>The app</title><a href=/sign-in>Sign in</a>" };
      const { user, organizationId } = await userManagement.authenticateWithCode({ clientId, code });
      return { body: `<title>${user.email} ${organizationId ?? ""}</title>` };
    }

    const options = () => ({ emulatorUrl: emulator().url });

    it("picks the account of that very address", async () => {
      await page.goto("/");
      await page.getByRole("link", { name: "Sign in" }).click();
      await signIn(page, "ada@example.com", options());
      expect(new URL(page.url()).pathname).toBe("/callback");
      await page.waitForFunction(() => document.title.startsWith("ada@example.com"));
    });

    it("fills in the password, from an address of the app", async () => {
      await signIn(
        page,
        { email: "ada@example.com", password: "engine" },
        { ...options(), from: "/sign-in" },
      );
      await page.waitForFunction(() => document.title.startsWith("ada@example.com"));
    });

    it("chooses the organization of a member of several", async () => {
      await signIn(page, "grace@example.com", { ...options(), from: "/sign-in", organization: "Yale" });
      const [session] = emulator().authkit?.sessions() ?? [];
      await page.waitForFunction((id) => document.title.endsWith(id), session?.organizationId ?? "none");
    });

    it.each([
      [
        { email: "ada@example.com", password: "wrong" },
        {},
        /^AuthKit did not sign ada@example\.com in: The e-mail address or the password is wrong\.$/,
      ],
      ["eve@example.com", {}, /^There is no account "eve@example\.com" on AuthKit's page\. There are: /],
      ["grace@example.com", {}, /^grace@example\.com belongs to several organizations/],
      [
        "grace@example.com",
        { organization: "Army" },
        /^There is no organization "Army" on AuthKit's page\. There are: /,
      ],
    ])("says why nobody is signed in: %j %j", async (account, more, sentence) => {
      await expect(signIn(page, account, { ...options(), from: "/sign-in", ...more })).rejects.toThrow(
        sentence,
      );
    });

    it("gives a context a session before the app has run", async () => {
      await addSession(context, "ada@example.com", { ...options(), appUrl, kind: "local-storage" });
      await page.goto("/");
      const name = `workos:refresh-token:${emulator().clientId}`;
      expect(await page.evaluate((key) => localStorage.getItem(key), name)).not.toBeNull();
      const cookiePassword = "a cookie password of 32 characters";
      await addSession(context, "ada@example.com", { ...options(), appUrl, kind: "cookie", cookiePassword });
      expect(await context.cookies(appUrl)).toMatchObject([{ name: "wos-session", httpOnly: true }]);
    });

    it("saves a state that Playwright opens a context with", async () => {
      const folder = mkdtempSync(join(tmpdir(), "convex-authkit-state-"));
      const path = join(folder, "auth", "ada.json");
      await saveStorageState(path, "ada@example.com", { ...options(), appUrl, kind: "local-storage" });
      expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ origins: [{ origin: appUrl }] });
      const signedIn = await browser.newContext({ storageState: path, baseURL: appUrl });
      const own = await signedIn.newPage();
      await own.goto("/");
      expect(await own.evaluate(() => localStorage.length)).toBe(1);
      await signedIn.close();
      rmSync(folder, { recursive: true });
    });
  },
);
