import type { Page } from "playwright-core";
import { authStates } from "../../e2e/support/browser.ts";
import { signedIn } from "../../e2e/support/notes-page.ts";
import { OUTAGES, type Outages } from "./comparison.ts";
import { type SideBySide, VISIT_BEGINS, type Visit } from "./visit.ts";

/** When an outage begins, in seconds after the sign-in: one meets an early renewal, one the expiry itself. */
const STARTS = [215, 275];
/** How long it lasts, and how long a page is given to recover from it, in seconds. */
const LENGTH = 60;
const AFTERWARDS = 60;
/** Portions in which a server's own attempts, one to three seconds apart, take about the time that they really take. */
const STEP = 2;
/** Milliseconds that a page may really take to show what it knows, where it is open and where it is loaded. */
const SHOWN_WITHIN = 3_000;
const LOADED_WITHIN = 20_000;

/** WorkOS is away for a minute while a page is open. @returns by the names of the providers */
export async function measureOpenPage(sideBySide: SideBySide): Promise<Record<string, Outages>> {
  return await tryAll(STARTS, sideBySide, async (visit, fault, start) => {
    // In larger portions as long as nothing is due.
    await visit.pass(start - VISIT_BEGINS, 15);
    return await outage(visit, fault, async () => await visit.pass(LENGTH, STEP));
  });
}

/**
 * A page is loaded while WorkOS is away.
 *
 * @param ages how old the token is then, in seconds
 * @returns by the names of the providers
 */
export async function measurePageLoad(
  sideBySide: SideBySide,
  ages: readonly number[],
): Promise<Record<string, Outages>> {
  return await tryAll(ages, sideBySide, async (visit, fault, age) => {
    await visit.page.goto("about:blank");
    await visit.pass(age, 100);
    return await outage(visit, fault, async () => {
      await Promise.all([visit.page.goto(visit.app.url), visit.pass(LENGTH, STEP)]);
    });
  });
}

interface Outcome {
  signedOut: boolean;
  recovered: boolean;
  sessionLost: boolean;
  requests: number;
}

/** Tries every kind of outage at every time. */
async function tryAll(
  times: readonly number[],
  sideBySide: SideBySide,
  run: (visit: Visit, fault: string, time: number) => Promise<Outcome>,
): Promise<Record<string, Outages>> {
  const outcomes: Record<string, Outcome[]> = {};
  for (const fault of OUTAGES)
    for (const time of times) {
      const tried = await sideBySide(async (visit) => await run(visit, fault, time));
      for (const [provider, outcome] of Object.entries(tried)) (outcomes[provider] ??= []).push(outcome);
    }
  return Object.fromEntries(Object.entries(outcomes).map(([provider, all]) => [provider, sum(all)]));
}

function sum(outcomes: readonly Outcome[]): Outages {
  const count = (of: (outcome: Outcome) => boolean): number => outcomes.filter(of).length;
  return {
    tried: outcomes.length,
    signedOut: count(({ signedOut }) => signedOut),
    notRecovered: count(({ recovered }) => !recovered),
    sessionLost: count(({ sessionLost }) => sessionLost),
    requests: outcomes.reduce((total, { requests }) => total + requests, 0) / outcomes.length,
  };
}

async function outage(visit: Visit, fault: string, during: () => Promise<void>): Promise<Outcome> {
  const { app, page } = visit;
  const before = visit.refreshes().requests;
  app.emulator.faults.set(fault);
  await during();
  app.emulator.faults.clear();
  const asked = visit.refreshes().requests - before;
  await visit.pass(AFTERWARDS);
  const recovered = await isSignedIn(page, SHOWN_WITHIN);
  const signedOut = (await authStates(page)).includes("signed-out");
  await page.reload();
  return { signedOut, recovered, sessionLost: !(await isSignedIn(page, LOADED_WITHIN)), requests: asked };
}

const isSignedIn = async (page: Page, timeout: number): Promise<boolean> =>
  await signedIn(page)
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
