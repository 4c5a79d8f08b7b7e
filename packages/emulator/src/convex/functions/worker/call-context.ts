import { AsyncLocalStorage } from "node:async_hooks";
import type { Identity } from "@convex-authkit/core";

/** What holds for one function that is running. It is inherited by the functions it calls. */
export interface CallContext {
  /** The job the call belongs to. */
  jobId: number;
  /** How many functions called each other up to here. */
  depth: number;
  /** The component whose function runs; the app itself: `""`. */
  component: string;
  /** What `ctx.auth.getUserIdentity()` gives, or the error it throws. */
  auth: { identity: Identity | null } | { refused: string };
  logLines: string[];
  /** The URL an HTTP action was asked for. */
  requestUrl: string | null;
  /** In a transaction time stands still: milliseconds since 1970. */
  frozenTime: number | null;
  /** The page's end a query gave before, and the one it gives now. */
  page: { endBefore: string | null; end: string | null };
}

const storage = new AsyncLocalStorage<CallContext>();

/** The call that is running; undefined outside of one, for instance while modules are analyzed. */
export function currentCall(): CallContext | undefined {
  return storage.getStore();
}

export function runInCall<Result>(context: CallContext, run: () => Result): Result {
  return storage.run(context, run);
}
