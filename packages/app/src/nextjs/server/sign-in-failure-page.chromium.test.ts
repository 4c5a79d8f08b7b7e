import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../../../../../e2e/support/axe.ts";
import { launchChromium, WITHOUT_CHROMIUM } from "../../../../../scripts/launch-chromium.mjs";
import { failureOf } from "./sign-in-failure.ts";
import { signInFailurePage } from "./sign-in-failure-page.ts";

describe.skipIf(WITHOUT_CHROMIUM)("the plain page about a sign-in that did not work", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => await browser?.close());

  it.each(["light", "dark"] as const)(
    "fits a phone, and has no violation that axe finds (%s)",
    async (scheme) => {
      const page = await browser.newPage({
        colorScheme: scheme,
        viewport: { width: 375, height: 700 },
      });
      await page.setContent(
        await signInFailurePage(failureOf("expired", `/${"notes".repeat(40)}`), "", "/sign-in").text(),
      );
      expect(await violations(page)).toEqual([]);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(scrollWidth).toBe(clientWidth);
      await page.close();
    },
  );

  it("sends the visitor to the sign-in with the way back, whatever is in it", async () => {
    const page = await browser.newPage();
    await page.route("**/*", async (route) => {
      const asked = new URL(route.request().url());
      const html =
        asked.pathname === "/app/callback"
          ? await signInFailurePage(
              failureOf("denied", `/notes?q="'<b>&amp;`),
              "/app",
              "/account/sign-in",
            ).text()
          : "<!doctype html><title>there</title>";
      await route.fulfill({ contentType: "text/html", body: html });
    });
    await page.goto("http://app.test/app/callback");
    await page.getByRole("button", { name: "Try again" }).click();
    const there = new URL(page.url());
    expect(there.pathname).toBe("/app/account/sign-in");
    expect(there.searchParams.get("returnTo")).toBe(new URL(`/notes?q="'<b>&amp;`, "http://x").href.slice(8));
    await page.close();
  });
});
