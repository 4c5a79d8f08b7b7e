/** Time, as far as the connection needs it; tests hand in their own. */
export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** From 0 to 1. */
  random(): number;
  /** @returns cancels the call */
  after(milliseconds: number, callback: () => void): () => void;
}

/** A browser fires a timer with a longer delay at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The time of the machine. */
export const machineTimers: Timers = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, Math.min(milliseconds, LONGEST_DELAY));
    return () => clearTimeout(timer);
  },
};
