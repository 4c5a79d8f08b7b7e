import type { HttpExchange, Side } from "./event.ts";

/** Longer bodies are cut. Characters. */
export const LONGEST_BODY = 64 * 1024;

/** An HTTP exchange as it went over the wire, secrets included. Only the timeline holds it, and shows it redacted. */
export interface WireExchange {
  side: Side;
  method: string;
  url: string;
  /** Name and value in turn, as `IncomingMessage.rawHeaders` has them. */
  requestHeaders: readonly string[];
  requestBody: WireBody;
  /** 0 until it is answered, and where the connection was cut. */
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: WireBody;
  /** Milliseconds since 1970, by the emulator's clock. */
  startedAt: number;
  /** Milliseconds; null while it is not answered. */
  durationMs: number | null;
}

/** The beginning of a body, and how long all of it is. */
export interface WireBody {
  /** Null where the content is no text. */
  text: string | null;
  /** Bytes of the whole body. */
  bytes: number;
}

export const NO_BODY: WireBody = { text: "", bytes: 0 };

/** Keeps of a body what is shown. @param contentType null: unknown, taken for text where it is UTF-8 */
export function wireBody(content: Buffer | string, contentType: string | null): WireBody {
  if (typeof content === "string")
    return { text: content.slice(0, LONGEST_BODY + 1), bytes: Buffer.byteLength(content) };
  if (contentType !== null && !isText(contentType)) return { text: null, bytes: content.length };
  // A copy: a slice of what arrived would keep the whole read buffer alive.
  return { text: content.toString("utf8", 0, LONGEST_BODY + 1), bytes: content.length };
}

function isText(contentType: string): boolean {
  return /^\s*(?:text\/|application\/(?:[\w.+-]*json|x-www-form-urlencoded|javascript|[\w.+-]*xml)|image\/svg)/i.test(
    contentType,
  );
}

/**
 * The exchange as it is shown. Cookies are hidden whatever they are called; the other secrets are left to the redaction of the
 * event as a whole.
 */
export function shownExchange(wire: WireExchange): HttpExchange {
  const requestHeaders: Record<string, string> = {};
  for (let at = 0; at + 1 < wire.requestHeaders.length; at += 2)
    addHeader(requestHeaders, wire.requestHeaders[at] ?? "", wire.requestHeaders[at + 1] ?? "");
  const responseHeaders: Record<string, string> = {};
  for (const [name, value] of Object.entries(wire.responseHeaders)) addHeader(responseHeaders, name, value);
  return {
    startedAt: wire.startedAt,
    method: wire.method,
    url: wire.url,
    requestHeaders,
    requestBody: shownBody(wire.requestBody),
    status: wire.status,
    responseHeaders,
    responseBody: shownBody(wire.responseBody),
    durationMs: wire.durationMs ?? 0,
  };
}

function addHeader(headers: Record<string, string>, name: string, value: string): void {
  const lower = name.toLowerCase();
  const shown =
    lower === "cookie" ? hideCookies(value) : lower === "set-cookie" ? hideSetCookies(value) : value;
  const before = headers[lower];
  headers[lower] = before === undefined ? shown : `${before}${lower === "set-cookie" ? "\n" : ", "}${shown}`;
}

/** This one says only that there is a session, and for whom it matters is visible to every script of the page. */
const HARMLESS_COOKIES = new Set(["workos-has-session"]);

function hideCookies(header: string): string {
  return header.split(";").map(hideCookie).join(";");
}

function hideSetCookies(header: string): string {
  return header
    .split("\n")
    .map((one) => {
      const end = one.indexOf(";");
      return end === -1 ? hideCookie(one) : hideCookie(one.slice(0, end)) + one.slice(end);
    })
    .join("\n");
}

function hideCookie(pair: string): string {
  const equals = pair.indexOf("=");
  if (equals === -1) return pair.trim() === "" ? pair : "[redacted]";
  const name = pair.slice(0, equals);
  return HARMLESS_COOKIES.has(name.trim()) || pair.length === equals + 1 ? pair : `${name}=[redacted]`;
}

function shownBody({ text, bytes }: WireBody): string | null {
  if (bytes === 0) return null;
  if (text === null) return `[${bytes} bytes that are no text]`;
  if (text.length <= LONGEST_BODY) return text;
  return `${cutBetweenValues(text.slice(0, LONGEST_BODY))} [cut: ${bytes} bytes in all]`;
}

/** The last value is dropped as a whole, since the half of a secret is not recognisable as one. */
function cutBetweenValues(text: string): string {
  const end = Math.max(...[",", "&", "<", "\n"].map((separator) => text.lastIndexOf(separator)));
  return text.slice(0, Math.max(end, 0));
}
