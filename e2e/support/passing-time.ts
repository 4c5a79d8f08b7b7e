import type { Emulator } from "@convex-authkit/emulator";
import type { BrowserContext } from "playwright-core";

/**
 * Lets time pass for everybody at once: both sides of the hand-off, and every page of the browser. Timers of the pages run as they
 * would have; between two steps requests are given the time they really take.
 *
 * @param seconds how much; @param step in portions of so many seconds
 */
export async function passTime(
  emulator: Emulator,
  context: BrowserContext,
  seconds: number,
  step = 5,
): Promise<void> {
  for (let passed = 0; passed < seconds; passed += step) {
    await emulator.advance(step * 1000);
    await context.clock.runFor(step * 1000);
    await settle();
  }
}

/** The lid of the machine is closed for a while: timers do not run, and then all that are due at once. */
export async function sleep(emulator: Emulator, context: BrowserContext, seconds: number): Promise<void> {
  await emulator.advance(seconds * 1000);
  await context.clock.fastForward(seconds * 1000);
  await settle();
}

const settle = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 40));
