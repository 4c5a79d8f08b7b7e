import type { Clock } from "../../clock/clock.ts";
import { Refusal } from "./refusal.ts";

/** How many requests of one kind are answered. */
interface Limit {
  requests: number;
  /** Milliseconds. */
  window: number;
}

/** WorkOS's limits (https://workos.com/docs/reference/rate-limits). */
const LIMITS = {
  /** All requests of an environment. */
  all: { requests: 6_000, window: 60_000 },
  /** Below `/user_management`, of an environment. */
  reads: { requests: 1_000, window: 10_000 },
  writes: { requests: 500, window: 10_000 },
  /** Credentials tried for one e-mail address or challenge. */
  credentials: { requests: 10, window: 60_000 },
  /** The hosted page's form, for one e-mail address. */
  hostedSignIn: { requests: 10, window: 60_000 },
} satisfies Record<string, Limit>;

export type LimitName = keyof typeof LIMITS;

/** Counts requests, and refuses those that are too many. */
export interface RateLimits {
  /**
   * Counts a request.
   *
   * @param key whose requests are counted: an e-mail address, a challenge; empty: the environment's
   * @returns 0: it may be answered; otherwise the whole seconds until the next one may
   */
  take(name: LimitName, key: string): number;
  /** The same for an endpoint. @throws {Refusal} 429 with `Retry-After` */
  count(name: LimitName, key: string): void;
  reset(): void;
}

/** @param on false: nothing is limited */
export function createRateLimits(clock: Clock, on: boolean): RateLimits {
  const windows = new Map<string, { since: number; requests: number }>();

  function forgetOver(now: number): void {
    if (windows.size < 1_000) return;
    for (const [key, { since }] of windows) if (now >= since + 60_000) windows.delete(key);
  }

  function take(name: LimitName, key: string): number {
    if (!on) return 0;
    const { requests, window } = LIMITS[name];
    const now = clock.now();
    const id = `${name} ${key.toLowerCase()}`;
    const open = windows.get(id);
    if (open === undefined || now >= open.since + window) {
      forgetOver(now);
      windows.set(id, { since: now, requests: 1 });
      return 0;
    }
    open.requests++;
    return open.requests <= requests ? 0 : Math.max(1, Math.ceil((open.since + window - now) / 1000));
  }

  return {
    take,
    count(name, key) {
      const wait = take(name, key);
      if (wait > 0) throw tooManyRequests(wait);
    },
    reset: () => windows.clear(),
  };
}

function tooManyRequests(retryAfter: number): Refusal {
  return new Refusal(
    429,
    {
      code: "rate_limit_exceeded",
      message:
        "Rate limit exceeded. See the WorkOS docs for more information: https://workos.com/docs/reference/rate-limits",
    },
    { failureMode: "workos-429" },
    { "retry-after": String(retryAfter) },
  );
}
