import type { Browser, Page } from "playwright-core";
import { BEN } from "../../e2e/support/accounts.ts";
import { recordAuthStates } from "../../e2e/support/browser.ts";
import type { EmulatedApp } from "../../e2e/support/emulated-app.ts";
import { signedIn, signIn } from "../../e2e/support/notes-page.ts";
import { passTime } from "../../e2e/support/passing-time.ts";
import { anotherDevice } from "../../e2e/support/another-device.ts";

/** The browser of somebody who has just signed in. */
export interface Visit {
  app: EmulatedApp;
  page: Page;
  /**
   * Time passes for the browser, the app, WorkOS and Convex; every 15 seconds something happens that concerns the page.
   *
   * @param step in portions of so many seconds; 5 where absent
   */
  pass(seconds: number, step?: number): Promise<void>;
  /** Opens further tabs, ten seconds apart. */
  openTabs(count: number): Promise<void>;
}

/** Seconds after the sign-in at which a visit begins: what a page asks of its own accord after it was loaded is over. */
export const VISIT_BEGINS = 5;

/** Lets somebody sign in to the app with one of its providers, everything else being as at its start. */
export async function visit<Result>(
  { app, browser, provider }: { app: EmulatedApp; browser: Browser; provider: string },
  run: (visit: Visit) => Promise<Result>,
): Promise<Result> {
  app.emulator.faults.clear();
  await app.reset();
  const context = await browser.newContext();
  await context.addCookies([{ name: "provider", value: provider, url: app.url }]);
  // tsx marks functions with a helper of its own, also those that are sent to a page.
  await context.addInitScript("globalThis.__name = (marked) => marked;");
  await recordAuthStates(context);
  await context.clock.install();
  const page = await context.newPage();
  const writeElsewhere = anotherDevice(app.emulator, BEN);
  let quiet = 0;
  const pass = async (seconds: number, step = 5): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += step) {
      await passTime(app, context, step, step);
      quiet += step;
      if (quiet < 15) continue;
      await writeElsewhere();
      quiet = 0;
    }
  };
  try {
    await signIn(page, app.url, BEN);
    await pass(VISIT_BEGINS);
    return await run({
      app,
      page,
      pass,
      async openTabs(count) {
        for (let opened = 0; opened < count; opened++) {
          const tab = await context.newPage();
          await tab.goto(app.url);
          await signedIn(tab).waitFor();
          await pass(10);
        }
      },
    });
  } finally {
    await context.close();
  }
}
