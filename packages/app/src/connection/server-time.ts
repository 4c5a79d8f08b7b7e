import type { AccessToken } from "./access-token.ts";
import type { Timers } from "./timers.ts";

/**
 * The server's time as far as it can be told. A machine whose clock is ten minutes ahead would find every token expired at birth
 * and refresh for ever; a token that was just issued tells how far the clocks are apart.
 */
export interface ServerTime {
  /** Milliseconds since 1970, by the server's clock. */
  now(): number;
  /** The machine's time at a moment given in seconds of the server's clock, in milliseconds. */
  local(seconds: number): number;
  /** A token has just been issued. */
  issued(token: AccessToken): void;
  /** The server told its time just now, in milliseconds. */
  asOf(time: number): void;
}

/** The time a request takes makes the server look behind; so small a difference is no skew. */
const TOLERATED_MS = 3_000;

/**
 * @param timers the machine's time
 * @param told the server's time at this moment, in milliseconds, where it was told
 */
export function createServerTime(timers: Timers, told?: number): ServerTime {
  let ahead = 0;
  const differs = (time: number): void => {
    const difference = time - timers.now();
    ahead = Math.abs(difference) > TOLERATED_MS ? difference : 0;
  };
  if (told !== undefined) differs(told);
  return {
    now: () => timers.now() + ahead,
    local: (seconds) => seconds * 1000 - ahead,
    issued: ({ issuedAt }) => differs(issuedAt * 1000),
    asOf: differs,
  };
}
