import type { NextResponse } from "next/server";
import type { RefreshOutcome } from "../../connection/token-source.ts";
import { forwardedHeaders, setForwardedHeaders } from "./forwarded-headers.ts";

/** What became of the refresh that the proxy tried for this request, where it failed. */
export type FailedRefresh = Exclude<RefreshOutcome, { kind: "token" }>;

/** By which the proxy tells a server action of the same request. Browsers cannot send it: the proxy takes theirs away. */
export const REFRESH_HEADER = "x-convex-authkit-refresh";

/**
 * Adds the outcome to what the proxy forwards. Without it a server action would ask WorkOS for the very same once more: four
 * further attempts of the SDK, while WorkOS is in trouble.
 *
 * @param outcome null: there was no refresh, or it went well
 */
export function forwardOutcome(answer: NextResponse, outcome: FailedRefresh | null): void {
  const headers = forwardedHeaders(answer);
  if (headers === null) return;
  if (outcome === null) headers.delete(REFRESH_HEADER);
  else headers.set(REFRESH_HEADER, encodeURIComponent(JSON.stringify(outcome)));
  setForwardedHeaders(answer, headers);
}

/** The outcome that the proxy has told of. @param headers of the request, as `headers()` gives them */
export function forwardedOutcome(headers: Pick<Headers, "get">): FailedRefresh | null {
  const text = headers.get(REFRESH_HEADER);
  return text === null ? null : (JSON.parse(decodeURIComponent(text)) as FailedRefresh);
}
