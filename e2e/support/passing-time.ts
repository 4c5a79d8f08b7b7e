import type { BrowserContext, Request } from "playwright-core";
import type { EmulatedApp } from "./emulated-app.ts";

type Time = Pick<EmulatedApp, "advance">;

/**
 * Lets time pass for everybody at once: both sides of the hand-off, the app's server, and every page of the browser. Timers of the
 * pages run as they would have; between two steps requests are given the time they really take.
 *
 * @param where the browser, or several; @param seconds how much; @param step in portions of so many seconds
 */
export async function passTime(
  app: Time,
  where: BrowserContext | readonly BrowserContext[],
  seconds: number,
  step = 5,
): Promise<void> {
  const contexts = [where].flat();
  for (let passed = 0; passed < seconds; passed += step) {
    await app.advance(step * 1000);
    await Promise.all(
      contexts.map(async (context) => {
        await context.clock.runFor(step * 1000);
        await settle(context);
      }),
    );
  }
}

/** The lid of the machine is closed for a while: timers do not run, and then all that are due at once. */
export async function sleep(app: Time, context: BrowserContext, seconds: number): Promise<void> {
  await app.advance(seconds * 1000);
  await context.clock.fastForward(seconds * 1000);
  await settle(context);
}

/** What passes over the socket of Convex cannot be seen as a request. */
const SOCKET_MS = 40;
/** A request that takes longer may itself be waiting for time to pass, as a server's back-off is. */
const LONGEST_MS = 400;

async function settle(context: BrowserContext): Promise<void> {
  const open = openRequests(context);
  await pause(SOCKET_MS);
  for (let waited = SOCKET_MS; open.size > 0 && waited < LONGEST_MS; waited += 20) await pause(20);
}

const pause = async (milliseconds: number): Promise<void> =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

const watched = new WeakMap<BrowserContext, Set<Request>>();

/** The requests that pages wait for, seen from the first time on that time passed for them. */
function openRequests(context: BrowserContext): Set<Request> {
  const known = watched.get(context);
  if (known !== undefined) return known;
  const open = new Set<Request>();
  watched.set(context, open);
  context.on("request", (request) => open.add(request));
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
  return open;
}
