import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Parts } from "../parts.ts";
import { type OpenExchange } from "../timeline/current-exchange.ts";
import type { Side } from "../timeline/event.ts";
import { LONGEST_BODY, NO_BODY, wireBody } from "../timeline/wire-exchange.ts";
import { stepOfPath } from "./step-of-path.ts";

/**
 * Writes down a request and, as it goes out, its answer. An exchange that no event has told of by then becomes an event itself.
 *
 * @param requestBody all of it
 * @returns what code that answers the request is run in (`currentExchange`)
 */
export function recordExchange(
  parts: Pick<Parts, "clock" | "timeline">,
  side: Side,
  incoming: IncomingMessage,
  requestBody: Buffer,
  outgoing: ServerResponse,
): OpenExchange {
  const began = performance.now();
  const url = `http://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`;
  const exchange: OpenExchange = {
    told: false,
    wire: {
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
    },
  };

  const { wire } = exchange;
  let finished = false;
  const answer = tapAnswer(outgoing, finish);
  // Without an answer, too: the client went away, or a fault cut the connection.
  outgoing.once("close", finish);

  function finish(): void {
    if (finished) return;
    finished = true;
    const { status, headers, chunks, bytes } = answer;
    wire.status = status;
    wire.responseHeaders = headers;
    if (bytes > 0) {
      const body = wireBody(
        chunks.length === 1 ? (chunks[0] ?? "") : Buffer.concat(chunks.map(toBuffer)),
        headers["content-type"] ?? null,
      );
      wire.responseBody = { ...body, bytes };
    }
    if (!exchange.told) {
      const path = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
      parts.timeline.record({
        side,
        step: stepOfPath(path),
        kind: "http",
        outcome: status >= 400 || status === 0 ? "refused" : "info",
        title:
          status === 0
            ? `${wire.method} ${path} got no answer.`
            : `${wire.method} ${path} was answered with ${status}.`,
      });
      exchange.told = true;
    }
    wire.durationMs = performance.now() - began;
  }
  return exchange;
}

/** What went out so far. */
interface Answer {
  /** 0 until there is one. */
  status: number;
  headers: Record<string, string>;
  /** The beginning of the body. */
  chunks: (Buffer | string)[];
  /** Of the whole body. */
  bytes: number;
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** Listens in on an answer. @param ended is called when the last of it is handed over */
function tapAnswer(outgoing: ServerResponse, ended: () => void): Answer {
  const answer: Answer = { status: 0, headers: {}, chunks: [], bytes: 0 };
  const { writeHead, write, end } = outgoing;

  function keep(chunk: unknown): void {
    if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return;
    const content =
      typeof chunk === "string" ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (answer.bytes <= LONGEST_BODY) answer.chunks.push(content);
    answer.bytes += Buffer.byteLength(content);
  }
  function keepHead(status: number, headers: Headers | undefined): void {
    // A fault has cut the connection: nothing of this arrives.
    if (outgoing.socket?.destroyed === true) return;
    answer.status = status;
    for (const [name, value] of [...Object.entries(outgoing.getHeaders()), ...Object.entries(headers ?? {})])
      if (value !== undefined)
        answer.headers[name.toLowerCase()] = Array.isArray(value) ? value.join("\n") : String(value);
  }

  outgoing.writeHead = function (this: ServerResponse, status: number, ...rest: unknown[]) {
    keepHead(status, rest.find((one) => typeof one === "object" && one !== null) as Headers | undefined);
    return Reflect.apply(writeHead, this, [status, ...rest]) as ServerResponse;
  } as typeof writeHead;
  outgoing.write = function (this: ServerResponse, chunk: unknown, ...rest: unknown[]) {
    keep(chunk);
    return Reflect.apply(write, this, [chunk, ...rest]) as boolean;
  } as typeof write;
  outgoing.end = function (this: ServerResponse, ...args: unknown[]) {
    keep(args[0]);
    if (answer.status === 0) keepHead(this.statusCode, undefined);
    ended();
    return Reflect.apply(end, this, args) as ServerResponse;
  } as typeof end;
  return answer;
}

function toBuffer(chunk: Buffer | string): Buffer {
  return typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
