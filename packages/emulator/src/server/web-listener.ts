import type { IncomingMessage, RequestListener } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Answerer } from "./answer-requests.ts";
import { isResetResponse } from "./planted-answer.ts";
import { asResponse, type TextAnswer } from "./text-answer.ts";

/**
 * Answers a Node server's requests, whose bodies have been read (`rawBody`), with a `Response` to a `Request`.
 *
 * @param failed what is answered where that fails
 */
export function webListener(answerer: Answerer, failed: (error: unknown) => TextAnswer): RequestListener {
  const listener = getRequestListener(
    async (request, { incoming }) => {
      const response = await answerer(request);
      if (isResetResponse(response)) (incoming as IncomingMessage).socket.resetAndDestroy();
      return response;
    },
    // The classes of the process belong to whoever embeds the emulator.
    {
      overrideGlobalObjects: false,
      hostname: "localhost",
      errorHandler: (error) => asResponse(failed(error)),
    },
  );
  return (incoming, outgoing) => void listener(incoming, outgoing);
}
