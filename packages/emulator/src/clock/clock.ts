import { parseDuration } from "./duration.ts";

/** The time both sides live by. Everything that expires asks this clock, so that a test need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Moves the time forward at once and runs what became due on the way, in order.
   *
   * @param by milliseconds, or a duration such as `"6m"`, `"30s"`, `"1h"`, `"500ms"`
   */
  advance(by: number | string): Promise<void>;
  /** Calls back when the clock has reached a time, whether by waiting or by `advance`. @returns cancels the call */
  at(time: number, callback: () => void | Promise<void>): () => void;
  /** Puts the clock back to the machine's time; what was due later than the machine's time stays due. */
  reset(): void;
}

/** Node fires a timer with a longer delay at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

interface Due {
  time: number;
  callback: () => void | Promise<void>;
}

/**
 * A clock that runs as the machine's does and can be moved forward.
 *
 * @param machine the machine's time in milliseconds; tests may hand in a frozen one
 */
export function createClock(machine: () => number = Date.now): Clock {
  let offset = 0;
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Set<Due>();
  const now = (): number => machine() + offset;

  function next(): Due | undefined {
    let earliest: Due | undefined;
    for (const due of waiting) if (earliest === undefined || due.time < earliest.time) earliest = due;
    return earliest;
  }

  function wait(): void {
    clearTimeout(timer);
    const due = next();
    if (due === undefined) return;
    timer = setTimeout(() => void runDue(), Math.min(Math.max(due.time - now(), 0), LONGEST_DELAY));
    // A waiting expiry must not keep a process alive that has nothing else to do.
    timer.unref();
  }

  async function runDue(): Promise<void> {
    for (let due = next(); due !== undefined && due.time <= now(); due = next()) {
      waiting.delete(due);
      await due.callback();
    }
    wait();
  }

  return {
    now,
    async advance(by) {
      const target = now() + (typeof by === "number" ? by : parseDuration(by));
      for (let due = next(); due !== undefined && due.time <= target; due = next()) {
        waiting.delete(due);
        offset += Math.max(0, due.time - now());
        await due.callback();
      }
      offset += Math.max(0, target - now());
      wait();
    },
    at(time, callback) {
      const due = { time, callback };
      waiting.add(due);
      wait();
      return () => {
        waiting.delete(due);
        wait();
      };
    },
    reset() {
      offset = 0;
      wait();
    },
  };
}
