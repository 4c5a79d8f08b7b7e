import type { Browser } from "playwright-core";
import { authStates } from "../../e2e/support/browser.ts";
import type { EmulatedApp } from "../../e2e/support/emulated-app.ts";
import { signedIn } from "../../e2e/support/notes-page.ts";
import type { Comparison, Measured } from "./comparison.ts";
import { measureOpenPage, measurePageLoad } from "./measure-outages.ts";
import { type Visit, visitsTo } from "./visit.ts";

/** How long a token lives, in seconds. */
const LIFETIME = 300;
/** Expiries over which renewals are counted. */
const EXPIRIES = 3;

/** Measures all providers of a comparison, whose app is running. */
export async function measureComparison(
  { compared, ownGrantsPerLoad, loadedAfter }: Comparison,
  app: EmulatedApp,
  browser: Browser,
): Promise<Record<string, Measured>> {
  const providers = compared.map(({ name }) => name);
  const sideBySide = visitsTo(app, browser, providers);
  const load = await sideBySide(pageLoad);
  const one = await sideBySide(untouched);
  const five = await sideBySide(async (visit) => {
    await visit.openTabs(4);
    return await untouched(visit);
  });
  const open = await measureOpenPage(sideBySide);
  const loadInOutage = await measurePageLoad(sideBySide, loadedAfter);
  return Object.fromEntries(
    providers.map((name): [string, Measured] => [
      name,
      {
        grantsPerLoad: load[name]!.grants,
        forcedPerLoad: load[name]!.grants - ownGrantsPerLoad,
        flashOfLoad: load[name]!.flash,
        grantsPerExpiry: one[name]!.grants / EXPIRIES,
        grantsPerExpiryOfFive: five[name]!.grants / EXPIRIES,
        flashesPerExpiry: one[name]!.flashes / EXPIRIES,
        signedInAfterExpiries: one[name]!.signedIn,
        open: open[name]!,
        load: loadInOutage[name]!,
      },
    ]),
  );
}

async function pageLoad(visit: Visit) {
  const before = visit.refreshes().grants;
  await visit.page.reload();
  await signedIn(visit.page).waitFor();
  await visit.pass(5);
  const states = await authStates(visit.page);
  return { grants: visit.refreshes().grants - before, flash: states.includes("signed-out") };
}

/** A page that nobody touches, from between two renewals to between two later ones. */
async function untouched(visit: Visit) {
  await visit.pass(LIFETIME / 3, 10);
  const before = visit.refreshes().grants;
  await visit.pass(EXPIRIES * LIFETIME);
  const states = await authStates(visit.page);
  return {
    grants: visit.refreshes().grants - before,
    flashes: states.filter((state, at) => state !== "signed-in" && states[at - 1] === "signed-in").length,
    signedIn: states.at(-1) === "signed-in",
  };
}
