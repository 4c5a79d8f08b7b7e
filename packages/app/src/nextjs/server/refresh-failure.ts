import { causesOf } from "./error-causes.ts";
import type { FailedRefresh } from "./refresh-outcome-header.ts";

/**
 * Whether a failed refresh means that the session is over. Only WorkOS itself can say so, with `invalid_grant`; an HTML page of a
 * load balancer, a timeout or a rate limit says nothing about the session.
 *
 * authkit-nextjs 4.3.2 takes every body that is no JSON for the end (the node SDK wraps it as a plain Error), and before 4.3.1
 * every failure.
 *
 * @param error what `onSessionRefreshError` or `refreshSession()` gives; causes are looked through
 */
function isSessionOver(error: unknown): boolean {
  for (const cause of causesOf(error)) if (cause["error"] === "invalid_grant") return true;
  return false;
}

/** What a failed refresh means for whoever waits for a token. @param error as for `isSessionOver` */
export function failedRefresh(error: unknown): FailedRefresh {
  const reason = reasonOf(error);
  if (isSessionOver(error)) return { kind: "ended", reason };
  return { kind: "transient", reason, retryAfter: retryAfterOf(error) };
}

/** A sentence about a failed refresh, without its stack; the deepest cause knows best. */
function reasonOf(error: unknown): string {
  let reason = error instanceof Error ? error.message : String(error);
  for (const cause of causesOf(error)) reason = cause.message || reason;
  return reason;
}

/** Milliseconds from `Retry-After`, which the node SDK reads from a 429. */
function retryAfterOf(error: unknown): number | undefined {
  for (const { retryAfter } of causesOf(error))
    if (typeof retryAfter === "number" && retryAfter > 0) return retryAfter * 1000;
  return undefined;
}
