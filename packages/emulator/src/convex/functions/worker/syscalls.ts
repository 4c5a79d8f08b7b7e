import { convexToJson, type Value } from "convex/values";
import { currentCall } from "./call-context.ts";
import { errorText, isConvexError } from "./error-text.ts";
import { missingFor, notEmulated } from "./not-emulated.ts";

/** How functions reach the deployment: the global `Convex`. */
interface Syscalls {
  syscall(operation: string, args: string): string;
  asyncSyscall(operation: string, args: string): Promise<string>;
  jsSyscall(operation: string, args: Record<string, unknown>): unknown;
}

/** May refuse a call by throwing. */
export type Check = (operation: string, args: Record<string, unknown>) => void | Promise<void>;

/**
 * Stands between functions and convex-test: refuses what is not emulated, checks documents against the schema before they are
 * written, keeps the end of a page.
 *
 * @param onMissing is told each sentence about something that is not emulated
 */
export function interposeSyscalls(check: Check, onMissing: (sentence: string) => void): void {
  const holder = globalThis as unknown as { Convex: Syscalls };
  const inner = holder.Convex;

  function refuseMissing(operation: string, args: unknown): void {
    const missing = missingFor(operation, args);
    if (missing === null) return;
    onMissing(notEmulated(missing));
    throw new Error(notEmulated(missing));
  }

  const outer: Syscalls = {
    syscall(operation, args) {
      refuseMissing(operation, JSON.parse(args));
      return inner.syscall(operation, args);
    },
    async asyncSyscall(operation, args) {
      const parsed = JSON.parse(args) as Record<string, unknown>;
      refuseMissing(operation, parsed);
      await check(operation, parsed);
      if (operation === "1.0/queryPage") return await readPage(inner, parsed);
      if (operation !== "1.0/runUdf") return await inner.asyncSyscall(operation, args);
      return await inner.asyncSyscall(operation, args).catch((thrown: unknown) => {
        throw asSyscallError(thrown);
      });
    },
    jsSyscall(operation, args) {
      refuseMissing(operation, args);
      return inner.jsSyscall(operation, args);
    },
  };
  // In Convex each call has globals of its own; here one call must not take this from the others.
  Object.defineProperty(globalThis, "Convex", {
    get: () => outer,
    set: () => {},
    configurable: false,
  });
}

/** What a function threw that was called by another: its text goes into the caller's error, a ConvexError stays one. */
export function nestedError(thrown: unknown): unknown {
  return isConvexError(thrown) ? thrown : new Error(errorText(thrown));
}

/** The same as convex/server reads it from a failed call: the data of a ConvexError is JSON there. */
function asSyscallError(thrown: unknown): unknown {
  if (!isConvexError(thrown)) return nestedError(thrown);
  return Object.assign(new Error(thrown.message), { data: convexToJson((thrown.data ?? null) as Value) });
}

/** A query that runs again reads its page up to where it ended before, so that no row falls between two pages. */
async function readPage(inner: Syscalls, args: Record<string, unknown>): Promise<string> {
  const page = currentCall()?.page;
  const endCursor = args.endCursor ?? page?.endBefore ?? null;
  const read = await inner.asyncSyscall("1.0/queryPage", JSON.stringify({ ...args, endCursor }));
  if (page !== undefined) page.end = (JSON.parse(read) as { continueCursor: string }).continueCursor;
  return read;
}
