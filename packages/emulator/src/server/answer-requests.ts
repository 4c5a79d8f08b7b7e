import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { once } from "../once.ts";
import type { Parts } from "../parts.ts";
import { currentExchange } from "../timeline/current-exchange.ts";
import type { Side } from "../timeline/event.ts";
import { type PlainRequest, plainRequest } from "./plain-request.ts";
import { isConnectionReset } from "./planted-answer.ts";
import { NO_ANSWER, type Recording, recordExchange } from "./record-exchange.ts";
import { tapAnswer } from "./tap-answer.ts";
import { jsonAnswer, sendText, type TextAnswer } from "./text-answer.ts";

/** Answers a request of a server. */
export type Answerer = (request: Request) => Response | Promise<Response>;

/** Answers some requests without the detour of a `Request` and a `Response`. @returns null: it is not one of them */
export type PlainAnswerer = (request: PlainRequest) => Promise<TextAnswer> | null;

/** How a server answers. */
export interface Answers {
  fetch: Answerer;
  /** Asked first. */
  plain?: PlainAnswerer;
}

/** More than any endpoint of WorkOS or Convex takes. Bytes. */
const LARGEST_BODY = 32 * 1024 * 1024;

/**
 * Answers the requests of a Node server, each of which is written down in the timeline.
 *
 * @param answers asked at each request, so that they may exist later than the server; a request waits for them
 * @param unrecorded paths that are the emulator's own and no part of the hand-off
 */
export function answerRequests(
  parts: Pick<Parts, "clock" | "timeline">,
  side: Side,
  answers: () => Answers | Promise<Answers>,
  unrecorded: (path: string) => boolean,
): RequestListener {
  // Loaded when it is first asked: it takes Node longer to load its web classes than to start the rest.
  const listener = once(async () => {
    const { webListener } = await import("./web-listener.ts");
    return webListener(async (request) => (await answers()).fetch(request), failed);
  });
  async function answerWeb(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
    // This is where the listener looks for a body that has been read.
    Object.assign(incoming, { rawBody: body });
    (listener.made ?? (await listener()))(incoming, outgoing);
  }
  function answer(
    { plain }: Answers,
    incoming: IncomingMessage,
    url: string,
    body: Buffer,
    outgoing: ServerResponse,
  ): void {
    const recording = recordExchange(parts, side, incoming, url, body);
    currentExchange.run(recording.exchange, () => {
      const answering = plain?.(plainRequest(incoming, url, body)) ?? null;
      if (answering !== null) return sendRecorded(answering, outgoing, recording);
      tapAnswer(outgoing, recording.finish);
      void answerWeb(incoming, body, outgoing);
    });
  }
  return (incoming, outgoing) => {
    readBody(incoming, outgoing, (body) => {
      const path = incoming.url ?? "/";
      if (unrecorded(path)) return void answerWeb(incoming, body, outgoing);
      const url = `http://${incoming.headers.host ?? "localhost"}${path}`;
      const ready = answers();
      if (ready instanceof Promise) void ready.then((there) => answer(there, incoming, url, body, outgoing));
      else answer(ready, incoming, url, body, outgoing);
    });
  };
}

function sendRecorded(answering: Promise<TextAnswer>, outgoing: ServerResponse, { finish }: Recording): void {
  outgoing.once("close", () => finish(NO_ANSWER));
  const send = (answer: TextAnswer): void => {
    if (isConnectionReset(answer)) outgoing.socket?.resetAndDestroy();
    if (outgoing.socket === null || outgoing.socket.destroyed) return finish(NO_ANSWER);
    finish(sendText(answer, outgoing));
  };
  answering.then(send, (error: unknown) => send(failed(error)));
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
  const message = `The request's body is larger than ${LARGEST_BODY} bytes.`;
  sendText(jsonAnswer({ code: "content_too_large", message }, 413, { connection: "close" }), outgoing);
}

/** A defect of the emulator: said to the client and to whoever runs the emulator. */
function failed(error: unknown): TextAnswer {
  console.error("The emulator failed while it answered a request:", error);
  const message = `The emulator failed: ${error instanceof Error ? error.message : String(error)}`;
  return jsonAnswer({ code: "emulator_error", message }, 500);
}
