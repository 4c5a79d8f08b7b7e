import type { Browser, BrowserContext, Page } from "playwright-core";
import { BEN, type Person, type Seed } from "../../e2e/support/accounts.ts";
import { writeElsewhere } from "../../e2e/support/another-device.ts";
import { recordAuthStates } from "../../e2e/support/browser.ts";
import type { EmulatedApp } from "../../e2e/support/emulated-app.ts";
import { signedIn, signIn } from "../../e2e/support/notes-page.ts";
import { passTime } from "../../e2e/support/passing-time.ts";
import { inStep } from "./in-step.ts";
import { countRefreshes, type Refreshes } from "./refreshes.ts";

/** The browser of somebody who has just signed in to the app with one of its providers. */
export interface Visit {
  app: EmulatedApp;
  page: Page;
  /** What was asked of WorkOS until now, with this provider. */
  refreshes(): Refreshes;
  /**
   * Time passes for all browsers, the app, WorkOS and Convex, once all visits have asked for it. Every 15 seconds something happens
   * that concerns the page.
   *
   * @param step in portions of so many seconds; 5 where absent
   */
  pass(seconds: number, step?: number): Promise<void>;
  /** Opens further tabs, ten seconds apart. */
  openTabs(count: number): Promise<void>;
}

/** Does the same with every provider, at the same time. @returns the results by the names of the providers */
export type SideBySide = <Result>(run: (visit: Visit) => Promise<Result>) => Promise<Record<string, Result>>;

/** Seconds after the sign-in at which a visit begins: what a page asks of its own accord after it was loaded is over. */
export const VISIT_BEGINS = 5;

const personOf = (provider: string): Person => ({ ...BEN, email: `${provider.toLowerCase()}@example.com` });

/** Somebody for each provider, so that it is known what each of them asks for. */
export const seedFor = (providers: readonly string[]): Seed => ({
  accounts: providers.map((provider) => ({ ...personOf(provider), emailVerified: true })),
});

/** Visits an app with each of its providers, everything else being as at its start. @param app with the seed for them */
export function visitsTo(app: EmulatedApp, browser: Browser, providers: readonly string[]): SideBySide {
  return async (run) => {
    await app.reset();
    const contexts = await Promise.all(
      providers.map(async (provider) => await openBrowser(app, browser, provider)),
    );
    const refreshes = countRefreshes(app.emulator);
    const userIds = providers.map((provider) => userIdOf(app, personOf(provider)));
    let quiet = 0;
    const pass = inStep<[seconds: number, step?: number]>(providers.length, async (seconds, step = 5) => {
      for (let passed = 0; passed < seconds; passed += step) {
        await passTime(app, contexts, step, step);
        quiet += step;
        if (quiet < 15) continue;
        await Promise.all(userIds.map(async (userId) => await writeElsewhere(app.emulator, userId)));
        quiet = 0;
      }
    });
    const visits = providers.map(async (provider, index) => {
      const context = contexts[index]!;
      const page = await context.newPage();
      await signIn(page, app.url, personOf(provider));
      // The documented hook loses the session when a page is left before its forced refresh is over.
      await page.waitForLoadState("networkidle");
      await pass(VISIT_BEGINS);
      const openTabs = async (count: number): Promise<void> => {
        for (let opened = 0; opened < count; opened++) {
          const tab = await context.newPage();
          await tab.goto(app.url);
          await signedIn(tab).waitFor();
          await pass(10);
        }
      };
      return [
        provider,
        await run({ app, page, refreshes: () => refreshes.of(userIds[index]!), pass, openTabs }),
      ] as const;
    });
    try {
      return Object.fromEntries(await Promise.all(visits));
    } finally {
      refreshes.stop();
      await Promise.all(contexts.map(async (context) => await context.close()));
    }
  };
}

async function openBrowser(app: EmulatedApp, browser: Browser, provider: string): Promise<BrowserContext> {
  const context = await browser.newContext();
  await context.addCookies([{ name: "provider", value: provider, url: app.url }]);
  // tsx marks functions with a helper of its own, also those that are sent to a page.
  await context.addInitScript("globalThis.__name = (marked) => marked;");
  await recordAuthStates(context);
  await context.clock.install();
  return context;
}

function userIdOf({ emulator }: EmulatedApp, person: Person): string {
  const id = emulator.authkit?.accounts().find(({ email }) => email === person.email)?.id;
  if (id === undefined) throw new Error(`The emulator knows no ${person.email}.`);
  return id;
}
