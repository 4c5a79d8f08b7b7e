import type { Browser } from "playwright-core";
import { authStates } from "../../e2e/support/browser.ts";
import type { EmulatedApp } from "../../e2e/support/emulated-app.ts";
import { signedIn } from "../../e2e/support/notes-page.ts";
import { refreshGrants } from "../../e2e/support/refresh-grants.ts";
import type { Comparison, Measured } from "./comparison.ts";
import { measureOpenPage, measurePageLoad } from "./measure-outages.ts";
import { visit, type Visit } from "./visit.ts";

/** How long a token lives, in seconds. */
const LIFETIME = 300;
/** Expiries over which renewals are counted. */
const EXPIRIES = 3;

/** Measures one provider of a comparison, whose app is running. */
export async function measureProvider(
  { ownGrantsPerLoad, loadedAfter }: Comparison,
  served: { app: EmulatedApp; browser: Browser; provider: string },
): Promise<Measured> {
  const onVisit = async <Result>(run: (visit: Visit) => Promise<Result>): Promise<Result> =>
    await visit(served, run);
  const load = await onVisit(pageLoad);
  const one = await onVisit(openPage);
  const five = await onVisit(async (visit) => {
    await visit.openTabs(4);
    return await openPage(visit);
  });
  return {
    grantsPerLoad: load.grants,
    forcedPerLoad: load.grants - ownGrantsPerLoad,
    flashOfLoad: load.flash,
    grantsPerExpiry: one.grants / EXPIRIES,
    grantsPerExpiryOfFive: five.grants / EXPIRIES,
    flashesPerExpiry: one.flashes / EXPIRIES,
    signedInAfterExpiries: one.signedIn,
    open: await measureOpenPage(onVisit),
    load: await measurePageLoad(onVisit, loadedAfter),
  };
}

async function pageLoad({ app, page, pass }: Visit) {
  const before = refreshGrants(app.emulator);
  await page.reload();
  await signedIn(page).waitFor();
  await pass(5);
  const states = await authStates(page);
  return { grants: refreshGrants(app.emulator) - before, flash: states.includes("signed-out") };
}

/** A page that is open and that nobody touches, from between two renewals to between two later ones. */
async function openPage({ app, page, pass }: Visit) {
  await pass(LIFETIME / 3, 10);
  const before = refreshGrants(app.emulator);
  await pass(EXPIRIES * LIFETIME);
  const states = await authStates(page);
  return {
    grants: refreshGrants(app.emulator) - before,
    flashes: states.filter((state, at) => state !== "signed-in" && states[at - 1] === "signed-in").length,
    signedIn: states.at(-1) === "signed-in",
  };
}
