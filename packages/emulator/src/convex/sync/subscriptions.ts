import { createHash } from "node:crypto";
import type { FunctionResult } from "../functions/function-runner.ts";
import { internalError } from "../server-error.ts";
import type { Modification } from "./client-message.ts";

/** A query a client is subscribed to. */
export interface Subscription {
  queryId: number;
  udfPath: string;
  args: unknown;
  /** Of the run before, so that a page keeps its end. */
  journal: string | null;
  /** Whether it must run before the client is up to date. */
  stale: boolean;
  /** A digest of what the client was told last; undefined before the first run. */
  told: string | undefined;
}

/** The queries of one connection. */
export interface Subscriptions {
  /**
   * Adds and removes queries.
   *
   * @returns the ids of those that were removed
   * @throws {ServerError} where an id is added twice or removed without being there; Convex calls that its own failure
   */
  modify(modifications: readonly Modification[]): number[];
  /** All must run again. */
  invalidate(): void;
  /** Takes those that must run: they count as up to date until the next `invalidate`. */
  takeStale(): Subscription[];
  /** Notes what a run gave. @returns whether the client has not been told so yet */
  settle(subscription: Subscription, result: FunctionResult): boolean;
}

export function createSubscriptions(): Subscriptions {
  const queries = new Map<number, Subscription>();
  return {
    modify(modifications) {
      const removed: number[] = [];
      for (const modification of modifications) {
        const { queryId } = modification;
        if (modification.type === "Remove") {
          if (!queries.delete(queryId)) throw internalError();
          removed.push(queryId);
        } else {
          if (queries.has(queryId)) throw internalError();
          const { udfPath, args, journal } = modification;
          queries.set(queryId, { queryId, udfPath, args, journal, stale: true, told: undefined });
        }
      }
      return removed;
    },
    invalidate() {
      for (const query of queries.values()) query.stale = true;
    },
    takeStale() {
      const stale = [...queries.values()].filter((query) => query.stale);
      for (const query of stale) query.stale = false;
      return stale;
    },
    settle(subscription, result) {
      subscription.journal = result.success ? result.journal : null;
      const telling = createHash("sha256").update(JSON.stringify(result)).digest("base64");
      if (subscription.told === telling) return false;
      subscription.told = telling;
      return true;
    },
  };
}
