import type { IncomingMessage } from "node:http";
import type { Parts } from "../parts.ts";
import { currentExchange, type OpenExchange } from "../timeline/current-exchange.ts";
import type { Side } from "../timeline/event.ts";
import { NO_BODY, wireBody, type WireExchange } from "../timeline/wire-exchange.ts";
import { stepOfPath } from "./step-of-path.ts";

/** An exchange that is being written down. */
export interface Recording {
  /** What code that answers the request is run in (`currentExchange`). */
  exchange: OpenExchange;
  /** Writes the answer down, whole or as far as it got; the first call counts. */
  finish(answer: SentAnswer): void;
}

/** What went out. */
export interface SentAnswer {
  /** 0: nothing did. */
  status: number;
  /** Names in lower case; several `set-cookie` in lines. */
  headers: Record<string, string>;
  /** The beginning of the body. */
  chunks: (Buffer | string)[];
  /** Of the whole body. */
  bytes: number;
}

/** The client went away, or a fault cut the connection. */
export const NO_ANSWER: SentAnswer = { status: 0, headers: {}, chunks: [], bytes: 0 };

/**
 * Writes down a request, and its answer as it becomes known. An exchange that no event has told of by then becomes an event
 * itself.
 *
 * @param url with scheme and host
 * @param requestBody all of it
 */
export function recordExchange(
  parts: Pick<Parts, "clock" | "timeline">,
  side: Side,
  incoming: IncomingMessage,
  url: string,
  requestBody: Buffer,
): Recording {
  const began = performance.now();
  const wire: WireExchange = {
    side,
    method: incoming.method ?? "GET",
    url,
    requestHeaders: incoming.rawHeaders,
    requestBody:
      requestBody.length === 0 ? NO_BODY : wireBody(requestBody, incoming.headers["content-type"] ?? null),
    status: 0,
    responseHeaders: {},
    responseBody: NO_BODY,
    startedAt: parts.clock.now(),
    durationMs: null,
  };
  const exchange: OpenExchange = { told: false, wire };

  function finish({ status, headers, chunks, bytes }: SentAnswer): void {
    if (wire.durationMs !== null) return;
    wire.status = status;
    wire.responseHeaders = headers;
    if (bytes > 0) {
      const body = wireBody(
        chunks.length === 1 ? (chunks[0] ?? "") : Buffer.concat(chunks.map(toBuffer)),
        headers["content-type"] ?? null,
      );
      wire.responseBody = { ...body, bytes };
    }
    // Not in the place of the request, where the client went away.
    if (!exchange.told) currentExchange.run(exchange, tellOfItself);
    wire.durationMs = performance.now() - began;
  }

  function tellOfItself(): void {
    const path = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
    const { method, status } = wire;
    parts.timeline.record({
      side,
      step: stepOfPath(path),
      kind: "http",
      outcome: status >= 400 || status === 0 ? "refused" : "info",
      title:
        status === 0 ? `${method} ${path} got no answer.` : `${method} ${path} was answered with ${status}.`,
    });
  }
  return { exchange, finish };
}

function toBuffer(chunk: Buffer | string): Buffer {
  return typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
