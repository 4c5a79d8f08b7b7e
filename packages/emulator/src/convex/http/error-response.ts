import type { Deployment } from "../deployment.ts";
import { asServerError, ServerError } from "../server-error.ts";

/**
 * An error as Convex answers it: a status, a code and a sentence. What is no error of the protocol is Convex's own failure, of which
 * only the timeline holds the reason.
 */
export function errorResponse({ parts }: Deployment, error: unknown, endpoint: string): Response {
  const { httpStatus, code, message } = asServerError(error);
  if (!(error instanceof ServerError))
    parts.timeline.record({
      side: "convex",
      step: "acceptance",
      kind: "server-error",
      outcome: "refused",
      title: `${endpoint} failed: ${message}`,
      detail: { code, because: String(error) },
    });
  return Response.json({ code, message }, { status: httpStatus });
}
