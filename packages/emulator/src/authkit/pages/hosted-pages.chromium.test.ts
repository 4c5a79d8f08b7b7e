import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type axeCore from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  CHROMIUM_ABSENT,
  launchChromium,
  WITHOUT_CHROMIUM,
} from "../../../../../scripts/launch-chromium.mjs";
import { createEmulator } from "../../create-emulator.ts";
import type { Emulator } from "../../emulator.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LONG = "somebody.with.a.remarkably.long.address.that.no.line.can.hold@subdomain.example.com";

describe.skipIf(WITHOUT_CHROMIUM)(
  `the hosted pages in Chromium (skipped where there is none: ${CHROMIUM_ABSENT})`,
  () => {
    let browser: Browser;
    let app: Server;
    let callback: string;
    let emulator: Emulator;
    let context: BrowserContext;
    let page: Page;

    beforeAll(async () => {
      browser = await launchChromium();
      app = createServer((_request, response) => {
        response.setHeader("content-type", "text/html").end("<!doctype html><title>The app</title>");
      });
      await new Promise<void>((resolve) => app.listen(0, "localhost", resolve));
      callback = `http://localhost:${(app.address() as AddressInfo).port}/callback`;
      emulator = await createEmulator({
        authkit: {
          port: 0,
          redirectUris: [callback, "https://*.preview.example.com/api/auth/callback"],
          homepageUrl: null,
          seed: {
            accounts: [
              { email: "ada@example.com", password: "engine", firstName: "Ada", lastName: "Lovelace" },
              {
                email: "grace@example.com",
                password: "compiler",
                memberships: [{ organization: "Navy", roles: ["admin"] }, { organization: "x".repeat(80) }],
              },
              { email: LONG, firstName: "y".repeat(60) },
            ],
          },
        },
      });
    });
    afterAll(async () => {
      await browser?.close();
      await emulator?.close();
      app?.close();
    });
    beforeEach(() => emulator.reset());
    afterEach(() => context?.close());

    async function open(
      options: Parameters<Browser["newContext"]>[0] = {},
      parameters: Record<string, string> = {},
    ): Promise<void> {
      context = await browser.newContext(options);
      page = await context.newPage();
      await authorize(parameters);
    }
    const authorize = (parameters: Record<string, string> = {}) =>
      page.goto(
        `${emulator.url}/user_management/authorize?${new URLSearchParams({
          client_id: emulator.clientId,
          redirect_uri: callback,
          response_type: "code",
          provider: "authkit",
          state: "kept",
          ...parameters,
        }).toString()}`,
      );
    const signedInAs = () => emulator.authkit?.sessions().map(({ email }) => email);
    const isBack = () => page.waitForURL((url) => url.href.startsWith(`${callback}?`));

    it("are used with the keyboard alone: Enter picks the first account", async () => {
      await open();
      await page.keyboard.press("Enter");
      await isBack();
      expect(new URL(page.url()).searchParams.get("state")).toBe("kept");
      expect(signedInAs()).toEqual(["ada@example.com"]);
    });

    it("are used with the keyboard alone: Tab leads to everything in the order of the page", async () => {
      await open();
      const order: string[] = [];
      for (let step = 0; step < 8; step++) {
        order.push(
          await page.evaluate(() => {
            const { activeElement: element } = document;
            return element?.getAttribute("name") === null || element === null
              ? (element?.textContent?.trim() ?? "")
              : `${element.getAttribute("name")}`;
          }),
        );
        await page.keyboard.press("Tab");
      }
      expect(order).toEqual([
        "account",
        "account",
        "account",
        "email",
        "password",
        "Sign in",
        "Sign up",
        "Cancel",
      ]);
    });

    it("work without JavaScript, from a wrong password over the choice of an organization to the callback", async () => {
      await open({ javaScriptEnabled: false });
      await page.getByLabel("E-mail address").and(page.locator("input")).fill("grace@example.com");
      await page.getByLabel("Password").and(page.locator("input")).fill("mistyped-17");
      await page.keyboard.press("Enter");
      await page.getByText("The e-mail address or the password is wrong.").waitFor();
      // The page can be loaded again without a question: no form is sent twice.
      await page.reload();
      expect(await page.getByLabel("E-mail address").and(page.locator("input")).inputValue()).toBe(
        "grace@example.com",
      );
      await page.getByLabel("Password").and(page.locator("input")).fill("compiler");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("button", { name: "Navy" }).click();
      await isBack();
      expect(emulator.authkit?.sessions()).toMatchObject([
        { email: "grace@example.com", organizationId: expect.stringMatching(/^org_/) },
      ]);
      const written = JSON.stringify(emulator.timeline.events());
      expect(written).toContain("grace@example.com");
      expect(written).not.toMatch(/mistyped-17|=compiler/);
    });

    it("let somebody sign up who came to sign in", async () => {
      await open();
      await page.getByRole("link", { name: "Sign up" }).click();
      await page.getByLabel("First name").fill("New");
      await page.getByLabel("E-mail address").fill("new@example.com");
      await page.getByLabel("Password").fill("first");
      await page.getByRole("button", { name: "Sign up" }).click();
      await isBack();
      expect(signedInAs()).toEqual(["new@example.com"]);
    });

    it("remember the browser: a second sign-in needs no page", async () => {
      await open();
      await page.getByRole("button", { name: "Ada Lovelace" }).click();
      await isBack();
      await authorize({ state: "second" });
      expect(new URL(page.url()).searchParams.get("state")).toBe("second");
      await authorize({ prompt: "login" });
      await page.getByRole("heading", { name: /^Sign in to localhost/ }).waitFor();
    });

    it("go back to the app when somebody cancels", async () => {
      await open();
      await page.getByRole("button", { name: "Cancel" }).click();
      await isBack();
      expect(new URL(page.url()).searchParams.get("error")).toBe("access_denied");
    });

    it("run no script that somebody smuggles in", async () => {
      const dialogs: string[] = [];
      const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
      context = await browser.newContext();
      page = await context.newPage();
      page.on("dialog", (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      const requests: string[] = [];
      page.on("request", (request) => void requests.push(new URL(request.url()).pathname));
      await authorize({ login_hint: evil });
      expect(await page.getByLabel("E-mail address").and(page.locator("input")).inputValue()).toBe(evil);
      await authorize({ redirect_uri: evil });
      expect(await page.locator("body").innerText()).toContain(evil);
      expect(dialogs).toEqual([]);
      expect(requests.filter((path) => path.endsWith("/x"))).toEqual([]);
    });

    /** Every page, and how to get there. */
    const everyPage: [name: string, go: () => Promise<unknown>][] = [
      ["sign-in", () => authorize({ login_hint: "grace@example.com" })],
      [
        "sign-in with a mistake",
        async () => {
          await authorize();
          await page.fill("#email", LONG);
          await page.fill("#password", "wrong");
          await page.getByRole("button", { name: "Sign in", exact: true }).click();
          await page.getByRole("alert").waitFor();
        },
      ],
      ["sign-up", () => authorize({ screen_hint: "sign-up" })],
      [
        "sign-up with a mistake",
        async () => {
          await authorize({ screen_hint: "sign-up" });
          await page.fill("#email", "ada@example.com");
          await page.fill("#password", "x");
          await page.getByRole("button", { name: "Sign up" }).click();
          await page.getByRole("alert").waitFor();
        },
      ],
      [
        "the choice of an organization",
        async () => {
          await authorize();
          await page.getByRole("button", { name: /^grace@example.com/ }).click();
          await page.getByRole("heading", { name: "Choose an organization" }).waitFor();
        },
      ],
      [
        "the challenge",
        async () => {
          emulator.faults.set("hosted-page-challenge");
          await authorize();
          emulator.faults.clear();
        },
      ],
      ["an unregistered redirect URI", () => authorize({ redirect_uri: `${callback}/${"z".repeat(90)}` })],
      ["an unknown client id", () => authorize({ client_id: `client_${"0".repeat(60)}` })],
      [
        "no selector",
        () =>
          page.goto(
            `${emulator.url}/user_management/authorize?client_id=${emulator.clientId}&redirect_uri=${encodeURIComponent(callback)}&response_type=code`,
          ),
      ],
      [
        "no homepage",
        () => page.goto(`${emulator.url}/user_management/sessions/logout?session_id=session_none`),
      ],
      ["a sign-in that is over", () => page.goto(`${emulator.url}/authkit/sign-in?authorization=none`)],
    ];

    it.each(["light", "dark"] as const)(
      "have no axe violations and no horizontal scroll at 375 px, in %s colours",
      async (colorScheme) => {
        context = await browser.newContext({ colorScheme, viewport: { width: 375, height: 720 } });
        page = await context.newPage();
        for (const [name, go] of everyPage) {
          await go();
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          expect(width, name).toBeLessThanOrEqual(375);
          expect(await violations(page), name).toEqual([]);
          expect(await page.locator("header").innerText(), name).toBe("convex-authkit emulator — not WorkOS");
        }
      },
    );
  },
);

/** What axe has against a page, a line each. The page forbids scripts; Playwright's own evaluation may run. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof axeCore };
    const { violations: found } = await axe.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}
