import type { FunctionResult } from "../functions/function-runner.ts";
import type { Timestamp } from "./timestamp.ts";

/** What a mutation gave, and the moment at which it was written. */
export interface MutationOutcome {
  result: FunctionResult;
  ts: Timestamp;
}

/**
 * Runs each mutation of a session once: a client that reconnects sends again what it has not seen confirmed, under the same number.
 */
export interface MutationLog {
  /** @param session `sessionId` of the Connect message; null before it: nothing is remembered */
  once(
    session: string | null,
    requestId: number,
    run: () => Promise<MutationOutcome>,
  ): Promise<MutationOutcome>;
  clear(): void;
}

/** More than a client can have unconfirmed at a time, for many clients. */
const REMEMBERED = 5_000;

export function createMutationLog(): MutationLog {
  const outcomes = new Map<string, Promise<MutationOutcome>>();
  return {
    async once(session, requestId, run) {
      if (session === null) return run();
      const key = `${session} ${requestId}`;
      const known = outcomes.get(key);
      if (known !== undefined) return known;
      const running = run();
      outcomes.set(key, running);
      for (const [oldest] of outcomes) {
        if (outcomes.size <= REMEMBERED) break;
        outcomes.delete(oldest);
      }
      try {
        const outcome = await running;
        // A failed mutation has written nothing; sent again, it runs again.
        if (!outcome.result.success) outcomes.delete(key);
        return outcome;
      } catch (error) {
        outcomes.delete(key);
        throw error;
      }
    },
    clear: () => outcomes.clear(),
  };
}
