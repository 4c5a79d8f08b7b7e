import { AsyncLocalStorage } from "node:async_hooks";

const storage = new AsyncLocalStorage<true>();

/**
 * convex-test runs a scheduled function by a timer of its own, even if the mutation that scheduled it fails, and by the
 * machine's time. Here it is kept from doing so: what is committed as pending is run by the emulator's clock.
 */
export function withoutTimersOfConvexTest(): void {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = Object.assign(
    (...args: Parameters<typeof setTimeout>) => (storage.getStore() ? (0 as never) : setTimeout(...args)),
    setTimeout,
  );
}

/** Runs a call of `ctx.scheduler`. */
export async function schedule<Result>(call: () => Promise<Result>): Promise<Result> {
  return await storage.run(true, call);
}
