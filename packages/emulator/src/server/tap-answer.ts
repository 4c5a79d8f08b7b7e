import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { LONGEST_BODY } from "../timeline/wire-exchange.ts";
import type { SentAnswer } from "./record-exchange.ts";

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** Listens in on an answer. @param ended is called when the last of it is handed over, or nobody waits for it any more */
export function tapAnswer(outgoing: ServerResponse, ended: (answer: SentAnswer) => void): void {
  const answer: SentAnswer = { status: 0, headers: {}, chunks: [], bytes: 0 };
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
    ended(answer);
    return Reflect.apply(end, this, args) as ServerResponse;
  } as typeof end;
  outgoing.once("close", () => ended(answer));
}
