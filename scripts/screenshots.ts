// npm run screenshots: the examples in light, dark and at 375 px, and the debug page, for docs/. Takes what `npm run build` built.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { ADA, BEN, type Person } from "../e2e/support/accounts.ts";
import { startBrowser } from "../e2e/support/browser.ts";
import { nextEnvironment, startEmulatedApp, viteEnvironment } from "../e2e/support/emulated-app.ts";
import { nextApp } from "../e2e/support/next-app.ts";
import { canWrite, signIn } from "../e2e/support/notes-page.ts";
import { viteApp } from "../e2e/support/vite-app.ts";

const DOCS = join(import.meta.dirname, "..", "docs");
const VITE = join(import.meta.dirname, "..", "examples", "vite-spa");
const NEXT = join(import.meta.dirname, "..", "examples", "nextjs-monorepo");

const WIDE = { width: 900, height: 450 };
const PHONE = { width: 375, height: 600 };

/** A page of somebody who is signed in. */
async function open(
  browser: Browser,
  url: string,
  person: Person,
  look: { colorScheme: "light" | "dark"; viewport: { width: number; height: number } },
): Promise<Page> {
  const page = await browser.newPage({ ...look, reducedMotion: "reduce" });
  await signIn(page, url, person);
  return page;
}

/** @param example in the pictures' names; @param path of the page with the notes */
async function notes(browser: Browser, url: string, example: string, path: string): Promise<void> {
  const writing = await open(browser, url, BEN, { colorScheme: "light", viewport: WIDE });
  await writing.goto(url + path);
  for (const text of ["Call the plumber", "Two tickets for Friday", "Oat milk"])
    await canWrite(writing, text);
  await writing.close();
  for (const [name, colorScheme, viewport] of [
    ["light", "light", WIDE],
    ["dark", "dark", WIDE],
    ["phone", "light", PHONE],
  ] as const) {
    const page = await open(browser, url, BEN, { colorScheme, viewport });
    await page.goto(url + path);
    await page.getByText("Call the plumber").waitFor();
    await page.screenshot({ path: join(DOCS, `examples-${example}-${name}.png`) });
    await page.close();
  }
}

async function debugPage(browser: Browser, url: string): Promise<void> {
  const page = await open(browser, url, ADA, {
    colorScheme: "light",
    viewport: { width: 1000, height: 760 },
  });
  await page.goto(`${url}/debug`);
  await page.getByText("Convex accepted the token on its socket.").waitFor();
  await page.getByRole("cell", { name: "this one" }).waitFor();
  await page.screenshot({ path: join(DOCS, "auth-debug.png") });
  await page.close();
}

const browser = await startBrowser();
try {
  const next = await startEmulatedApp(
    `${NEXT}/packages/backend`,
    nextEnvironment,
    nextApp(`${NEXT}/apps/web`),
  );
  try {
    await notes(browser, next.url, "nextjs", "/notes");
  } finally {
    await next.close();
  }
  const vite = await startEmulatedApp(VITE, viteEnvironment, viteApp(VITE));
  try {
    await notes(browser, vite.url, "vite", "/");
    await debugPage(browser, vite.url);
  } finally {
    await vite.close();
  }
} finally {
  await browser.close();
}
