import type { Clock } from "../../clock/clock.ts";

/** Gives times as WorkOS writes them, each later than the one before. */
export type Stamp = () => string;

/**
 * Times of the clock, but never the same twice: authkit-react tells users apart, and an edited user from the one before, by
 * `updated_at` alone.
 */
export function createStamp(clock: Clock): Stamp {
  let last = 0;
  return () => {
    last = Math.max(last + 1, clock.now());
    return new Date(last).toISOString();
  };
}
