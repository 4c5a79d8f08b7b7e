import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axeCore from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHROMIUM_ABSENT, launchChromium, WITHOUT_CHROMIUM } from "../../../../scripts/launch-chromium.mjs";
import { fixtureProject } from "../convex/functions/testing/fixture-project.ts";
import { createEmulator } from "../create-emulator.ts";
import type { Emulator } from "../emulator.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LONG = "somebody.with.a.remarkably.long.address.that.no.line.can.hold@subdomain.example.com";
const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;

describe.skipIf(WITHOUT_CHROMIUM)(
  `the console in Chromium (skipped where there is none: ${CHROMIUM_ABSENT})`,
  () => {
    let browser: Browser;
    let emulator: Emulator;
    let context: BrowserContext;
    let page: Page;
    /** What the page complains of. */
    let complaints: string[];

    beforeAll(async () => {
      browser = await launchChromium();
      const { root } = fixtureProject({
        "convex/auth.config.ts": `const id = process.env.WORKOS_CLIENT_ID;
          export default { providers: [{ type: "customJwt", algorithm: "RS256",
            issuer: \`https://api.workos.com/user_management/\${id}\`, jwks: \`https://api.workos.com/sso/jwks/\${id}\` }] };`,
      });
      emulator = await createEmulator({
        authkit: {
          port: 0,
          jwtTemplate: '{ "email": {{ user.email }} }',
          seed: {
            accounts: [
              { email: "ada@example.com", password: "engine", firstName: "Ada", lastName: EVIL },
              { email: LONG, password: "p".repeat(80), memberships: [{ organization: "x".repeat(80) }] },
            ],
          },
        },
        convex: { root, port: 0, sitePort: 0, variables: { WORKOS_CLIENT_ID: "client_emulator" } },
      });
    });
    afterAll(async () => {
      await browser?.close();
      await emulator?.close();
    });
    beforeEach(() => emulator.reset());
    afterEach(async () => {
      await context?.close();
      expect(complaints).toEqual([]);
    });

    async function open(options: Parameters<Browser["newContext"]>[0] = {}, query = ""): Promise<void> {
      complaints = [];
      context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...options });
      page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(`${emulator.url}/_emulator/console${query}`);
    }
    const record = (title: string, changed: Partial<Parameters<Emulator["timeline"]["record"]>[0]> = {}) =>
      emulator.timeline.record({
        side: "authkit",
        step: "token",
        kind: "test",
        outcome: "ok",
        title,
        ...changed,
      });
    const titles = () => page.locator(".event a").allInnerTexts();
    const said = (text: string | RegExp) => page.locator("#said").filter({ hasText: text }).waitFor();
    const unfold = (id: string) => page.locator(`#${id} > summary`).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    /** The part of the page that has the keyboard. */
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement;
        return element?.id || element?.getAttribute("name") || element?.textContent?.trim() || "";
      });

    it("shows what happens as it happens, newest first, and tells it politely", async () => {
      record("First.");
      await open();
      expect(await titles()).toEqual(["First."]);
      record("Second.", { step: "session", outcome: "refused" });
      await page.locator("#event-2").waitFor();
      expect(await titles()).toEqual(["Second.", "First."]);
      const announcer = page.locator("#announcer");
      expect(await announcer.getAttribute("aria-live")).toBe("polite");
      expect(await announcer.innerText()).toBe("New event: Second.");
      await page.locator('[data-part="step-session"] .dot[data-outcome="refused"]').waitFor();
      // The dot stands in the lane of its step, below the step's name.
      const middle = async (selector: string) => {
        const box = await page.locator(selector).boundingBox();
        return Math.round((box?.x ?? 0) + (box?.width ?? 0) / 2);
      };
      const lanes = ["token", "session"].map(async (step) => [
        await middle(`.event[data-step=${step}] .lanes .dot`),
        await middle(`.station[data-step=${step}]`),
      ]);
      for (const [dot, station] of await Promise.all(lanes))
        expect(Math.abs((dot ?? 0) - (station ?? 99))).toBeLessThanOrEqual(1);
    });

    it("shows an exchange once it is answered", async () => {
      await open();
      await fetch(`${emulator.url}/sso/jwks/client_emulator`);
      await page.getByText("GET /sso/jwks/client_emulator 200").waitFor();
      await page.locator(".event a").first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText("HTTP exchange").waitFor();
      expect(await dialog.innerText()).toContain("application/jwk-set+json");
    });

    it("filters by step, outcome and words, and the address keeps it", async () => {
      record("One.", { step: "session" });
      record("Two.", { outcome: "refused" });
      record("Three.", { subject: { email: "ada@example.com" } });
      await open();
      await page.getByRole("radio", { name: /^session/ }).check();
      await expect.poll(titles).toEqual(["One."]);
      await page.getByRole("radio", { name: "all steps" }).check();
      await page.getByLabel("Outcome").selectOption("refused");
      await expect.poll(titles).toEqual(["Two."]);
      record("Not shown.");
      await page.getByLabel("Outcome").selectOption("");
      await page.getByLabel("Whom or what").fill("ADA@");
      await expect.poll(titles).toEqual(["Three."]);
      await page.reload();
      expect(await titles()).toEqual(["Three."]);
      await page.getByLabel("Whom or what").fill("nothing like that");
      await page.getByText("Nothing to show.").waitFor();
    });

    it("opens an event with the keyboard, closes it with Escape, and goes back to its row", async () => {
      record("Below.");
      record("Above.", { detail: { reason: EVIL } });
      await open();
      await page.locator("#event-2 a").focus();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Above." }).waitFor();
      expect(await focused()).toBe("close-event");
      await page.keyboard.press("Escape");
      await page.locator("#event[open]").waitFor({ state: "detached" });
      expect(await page.evaluate(() => document.activeElement?.closest("li")?.id)).toBe("event-2");
    });

    it("is used with the keyboard alone, in the order of the page, with a focus that is seen", async () => {
      record("An event.");
      await open();
      const order: string[] = [];
      for (let step = 0; step < 14; step++) {
        await page.keyboard.press("Tab");
        order.push(await focused());
        const isSeen = await page.evaluate(() => {
          const element = document.activeElement;
          const shown = [element, element?.closest("label")].map(
            (one) => one && getComputedStyle(one).outlineStyle,
          );
          return (
            shown.includes("solid") ||
            (element !== null && getComputedStyle(element, "::after").outlineStyle === "solid")
          );
        });
        expect(isSeen, order.at(-1)).toBe(true);
      }
      expect(order).toEqual([
        "To the timeline",
        "advance-1m",
        "advance-6m",
        "advance-1h",
        "advance-by",
        "Advance",
        "reset",
        "filter-text",
        "filter-outcome",
        "step",
        "An event.",
        "Accounts",
        "Copy the password of ada@example.com",
        `Copy the password of ${LONG}`,
      ]);
      // Steps are chosen with the arrow keys.
      await page.getByRole("radio", { name: "all steps" }).focus();
      await page.keyboard.press("ArrowRight");
      expect(await page.locator("input[name=step]:checked").inputValue()).toBe("setup");
    });

    it("switches a fault on for whom and how often it is said, and off again", async () => {
      await open();
      await unfold("faults");
      await page.getByLabel("Find a fault").fill("too many requests");
      expect(await page.locator(".fault:visible").count()).toBe(1);
      await page.locator(".fault[data-fault=rate-limit] > summary").click();
      const form = page.getByRole("form", { name: /too many requests/ });
      await form.getByLabel("Times").fill("2");
      await form.getByLabel("Only for the account").fill("ada@example.com");
      await form.getByLabel("retryAfter").fill("7");
      await form.getByRole("button", { name: "Switch on" }).click();
      await said("The fault rate-limit is on.");
      expect(emulator.faults.active()).toMatchObject([
        { id: "rate-limit", times: 2, user: "ada@example.com", parameters: { retryAfter: 7 } },
      ]);
      await page.getByText("nothing hit so far of 2, only for ada@example.com").waitFor();
      await page.locator(".fault[data-fault=rate-limit] .pill:visible").waitFor();
      await form.getByLabel("retryAfter").fill("soon");
      await form.getByRole("button", { name: "Switch on" }).click();
      await said('"retryAfter" must be a number, not "soon".');
      complaints = complaints.filter((one) => !one.includes("400 (Bad Request)"));
      await page.getByRole("button", { name: "Switch off rate-limit" }).press("Enter");
      await page.getByText("No fault is on").first().waitFor();
      expect(emulator.faults.active()).toEqual([]);
    });

    it("moves the clock, and goes back to the start only when one is sure", async () => {
      await open();
      await page.getByRole("button", { name: "+6 min" }).click();
      await page.getByText("6 min ahead of this machine").waitFor();
      await page.getByLabel("Move the clock forward by").fill("90s");
      await page.keyboard.press("Enter");
      await page.getByText(/7 min 30 s ahead/).waitFor();
      record("Before.");
      await page.locator(".event").first().waitFor();
      const sure = page.getByRole("dialog", { name: "Back to the start?" });
      await page.getByRole("button", { name: "Reset everything" }).click();
      await page.keyboard.press("Escape");
      await sure.waitFor({ state: "hidden" });
      expect(emulator.timeline.events()).toHaveLength(1);
      await page.getByRole("button", { name: "Reset everything" }).click();
      await sure.getByRole("button", { name: "Reset everything" }).click();
      await page.getByText("as on this machine").waitFor();
      expect(await titles()).toEqual([]);
    });

    it("follows when somebody else resets the emulator", async () => {
      for (const title of ["One.", "Two.", "Three."]) record(title);
      await open();
      await emulator.reset();
      record("Anew.");
      await expect.poll(titles).toEqual(["Anew."]);
    });

    it("shows sessions as they come, revokes one, and judges its token", async () => {
      await open();
      const signedIn = await emulator.authkit?.signIn("ada@example.com");
      const session = page.locator("#sessions li");
      await session.getByText("active").waitFor();
      await unfold("verdict-of-token");
      await page
        .getByRole("textbox", { name: "Access token", exact: true })
        .fill(signedIn?.accessToken ?? "");
      await page.getByRole("button", { name: "Would Convex accept it?" }).click();
      await page.getByRole("heading", { name: "Accepted" }).waitFor();
      expect(await page.getByRole("group", { name: "Identity" }).innerText()).toContain(
        '"email": "ada@example.com"',
      );
      await page
        .getByRole("textbox", { name: "Access token", exact: true })
        .fill(await emulator.mint({ iss: EVIL, sub: EVIL }));
      await page.getByRole("button", { name: "Would Convex accept it?" }).click();
      await page.getByRole("heading", { name: "Refused" }).waitFor();
      expect(await page.locator("#verdict").innerText()).toContain(EVIL);
      await page.getByRole("button", { name: "Sign in and judge" }).click();
      await page.getByRole("heading", { name: "Accepted" }).waitFor();
      await expect.poll(() => session.count()).toBe(2);
      await session.last().getByRole("button").click();
      await session.getByText("revoked").waitFor();
      expect(emulator.authkit?.sessions().map(({ status }) => status)).toEqual(["revoked", "active"]);
    });

    it("changes settings by WorkOS's rules, lints the template, and leaves alone what is being written", async () => {
      await open();
      await unfold("settings");
      const template = page.getByRole("textbox", { name: "JWT template" });
      await template.fill('{ "iss": "x" }');
      await page.getByText("WorkOS refuses it.").waitFor();
      await page.getByRole("button", { name: "Save" }).click();
      await said(/WorkOS sets iss itself/);
      complaints = complaints.filter((one) => !one.includes("400 (Bad Request)"));
      Object.assign(emulator.authkit?.environment ?? {}, { homepageUrl: "http://localhost:7000" });
      record("So that the page looks again.");
      await expect
        .poll(() => page.getByRole("textbox", { name: "Homepage" }).inputValue())
        .toBe("http://localhost:7000");
      expect(await template.inputValue()).toBe('{ "iss": "x" }');
      await template.fill('{ "aud": "client_emulator" }');
      await page
        .getByLabel("Redirect URIs")
        .fill("http://localhost:9/callback\n\n http://localhost:8/callback ");
      await page.getByRole("button", { name: "Save" }).click();
      await said("The settings are saved.");
      expect(emulator.authkit?.environment).toMatchObject({
        redirectUris: ["http://localhost:9/callback", "http://localhost:8/callback"],
        jwtTemplate: '{ "aud": "client_emulator" }',
        homepageUrl: "http://localhost:7000",
      });
    });

    it("sets a variable of the deployment, and repeats Convex's words", async () => {
      await open();
      await unfold("deployment");
      const form = page.getByRole("form", { name: "Variable of the deployment" });
      await form.getByLabel("Name").fill("WORKOS_CLIENT_ID");
      await form.getByLabel("Value").fill("client_other");
      await form.getByRole("button", { name: "Set" }).click();
      await said("WORKOS_CLIENT_ID is set.");
      await page
        .getByRole("group", { name: "Auth config" })
        .getByText("user_management/client_other")
        .waitFor();
      await form.getByLabel("Name").fill("WORKOS_CLIENT_ID");
      await form.getByRole("button", { name: "Remove" }).click();
      await said(/its value was not set/);
      complaints = complaints.filter((one) => !one.includes("400 (Bad Request)"));
      await form.getByLabel("Value").fill("client_emulator");
      await form.getByRole("button", { name: "Set" }).click();
      await said("WORKOS_CLIENT_ID is set.");
    });

    it("copies passwords, the provider and the bug report, and exports the timeline", async () => {
      record("To be exported.");
      await open();
      await page.getByRole("button", { name: "Copy the password of ada@example.com" }).click();
      await said("Copied.");
      expect(await copied()).toBe("engine");
      await unfold("provider");
      await page.getByRole("button", { name: "Copy the provider" }).click();
      await expect.poll(copied).toContain("data:application/json;base64,");
      await unfold("report");
      await page.getByRole("button", { name: "Copy what a bug report needs" }).click();
      await expect
        .poll(copied)
        .toMatch(/## convex-authkit emulator[^]+browser: `Mozilla[^]+To be exported\./);
      for (const name of ["HAR", "JSON"]) {
        const download = page.waitForEvent("download");
        await page.getByRole("link", { name, exact: true }).click();
        const content = JSON.parse(readFileSync(await (await download).path(), "utf8")) as object;
        expect(Object.keys(content)).toContain(name === "HAR" ? "log" : "events");
      }
    });

    it("shows older events on demand, and stays quick with thousands", async () => {
      for (let one = 1; one <= 400; one++) record(`Event ${one}.`);
      await open();
      expect(await page.locator(".event").count()).toBe(150);
      await page.getByRole("link", { name: "Show older events" }).click();
      await page.locator("#event-101").waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Event 250.");
      await page.getByRole("link", { name: "Show older events" }).click();
      await page.locator("#event-1").waitFor();
      expect(await page.getByRole("link", { name: "Show older events" }).isHidden()).toBe(true);
      // More at once than one look holds.
      for (let one = 401; one <= 700; one++) record(`Event ${one}.`);
      await page.locator("#event-700").waitFor();
      const numbers = await page
        .locator(".event")
        .evaluateAll((rows) => rows.map(({ id }) => Number(id.slice(6))));
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 700 - index));
    });

    it("can be read without JavaScript", async () => {
      record("One.", { step: "session" });
      record("Two.");
      await open({ javaScriptEnabled: false });
      await page.getByLabel("Whom or what").fill("One");
      await page.keyboard.press("Enter");
      await page.waitForURL(/text=One/);
      expect(await titles()).toEqual(["One."]);
      await page.getByRole("link", { name: "One." }).click();
      await page.getByRole("heading", { name: "One." }).waitFor();
    });

    it("runs no script that somebody smuggles in, live either", async () => {
      const requests: string[] = [];
      await open({}, `?text=${encodeURIComponent(EVIL)}`);
      page.on("request", (request) => void requests.push(new URL(request.url()).pathname));
      record(EVIL, { subject: { email: EVIL }, fault: EVIL, failureMode: EVIL, detail: { EVIL } });
      emulator.faults.set({ id: "rate-limit", user: EVIL });
      await page.locator("#event-1 a").click();
      await page.getByRole("dialog", { name: EVIL }).waitFor();
      expect(await page.locator("#announcer").textContent()).toContain(EVIL);
      expect(requests.filter((path) => path.endsWith("/x"))).toEqual([]);
    });

    it("moves nothing for those who do not want that", async () => {
      await open({ reducedMotion: "reduce" });
      record("Arrives.");
      await page.locator("#event-1.new").waitFor();
      const moving = await page.evaluate(
        () =>
          document.getAnimations().length +
          [...document.querySelectorAll("*")].filter(
            (one) => getComputedStyle(one).transitionDuration !== "0s",
          ).length,
      );
      expect(moving).toBe(0);
    });

    it.each(["light", "dark"] as const)(
      "has no axe violations and no horizontal scroll, at 375 px and on a desk, in %s colours",
      async (colorScheme) => {
        record("Refused.", {
          outcome: "refused",
          step: "acceptance",
          failureMode: "audience-missing",
          subject: { email: LONG },
          detail: { long: "z".repeat(300) },
        });
        record(`https://example.com/${"path".repeat(60)}`, { outcome: "fault", fault: "rate-limit" });
        record("Noted.", { outcome: "info" });
        await fetch(`${emulator.url}/sso/jwks/client_emulator?${"q".repeat(300)}`);
        await emulator.authkit?.signIn(LONG);
        for (const viewport of [
          { width: 375, height: 720 },
          { width: 1440, height: 900 },
        ]) {
          emulator.faults.set({ id: "rate-limit", user: LONG, session: "s".repeat(90) });
          await open({ colorScheme, viewport });
          const check = async (what: string) => {
            const width = await page.evaluate(() => document.documentElement.scrollWidth);
            expect(width, what).toBeLessThanOrEqual(viewport.width);
            expect(await violations(page), what).toEqual([]);
          };
          await check("as it opens");
          await page.locator("#event-1 a").click();
          await page.locator("#event[open]").waitFor();
          await check("an event");
          await page.keyboard.press("Escape");
          for (const id of ["faults", "verdict-of-token", "settings", "deployment", "provider", "report"])
            await unfold(id);
          await page.locator(".fault[data-fault=rate-limit] > summary").click();
          await page.getByRole("button", { name: "Sign in and judge" }).click();
          await page.getByRole("heading", { name: "Accepted" }).waitFor();
          await check("everything unfolded");
          await page
            .getByRole("textbox", { name: "Access token", exact: true })
            .fill(await emulator.mint({ iss: `https://${"i".repeat(200)}.example`, sub: "s" }));
          await page.getByRole("button", { name: "Would Convex accept it?" }).click();
          await page.getByRole("heading", { name: "Refused" }).waitFor();
          await page.getByRole("button", { name: "Reset everything" }).click();
          await check("a refused token, and a question");
          await page.goto(`${emulator.url}/_emulator/console/events/1`);
          await check("an event by itself");
          expect(complaints).toEqual([]);
          await context.close();
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
