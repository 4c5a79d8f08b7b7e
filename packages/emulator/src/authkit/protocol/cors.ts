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
  const headers = new Headers({ vary: "Origin" });
  const asked: Asked = { endpoint: "OPTIONS /user_management/authenticate", subject: {} };
  if (origin === null || !isCorsOriginAllowed(context, origin, asked))
    return new Response(null, { status: 204, headers });
  withCors(headers, origin);
  headers.set("access-control-allow-methods", "POST, OPTIONS");
  const wanted = request.headers.get("access-control-request-headers");
  if (wanted !== null) headers.set("access-control-allow-headers", wanted);
  return new Response(null, { status: 204, headers });
}

/** Lets the page of an origin read an answer, also one to a request with cookies. */
export function withCors(headers: Headers, origin: string): void {
  headers.set("access-control-allow-origin", origin);
  headers.set("access-control-allow-credentials", "true");
  headers.append("vary", "Origin");
}
