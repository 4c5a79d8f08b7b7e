const FIRST_DELAY = 1_000;
const LONGEST_DELAY = 30_000;
/** A server that names a longer wait than a minute is asked again after one: an outage may end sooner than it thought. */
const LONGEST_RETRY_AFTER = 60_000;

/**
 * How long to wait before the next attempt.
 *
 * @param failures how many attempts have failed in a row, from 1
 * @param retryAfter milliseconds the server asked to wait, from `Retry-After`
 * @param random a number from 0 to 1
 * @returns milliseconds: 1 s doubled with each failure, 30 s at most, spread by ±50 % so that tabs and users do not come back
 *   all at once; never less than the server asked for
 */
export function backOff(failures: number, retryAfter: number | undefined, random: number): number {
  const delay = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - 1)) * (0.5 + random);
  return Math.max(delay, Math.min(retryAfter ?? 0, LONGEST_RETRY_AFTER));
}
