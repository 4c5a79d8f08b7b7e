import { STATUS_CODES } from "node:http";
import type { HttpExchange, TimelineEvent } from "./event.ts";

/** An HTTP archive, version 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as browsers export it. */
export interface Har {
  log: {
    version: "1.2";
    creator: { name: string; version: string };
    entries: HarEntry[];
  };
}

export interface HarEntry {
  startedDateTime: string;
  /** Milliseconds, as all times here. */
  time: number;
  request: {
    method: string;
    url: string;
    httpVersion: string;
    cookies: HarCookie[];
    headers: NameAndValue[];
    queryString: NameAndValue[];
    postData?: { mimeType: string; params?: NameAndValue[]; text: string };
    headersSize: number;
    bodySize: number;
  };
  response: {
    status: number;
    statusText: string;
    httpVersion: string;
    cookies: HarCookie[];
    headers: NameAndValue[];
    content: { size: number; mimeType: string; text?: string };
    redirectURL: string;
    headersSize: number;
    bodySize: number;
  };
  cache: Record<string, never>;
  timings: { send: number; wait: number; receive: number };
  serverIPAddress: string;
  /** What the timeline says about it beside the exchange; names with an underscore are ours to choose. */
  _event: Pick<
    TimelineEvent,
    "number" | "side" | "step" | "kind" | "outcome" | "title" | "fault" | "failureMode"
  >;
}

interface NameAndValue {
  name: string;
  value: string;
}

interface HarCookie extends NameAndValue {
  path?: string;
  domain?: string;
  expires?: string;
  httpOnly?: boolean;
  secure?: boolean;
}

/** Not known, or not counted. */
const UNKNOWN = -1;

/**
 * The HTTP exchanges of a timeline as an archive that browsers, proxies and `convex-authkit FILE.har` read.
 *
 * @param events as the timeline gives them, without secrets; those without an exchange are left out
 * @param version of convex-authkit
 */
export function timelineToHar(events: readonly TimelineEvent[], version = "0"): Har {
  const entries = events.flatMap((event) => (event.http === undefined ? [] : [entryOf(event, event.http)]));
  entries.sort((one, other) => one.startedDateTime.localeCompare(other.startedDateTime));
  return { log: { version: "1.2", creator: { name: "convex-authkit", version }, entries } };
}

function entryOf(event: TimelineEvent, http: HttpExchange): HarEntry {
  const { number, side, step, kind, outcome, title, fault, failureMode } = event;
  return {
    startedDateTime: new Date(http.startedAt).toISOString(),
    time: http.durationMs,
    request: {
      method: http.method,
      url: http.url,
      httpVersion: "HTTP/1.1",
      cookies: cookiesOf(http.requestHeaders["cookie"]),
      headers: headersOf(http.requestHeaders),
      queryString: queryOf(http.url),
      ...postDataOf(http),
      headersSize: UNKNOWN,
      bodySize: UNKNOWN,
    },
    response: {
      status: http.status,
      statusText: STATUS_CODES[http.status] ?? "",
      httpVersion: "HTTP/1.1",
      cookies: (http.responseHeaders["set-cookie"] ?? "").split("\n").flatMap(setCookieOf),
      headers: headersOf(http.responseHeaders),
      content: {
        size: Buffer.byteLength(http.responseBody ?? ""),
        mimeType: http.responseHeaders["content-type"] ?? "",
        ...(http.responseBody === null ? {} : { text: http.responseBody }),
      },
      redirectURL: http.responseHeaders["location"] ?? "",
      headersSize: UNKNOWN,
      bodySize: UNKNOWN,
    },
    cache: {},
    timings: { send: 0, wait: http.durationMs, receive: 0 },
    serverIPAddress: "127.0.0.1",
    _event: { number, side, step, kind, outcome, title, fault, failureMode },
  };
}

function headersOf(headers: Record<string, string>): NameAndValue[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value.split("\n").map((one) => ({ name, value: one })),
  );
}

function queryOf(url: string): NameAndValue[] {
  const mark = url.indexOf("?");
  return mark === -1 ? [] : parametersOf(url.slice(mark + 1));
}

function parametersOf(text: string): NameAndValue[] {
  return [...new URLSearchParams(text)].map(([name, value]) => ({ name, value }));
}

function postDataOf({ requestHeaders, requestBody }: HttpExchange): {
  postData?: HarEntry["request"]["postData"];
} {
  if (requestBody === null) return {};
  const mimeType = requestHeaders["content-type"] ?? "";
  const isForm = mimeType.startsWith("application/x-www-form-urlencoded");
  return {
    postData: { mimeType, ...(isForm ? { params: parametersOf(requestBody) } : {}), text: requestBody },
  };
}

function cookiesOf(header: string | undefined): HarCookie[] {
  return (header ?? "").split(";").flatMap(cookieOf);
}

function cookieOf(pair: string): HarCookie[] {
  const equals = pair.indexOf("=");
  return equals === -1 ? [] : [{ name: pair.slice(0, equals).trim(), value: pair.slice(equals + 1).trim() }];
}

function setCookieOf(line: string): HarCookie[] {
  const [pair = "", ...attributes] = line.split(";");
  return cookieOf(pair).map((cookie) => {
    for (const attribute of attributes) {
      const [name = "", value = ""] = attribute.trim().split(/=(.*)/s);
      const key = name.toLowerCase();
      if (key === "path" || key === "domain") cookie[key] = value;
      if (key === "httponly") cookie.httpOnly = true;
      if (key === "secure") cookie.secure = true;
      if (key === "expires" && !Number.isNaN(Date.parse(value)))
        cookie.expires = new Date(value).toISOString();
    }
    return cookie;
  });
}
