import type { IncomingMessage } from "node:http";

/** What an endpoint reads of a request. A `Request` is one; the server has a lighter one at hand. */
export interface PlainRequest {
  readonly method: string;
  /** As the client wrote it, with scheme and host. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /** The whole body; at once where the server has it. */
  text(): string | Promise<string>;
}

/** Path and query of a request's address. */
export function pathOf(url: string): string {
  return url.slice(url.indexOf("/", "https://".length));
}

/** @param body all of it */
export function plainRequest(incoming: IncomingMessage, url: string, body: Buffer): PlainRequest {
  const { headers } = incoming;
  return {
    method: incoming.method ?? "GET",
    url,
    headers: {
      get(name) {
        const value = headers[name];
        return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
      },
    },
    // As a Request decodes it: without a byte order mark.
    text: () => body.toString("utf8").replace(/^\uFEFF/, ""),
  };
}
