import { Hono } from "hono";
import type { Caller } from "../functions/function-runner.ts";
import type { SessionIdentity } from "../auth/session-identity.ts";
import type { Deployment } from "../deployment.ts";
import { callerOf } from "../function-events.ts";
import { ServerError } from "../server-error.ts";
import { readAuthorization } from "./authorization-header.ts";
import { errorResponse } from "./error-response.ts";
import { endpointOf, planted } from "./planted-answer.ts";

/** The site URL of a deployment: the app's HTTP actions. */
export function createSite(deployment: Deployment): Hono {
  const { runner, parts } = deployment;
  const app = new Hono();
  app.use("*", planted(parts));
  app.onError((error, context) => errorResponse(deployment, error, endpointOf(context.req)));
  app.all("*", async (context) => {
    const request = context.req.raw;
    const path = endpointOf(context.req);
    const { caller, session } = await callerOfRequest(deployment, request, path);
    const response = await runner.httpAction(request, caller);
    parts.timeline.record({
      side: "convex",
      step: session?.identity ? "identity" : "gating",
      kind: "http-action",
      outcome: response.status >= 400 ? "refused" : "ok",
      title: `The HTTP action ${path} answered ${response.status}${"refused" in caller ? ", with a token that Convex refused" : ""}`,
      subject: session?.subject ?? {},
      detail: { path, status: response.status, ...caller },
    });
    return response;
  });
  return app;
}

/**
 * An HTTP action runs whatever the Authorization header holds, because that may be meant for the app itself; what was wrong with it is
 * thrown where the action asks for the identity.
 */
async function callerOfRequest(
  { authenticator }: Deployment,
  request: Request,
  endpoint: string,
): Promise<{ caller: Caller; session: SessionIdentity | null }> {
  try {
    const credential = readAuthorization(request.headers.get("authorization"), null);
    const session = await authenticator.authenticate(credential, endpoint);
    return { caller: callerOf(session), session };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { caller: { refused: { code: error.code, message: error.message } }, session: null };
  }
}
