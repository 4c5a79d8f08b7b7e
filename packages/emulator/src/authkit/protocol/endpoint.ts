import type { Asked } from "../../faults/switchboard.ts";
import { pathOf, type PlainRequest } from "../../server/plain-request.ts";
import { plantedAnswer } from "../../server/planted-answer.ts";
import { asResponse, type TextAnswer } from "../../server/text-answer.ts";
import type { AuthKitContext } from "../context.ts";
import { Refusal } from "./refusal.ts";

/**
 * Answers a request at an endpoint: after the delay, with the answer, and within the limits that apply there.
 *
 * @param asked which endpoint it is, and whom the request is about as far as that is known
 */
export async function respondAt(
  context: AuthKitContext,
  request: Request,
  asked: Asked,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const given = await atEndpoint(context, request, asked, answer);
  return given instanceof Response ? given : asResponse(given);
}

/**
 * The same for any form of answer.
 *
 * @returns the endpoint's own, or the one of a fault or a refusal
 */
export async function atEndpoint<Own>(
  context: AuthKitContext,
  request: PlainRequest,
  asked: Asked,
  answer: () => Own | Promise<Own>,
): Promise<Own | TextAnswer> {
  const { clock, faults, timeline } = context.parts;
  const delay = faults.decide("delay", 0, asked);
  if (delay.value > 0) await new Promise<void>((resolve) => clock.at(clock.now() + delay.value, resolve));
  const planted = faults.decide("answer", null, asked);
  if (planted.value !== null) {
    timeline.record({
      side: "authkit",
      step: stepOf(asked),
      kind: "planted-answer",
      outcome: "fault",
      title:
        "reset" in planted.value
          ? `A fault cut the connection at ${asked.endpoint}.`
          : `A fault answered ${asked.endpoint} with ${planted.value.status}.`,
      subject: asked.subject,
      detail: { endpoint: asked.endpoint, grant: asked.grant ?? null },
      fault: planted.by[0],
    });
    return plantedAnswer(planted.value);
  }
  try {
    countRequest(context, request);
    return await answer();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { failureMode, fault, detail } = error.facts;
    timeline.record({
      side: "authkit",
      step: stepOf(asked),
      kind: kindOfRefusal(asked),
      outcome: fault === undefined ? "refused" : "fault",
      title: `${asked.grant === undefined ? asked.endpoint : `The ${asked.grant} grant`} was refused: ${error.message}`,
      subject: asked.subject,
      detail: {
        endpoint: asked.endpoint,
        grant: asked.grant ?? null,
        status: error.status,
        ...error.body,
        ...detail,
      },
      fault,
      failureMode,
    });
    return error.answer();
  }
}

/**
 * What faults are told of a request.
 *
 * @param path with its parameters' names, so that a fault can mean all of them
 */
export function askedOf(
  { sessions, directory, environment }: AuthKitContext,
  request: PlainRequest,
  path: string,
  sessionId: string | null,
): Asked {
  const session = sessionId === null ? null : sessions.find(sessionId);
  return {
    endpoint: `${request.method} ${path}`,
    attempt: attemptOf(request),
    subject: {
      clientId: environment.clientId,
      sessionId: session?.id,
      userId: session?.userId,
      email: session === null ? undefined : directory.user(session.userId)?.email,
      organizationId: session?.organizationId ?? undefined,
    },
  };
}

/** What retries of one request have in common, where the request says so. */
export function attemptOf(request: PlainRequest): string | undefined {
  return request.headers.get("idempotency-key") ?? undefined;
}

function countRequest({ limits }: AuthKitContext, { method, url }: PlainRequest): void {
  limits.count("all", "");
  if (!pathOf(url).startsWith("/user_management/")) return;
  limits.count(method === "GET" ? "reads" : "writes", "");
}

function kindOfRefusal({ grant }: Asked): "refresh" | "grant" | "refusal" {
  if (grant === undefined) return "refusal";
  return grant === "refresh_token" ? "refresh" : "grant";
}

function stepOf({ endpoint, grant }: Asked): "acceptance" | "sign-in" | "callback" | "token" | "sign-out" {
  if (endpoint?.includes("/jwks/") === true) return "acceptance";
  if (endpoint?.endsWith("/authorize") === true) return "sign-in";
  if (endpoint?.endsWith("/logout") === true) return "sign-out";
  return grant === "authorization_code" ? "callback" : "token";
}
