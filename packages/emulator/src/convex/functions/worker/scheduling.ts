import { AsyncLocalStorage } from "node:async_hooks";
import { currentCall } from "./call-context.ts";
import type { AnalyzedFunction } from "./messages.ts";

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

/**
 * Refuses to schedule what does not exist. A function of another component, given by its handle, is not looked for.
 *
 * @param functions what is deployed
 * @throws {Error} in Convex's words
 */
export function checkScheduled(
  functions: readonly AnalyzedFunction[],
  operation: string,
  { name }: Record<string, unknown>,
): void {
  if (operation !== "1.0/schedule" && operation !== "1.0/actions/schedule") return;
  if (typeof name !== "string") return;
  const component = currentCall()?.component ?? "";
  const [module = "", exported = "default"] = name.split(":");
  const ofModule = functions.filter(
    (one) => one.component === component && one.path.startsWith(`${module}:`),
  );
  if (ofModule.length === 0)
    throw new Error(`Attempted to schedule function at nonexistent path: ${module}.js`);
  if (!ofModule.some(({ path }) => path === `${module}:${exported}`))
    throw new Error(
      `Attempted to schedule function, but no exported function ${exported} found in the file: ${module}.js. Did you forget to export it?`,
    );
}
