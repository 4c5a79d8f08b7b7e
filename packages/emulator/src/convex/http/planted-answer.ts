import type { MiddlewareHandler } from "hono";
import type { Parts } from "../../parts.ts";
import { plantedResponse } from "../../server/planted-answer.ts";
import type { Subject } from "../../timeline/event.ts";
import { tokenSubject } from "../auth/token-subject.ts";
import { wait } from "../wait.ts";

/** Lets the faults that are on answer in an endpoint's place, or make it slow. */
export function planted({ faults }: Parts): MiddlewareHandler {
  return async (context, next) => {
    const asked = {
      endpoint: endpointOf(context.req),
      subject: subjectOf(context.req.header("authorization")),
    };
    await wait(faults.decide("delay", 0, asked).value);
    const { value: answer } = faults.decide("answer", null, asked);
    if (answer === null) return next();
    return plantedResponse(answer);
  };
}

/** As faults know an endpoint: `POST /api/query`. */
export function endpointOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path}`;
}

function subjectOf(authorization: string | undefined): Subject {
  return authorization === undefined ? {} : tokenSubject(authorization.replace(/^bearer /i, ""));
}
