import type { Emulator } from "@convex-authkit/emulator";
import type { Page } from "playwright-core";
import { authStates } from "../../e2e/support/browser.ts";
import { signedIn } from "../../e2e/support/notes-page.ts";
import { OUTAGES, type Outages } from "./comparison.ts";
import { VISIT_BEGINS, type Visit } from "./visit.ts";

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

type OnVisit = <Result>(run: (visit: Visit) => Promise<Result>) => Promise<Result>;

/** WorkOS is away for a minute while a page is open. */
export async function measureOpenPage(onVisit: OnVisit): Promise<Outages> {
  return await tryAll(STARTS, onVisit, async (visit, fault, start) => {
    // In larger portions as long as nothing is due.
    await visit.pass(start - VISIT_BEGINS, 15);
    return await outage(visit, fault, async () => await visit.pass(LENGTH, STEP));
  });
}

/** A page is loaded while WorkOS is away. @param ages how old the token is then, in seconds */
export async function measurePageLoad(onVisit: OnVisit, ages: readonly number[]): Promise<Outages> {
  return await tryAll(ages, onVisit, async (visit, fault, age) => {
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
  onVisit: OnVisit,
  run: (visit: Visit, fault: string, time: number) => Promise<Outcome>,
): Promise<Outages> {
  const outcomes: Outcome[] = [];
  for (const fault of OUTAGES)
    for (const time of times) outcomes.push(await onVisit(async (visit) => await run(visit, fault, time)));
  const count = (of: (outcome: Outcome) => boolean): number => outcomes.filter(of).length;
  return {
    tried: outcomes.length,
    signedOut: count(({ signedOut }) => signedOut),
    notRecovered: count(({ recovered }) => !recovered),
    sessionLost: count(({ sessionLost }) => sessionLost),
    requests: outcomes.reduce((total, { requests }) => total + requests, 0) / outcomes.length,
  };
}

async function outage(
  { app, page, pass }: Visit,
  fault: string,
  during: () => Promise<void>,
): Promise<Outcome> {
  const before = requests(app.emulator);
  app.emulator.faults.set(fault);
  await during();
  app.emulator.faults.clear();
  const asked = requests(app.emulator) - before;
  await pass(AFTERWARDS);
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

/** Requests for new tokens that reached WorkOS, whatever it answered. */
const requests = ({ timeline }: Emulator): number =>
  timeline.events().filter(({ kind, detail }) => kind === "refresh" || detail?.["grant"] === "refresh_token")
    .length;
