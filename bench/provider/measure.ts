import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { BEN } from "../../e2e/support/accounts.ts";
import { authStates, recordAuthStates, startBrowser } from "../../e2e/support/browser.ts";
import { type EmulatedApp, startEmulatedApp, viteEnvironment } from "../../e2e/support/emulated-app.ts";
import { signedIn, signIn } from "../../e2e/support/notes-page.ts";
import { passTime } from "../../e2e/support/passing-time.ts";
import { viteApp } from "../../e2e/support/vite-app.ts";
import { comparisonText } from "./comparison-text.ts";
import { COMPARED, type Measured, OUTAGES, type Results } from "./providers.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const LIFETIME = 300;
/** When an outage begins, in seconds after the token was issued: one meets an early renewal, one the expiry itself. */
const OUTAGE_STARTS = [220, 260];

const app: EmulatedApp = await startEmulatedApp(
  path("../../examples/vite-spa"),
  viteEnvironment,
  viteApp(path("app")),
);
const browser: Browser = await startBrowser();
const providers: Record<string, Measured> = {};
try {
  for (const { name } of COMPARED) {
    providers[name] = await measure(name);
    console.log(name, providers[name]);
  }
} finally {
  await browser.close();
  await app.close();
}
const results: Results = {
  date: new Date().toISOString().slice(0, 10),
  versions: {
    ...Object.fromEntries(
      await Promise.all(
        ["@workos-inc/authkit-react", "@workos-inc/authkit-js", "@convex-dev/workos", "convex", "react"].map(
          versionOf,
        ),
      ),
    ),
    Chromium: browser.version(),
  },
  providers,
};
await writeFile(path("results.json"), `${JSON.stringify(results, null, 2)}\n`);
await writeFile(path("../../docs/provider-comparison.md"), comparisonText(results));

async function measure(provider: string): Promise<Measured> {
  const load = await onNewPage(provider, async (page, context) => {
    const before = grants();
    await page.reload();
    await signedIn(page).waitFor();
    await passTime(app.emulator, context, 5);
    return grants() - before;
  });
  const one = await onNewPage(provider, async (page, context) => {
    const before = grants();
    await passTime(app.emulator, context, 4 * LIFETIME);
    return { grants: (grants() - before) / 4, flashes: (await flashes(page)) / 4 };
  });
  const five = await onNewPage(provider, async (_, context) => {
    await openTabs(context, 4);
    await passTime(app.emulator, context, LIFETIME);
    const before = grants();
    await passTime(app.emulator, context, 3 * LIFETIME);
    return (grants() - before) / 3;
  });
  let signedOut = 0;
  let notRecovered = 0;
  for (const fault of OUTAGES)
    for (const start of OUTAGE_STARTS) {
      const outcome = await onNewPage(provider, (page, context) => outage(page, context, fault, start));
      if (outcome.signedOut) signedOut++;
      if (!outcome.recovered) notRecovered++;
    }
  const signedOutByLoad = await onNewPage(provider, async (page, context) => {
    app.emulator.faults.set("server-error");
    await page.reload();
    await passTime(app.emulator, context, 30);
    app.emulator.faults.clear();
    return (await authStates(page)).includes("signed-out");
  });
  return {
    grantsPerLoad: load,
    forcedPerLoad: load - 1,
    grantsPerExpiry: one.grants,
    grantsPerExpiryOfFive: five,
    flashesPerExpiry: one.flashes,
    signedOut,
    notRecovered,
    outages: OUTAGES.length * OUTAGE_STARTS.length,
    signedOutByLoad,
  };
}

/** WorkOS is down for a minute. @param start seconds after the sign-in at which it begins */
async function outage(page: Page, context: BrowserContext, fault: string, start: number) {
  await passTime(app.emulator, context, start);
  app.emulator.faults.set(fault);
  await passTime(app.emulator, context, 60);
  app.emulator.faults.clear();
  await passTime(app.emulator, context, 60);
  const states = await authStates(page);
  if (states.length === 0) throw new Error("The page recorded no state.");
  return { signedOut: states.includes("signed-out"), recovered: states.at(-1) === "signed-in" };
}

/** A browser of somebody who has just signed in, in a page with this provider. */
async function onNewPage<Result>(
  provider: string,
  run: (page: Page, context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  app.emulator.faults.clear();
  await app.emulator.reset();
  const context = await browser.newContext();
  await context.addInitScript((name) => localStorage.setItem("provider", name), provider);
  // tsx marks functions with a helper of its own, also those that are sent to a page.
  await context.addInitScript("globalThis.__name = (marked) => marked;");
  await recordAuthStates(context);
  await context.clock.install();
  const page = await context.newPage();
  try {
    await signIn(page, app.url, BEN);
    return await run(page, context);
  } finally {
    await context.close();
  }
}

async function openTabs(context: BrowserContext, count: number): Promise<void> {
  for (let opened = 0; opened < count; opened++) {
    const tab = await context.newPage();
    await tab.goto(app.url);
    await signedIn(tab).waitFor();
  }
}

/** Refresh grants that WorkOS gave. */
function grants(): number {
  return app.emulator.timeline.events().filter(({ kind, outcome }) => kind === "refresh" && outcome === "ok")
    .length;
}

/** Times that the page stopped showing the user as signed in. */
async function flashes(page: Page): Promise<number> {
  const states = await authStates(page);
  return states.filter((state, index) => state !== "signed-in" && states[index - 1] === "signed-in").length;
}

async function versionOf(name: string): Promise<[string, string]> {
  const require = createRequire(import.meta.url);
  const folder = require.resolve.paths(name)?.map((modules) => `${modules}/${name}/package.json`) ?? [];
  for (const file of folder) {
    const text = await readFile(file, "utf8").catch(() => null);
    if (text !== null) return [name, (JSON.parse(text) as { version: string }).version];
  }
  throw new Error(`${name} is not installed.`);
}
