// npm run picture:console: docs/emulator-console.png, the emulator's console after a sign-in that went well and one that did not.
// npm run picture:console FOLDER: every view of it, in both colour schemes, on a desk and on a phone.
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@convex-authkit/emulator";
import { type Browser, chromium, type Page } from "playwright-core";
import { findChromium } from "./find-chromium.mjs";

const root = join(import.meta.dirname, "..");
const [folder] = process.argv.slice(2);
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 780 };

const app = createServer((_request, response) => {
  response.setHeader("content-type", "text/html").end("<!doctype html><title>The app</title>");
});
await new Promise<void>((resolve) => app.listen(0, "localhost", resolve));
const origin = `http://localhost:${(app.address() as AddressInfo).port}`;

const emulator = await createEmulator({
  authkit: {
    port: 0,
    redirectUris: [`${origin}/callback`],
    corsOrigins: [origin],
    logoutUris: [origin],
    jwtTemplate: '{\n  "email": {{ user.email }},\n  "name": "{{ user.first_name }} {{ user.last_name }}"\n}',
  },
  convex: {
    root: join(root, "packages/doctor/right-projects/vite-spa"),
    port: 0,
    sitePort: 0,
    variables: { WORKOS_CLIENT_ID: "client_emulator" },
  },
});
const browser = await chromium.launch({
  executablePath: findChromium() ?? "chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  await useTheApp(emulator, browser);
  if (folder === undefined) await takePicture(browser);
  else await takeEveryView(browser, folder);
} finally {
  await browser.close();
  await emulator.close();
  app.close();
}

/** What an app and its user do: sign in, read, come back later; then two things fail. */
async function useTheApp(
  { url, clientId, apiKey, convexUrl, faults }: Emulator,
  chrome: Browser,
): Promise<void> {
  const page = await chrome.newPage();
  await page.goto(
    `${url}/user_management/authorize?${new URLSearchParams({
      client_id: clientId,
      redirect_uri: `${origin}/callback`,
      response_type: "code",
      provider: "authkit",
    })}`,
  );
  await page
    .getByRole("button", { name: /^AA/ })
    .or(page.getByRole("button", { name: "Ada Admin" }))
    .first()
    .click();
  await page.waitForURL((address) => address.origin === origin);
  const code = new URL(page.url()).searchParams.get("code");
  await page.close();

  const grant = async (grantType: string, secrets: object) => {
    const response = await fetch(`${url}/user_management/authenticate`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "workos-node/10.14.0" },
      body: JSON.stringify({ client_id: clientId, client_secret: apiKey, grant_type: grantType, ...secrets }),
    });
    return (await response.json()) as { access_token: string; refresh_token: string };
  };
  const call = (kind: "query" | "mutation", path: string, token: string, args: object = {}) =>
    fetch(`${convexUrl}/api/${kind}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ path, args, format: "json" }),
    });
  const list = (token: string) => call("query", "notes:list", token);

  const first = await grant("authorization_code", { code });
  await list(first.access_token);
  await call("mutation", "notes:add", first.access_token, { text: "Call Grace" });
  await emulator.advance("6m");
  await list(first.access_token);
  faults.set("rate-limit?times=1");
  await grant("refresh_token", { refresh_token: first.refresh_token });
  const second = await grant("refresh_token", { refresh_token: first.refresh_token });
  await list(second.access_token);
  faults.set("stale-auth-config?for=10m&user=admin@example.com");
  await list(second.access_token);
}

async function takePicture(chrome: Browser): Promise<void> {
  const page = await openConsole(chrome, { viewport: DESK, colorScheme: "light", deviceScaleFactor: 1.5 });
  await page.screenshot({ path: join(root, "docs/emulator-console.png") });
}

async function takeEveryView(chrome: Browser, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const)
    for (const [name, viewport] of Object.entries({ desk: DESK, phone: PHONE })) {
      const page = await openConsole(chrome, { viewport, colorScheme });
      const shot = (what: string) =>
        page.screenshot({
          path: join(into, `${colorScheme}-${name}-${what}.png`),
          fullPage: name === "phone",
        });
      await shot("timeline");
      await page.locator(".event a").first().click();
      await page.locator("#event[open]").waitFor();
      await page.screenshot({ path: join(into, `${colorScheme}-${name}-event.png`) });
      await page.keyboard.press("Escape");
      for (const id of ["accounts", "sessions"]) await page.locator(`#${id} > summary`).click();
      await page.locator("#faults > summary").click();
      await page.locator(".fault[data-fault=rate-limit] > summary").click();
      await shot("faults");
      await page.locator("#faults > summary").click();
      await page.locator("#verdict-of-token > summary").click();
      await page.getByRole("button", { name: "Sign in and judge" }).click();
      await page.locator(".verdict").first().waitFor();
      await shot("verdict");
      await page.locator("#verdict-of-token > summary").click();
      await page.locator("#settings > summary").click();
      await shot("settings");
      await page.locator("#settings > summary").click();
      for (const id of ["deployment", "provider", "report"]) await page.locator(`#${id} > summary`).click();
      await shot("deployment");
      await page.context().close();
    }
}

async function openConsole(chrome: Browser, options: Parameters<Browser["newContext"]>[0]): Promise<Page> {
  const page = await (await chrome.newContext(options)).newPage();
  await page.goto(`${emulator.url}/_emulator/console`);
  await page.locator(".event").first().waitFor();
  return page;
}
