import type { Asked } from "../../faults/switchboard.ts";
import type { AuthKitContext } from "../context.ts";

/** Whether a page of an origin may call the API: it is registered, as it is written. */
export function isCorsOriginAllowed(
  { parts, environment }: AuthKitContext,
  origin: string,
  asked: Asked,
): boolean {
  const isListed = environment.corsOrigins.includes(origin);
  const decided = parts.faults.decide("corsOriginAllowed", isListed, asked);
  if (!decided.value)
    parts.timeline.record({
      side: "authkit",
      step: "callback",
      kind: "cors",
      outcome: decided.by.length > 0 ? "fault" : "refused",
      title: `The browser will keep the answer from the page: its origin ${origin} is not registered at WorkOS.`,
      subject: { clientId: environment.clientId },
      detail: { origin, registered: environment.corsOrigins, endpoint: asked.endpoint },
      fault: decided.by[0],
      failureMode: "cors-origin-missing",
    });
  return decided.value;
}

/** `OPTIONS /user_management/authenticate`: what the browser asks before it sends a page's request. */
export function preflight(context: AuthKitContext, request: Request): Response {
  const origin = request.headers.get("origin");
  const asked: Asked = { endpoint: "OPTIONS /user_management/authenticate", subject: {} };
  if (origin === null || !isCorsOriginAllowed(context, origin, asked))
    return new Response(null, { status: 204, headers: { vary: "Origin" } });
  const wanted = request.headers.get("access-control-request-headers");
  return new Response(null, {
    status: 204,
    headers: {
      ...corsHeaders(origin),
      "access-control-allow-methods": "POST, OPTIONS",
      ...(wanted === null ? {} : { "access-control-allow-headers": wanted }),
    },
  });
}

/** What lets the page of an origin read an answer, also one to a request with cookies. */
export function corsHeaders(origin: string): Record<string, string> {
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "Origin",
  };
}
