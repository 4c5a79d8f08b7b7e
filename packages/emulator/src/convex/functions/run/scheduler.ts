import type { Clock } from "../../../clock/clock.ts";
import type { Changes, Data, Document } from "../worker/messages.ts";
import { tableOfId } from "../values/document-id.ts";

/** Runs scheduled functions when the emulator's clock reaches their time. */
export interface Scheduler {
  /** Looks for functions that have been scheduled or cancelled. */
  see(changes: Changes | Data): void;
  /** Forgets them all. */
  clear(): void;
}

/** @param run runs one; it decides by its row whether it is still wanted */
export function createScheduler(
  clock: Clock,
  run: (component: string, id: string) => void | Promise<void>,
): Scheduler {
  const waiting = new Map<string, () => void>();
  const forget = (key: string): void => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  return {
    see(changes) {
      for (const [component, { documents }] of Object.entries(changes))
        for (const [id, document] of Object.entries(documents)) {
          if (tableOfId(id) !== "_scheduled_functions") continue;
          const key = `${component}/${id}`;
          const time = pendingTime(document);
          if (time === null) forget(key);
          else if (!waiting.has(key))
            waiting.set(
              key,
              clock.at(time, async () => {
                waiting.delete(key);
                await run(component, id);
              }),
            );
        }
    },
    clear() {
      for (const key of waiting.keys()) forget(key);
    },
  };
}

/** Milliseconds since 1970 at which a row's function is due; null: it is not waiting. */
function pendingTime(document: Document | null): number | null {
  const { state, scheduledTime } = (document ?? {}) as {
    state?: { kind?: unknown };
    scheduledTime?: unknown;
  };
  return state?.kind === "pending" && typeof scheduledTime === "number" ? scheduledTime : null;
}
