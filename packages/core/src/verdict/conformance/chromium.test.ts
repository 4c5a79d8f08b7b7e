import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CHROMIUM_ABSENT,
  launchChromium,
  WITHOUT_CHROMIUM,
} from "../../../../../scripts/launch-chromium.mjs";
import { bundleCore, caseLines } from "./bundle-core.ts";

/** What the bundle defines in the page. */
interface CoreInPage {
  readCases(lines: string): unknown[];
  disagreements(cases: unknown[], judge: unknown): Promise<string[]>;
  judge(token: string, input: object): Promise<{ accepted: boolean | null; missing: { what: string }[] }>;
}

describe.skipIf(WITHOUT_CHROMIUM)(`in Chromium (skipped where there is none: ${CHROMIUM_ABSENT})`, () => {
  let browser: Browser;
  let server: Server;
  let script: string;

  beforeAll(async () => {
    script = await bundleCore();
    server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html").end("<!doctype html><title>core</title>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test("all cases agree", async () => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script });
    const [count, found] = await page.evaluate(async (lines) => {
      const { core } = globalThis as unknown as { core: CoreInPage };
      const cases = core.readCases(lines);
      return [cases.length, await core.disagreements(cases, core.judge)] as const;
    }, caseLines());
    expect(count).toBe(139);
    expect(found).toEqual([]);
  }, 60_000);

  test("where the page is not a secure context there is no WebCrypto, and the verdict says so", async () => {
    const page = await browser.newPage();
    await page.route("http://insecure.example/", (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>core</title>" }),
    );
    await page.goto("http://insecure.example/");
    await page.addScriptTag({ content: script });
    const verdict = await page.evaluate(
      async (line) => {
        const { core } = globalThis as unknown as { core: CoreInPage };
        const { token, ...input } = JSON.parse(line) as { token: string };
        return core.judge(token, input);
      },
      caseLines().split("\n")[0] ?? "",
    );
    expect(verdict).toMatchObject({ accepted: null, reached: "decode", missing: [{ what: "web-crypto" }] });
  }, 60_000);
});
