import type { ServerResponse } from "node:http";
import type { SentAnswer } from "./record-exchange.ts";

/** An answer whose body is one text. What is asked thousands of times answers with this: a `Response` is dear. */
export interface TextAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[]>;
  body: string;
}

/** An answer in JSON. @param headers beside the content type, which they may replace */
export function jsonAnswer(
  body: object,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): TextAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

/** The same answer for whoever takes a `Response`. */
export function asResponse({ status, headers, body }: TextAnswer): Response {
  const all = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new Response(body === "" ? null : body, { status, headers: all });
}

/** Sends an answer. @returns what went out, without the headers that Node adds */
export function sendText({ status, headers, body }: TextAnswer, outgoing: ServerResponse): SentAnswer {
  const bytes = Buffer.byteLength(body);
  const sent = { ...headers, "content-length": String(bytes) };
  outgoing.writeHead(status, sent);
  outgoing.end(body);
  return { status, headers: inLines(sent), chunks: [body], bytes };
}

/** Several headers of one name in lines, as the timeline keeps them. */
function inLines(headers: TextAnswer["headers"]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    joined[name] = typeof value === "string" ? value : value.join("\n");
  return joined;
}
