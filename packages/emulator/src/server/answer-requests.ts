import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Parts } from "../parts.ts";
import { currentExchange } from "../timeline/current-exchange.ts";
import type { Side } from "../timeline/event.ts";
import { isConnectionReset } from "./planted-response.ts";
import { recordExchange } from "./record-exchange.ts";
import { sendText } from "./text-response.ts";

/** Answers a request of a server. */
export type Answerer = (request: Request) => Response | Promise<Response>;

/** More than any endpoint of WorkOS or Convex takes. Bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;

/**
 * Answers the requests of a Node server, each of which is written down in the timeline.
 *
 * @param answerer asked at each request, so that it may exist later than the server; a request waits for it
 * @param unrecorded paths that are the emulator's own and no part of the hand-off
 */
export function answerRequests(
  parts: Pick<Parts, "clock" | "timeline">,
  side: Side,
  answerer: () => Answerer | Promise<Answerer>,
  unrecorded: (path: string) => boolean,
): RequestListener {
  const listener = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const response = await (await answerer())(request);
      if (isConnectionReset(response)) (incoming as IncomingMessage).socket.resetAndDestroy();
      return sendText(response, outgoing as ServerResponse) ? RESPONSE_ALREADY_SENT : response;
    },
    // The classes of the process belong to whoever embeds the emulator.
    { overrideGlobalObjects: false, hostname: "localhost", errorHandler: failed },
  );

  return (incoming, outgoing) => {
    readBody(incoming, outgoing, (body) => {
      // This is where the listener looks for a body that has been read.
      Object.assign(incoming, { rawBody: body });
      if (unrecorded(incoming.url ?? "/")) return void listener(incoming, outgoing);
      const exchange = recordExchange(parts, side, incoming, body, outgoing);
      currentExchange.run(exchange, () => void listener(incoming, outgoing));
    });
  };
}

function readBody(incoming: IncomingMessage, outgoing: ServerResponse, whole: (body: Buffer) => void): void {
  const { method } = incoming;
  if (method === "GET" || method === "HEAD") return whole(Buffer.alloc(0));
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY) chunks.push(chunk);
    else if (!outgoing.headersSent) refuseBody(outgoing);
  });
  incoming.on("end", () => {
    if (bytes > LARGEST_BODY) return;
    whole(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks));
  });
  // A client that goes away in the middle wants no answer.
  incoming.on("error", () => {});
}

function refuseBody(outgoing: ServerResponse): void {
  outgoing.writeHead(413, { "content-type": "application/json; charset=utf-8", connection: "close" });
  outgoing.end(
    JSON.stringify({
      code: "content_too_large",
      message: `The request's body is larger than ${LARGEST_BODY} bytes.`,
    }),
  );
}

/** A defect of the emulator: said to the client and to whoever runs the emulator. */
function failed(error: unknown): Response {
  console.error("The emulator failed while it answered a request:", error);
  return Response.json(
    {
      code: "emulator_error",
      message: `The emulator failed: ${error instanceof Error ? error.message : String(error)}`,
    },
    { status: 500 },
  );
}
