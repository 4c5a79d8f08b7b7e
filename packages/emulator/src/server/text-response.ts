import type { ServerResponse } from "node:http";

/** The bodies of answers that are one text, so that a server need not read them back from a stream. */
const texts = new WeakMap<Response, string>();

/** An answer in JSON. A server sends it at once; reading such a body from its stream costs more than signing a token. */
export function jsonResponse(body: object): Response {
  const text = JSON.stringify(body);
  const response = new Response(text, { headers: { "content-type": "application/json; charset=utf-8" } });
  texts.set(response, text);
  return response;
}

/** Sends an answer whose text is known. @returns false: it is not; nothing was sent */
export function sendText(response: Response, outgoing: ServerResponse): boolean {
  const text = texts.get(response);
  if (text === undefined) return false;
  const { headers } = response;
  const cookies = headers.getSetCookie();
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(headers),
    "content-length": Buffer.byteLength(text),
    ...(cookies.length === 0 ? {} : { "set-cookie": cookies }),
  });
  outgoing.end(text);
  return true;
}
