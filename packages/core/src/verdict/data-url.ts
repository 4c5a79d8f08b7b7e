import { decodeForgivingBase64, decodeUtf8 } from "./base64.ts";

/**
 * The text inside a `data:` URL, whatever its media type says. Undefined where the URL has no comma, its base64 is broken or
 * its bytes are no UTF-8.
 */
export function readDataUrl(url: string): string | undefined {
  const comma = url.indexOf(",");
  if (comma === -1) return undefined;
  const header = url.slice("data:".length, comma);
  const hash = url.indexOf("#", comma);
  const body = percentDecode(url.slice(comma + 1, hash === -1 ? undefined : hash));
  if (!/; *base64 *$/i.test(header)) return decodeUtf8(body);
  const bytes = decodeForgivingBase64(latin1(body));
  return bytes === undefined ? undefined : decodeUtf8(bytes);
}

/** A percent sign that no two hexadecimal digits follow stands for itself. */
function percentDecode(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const decoded = new Uint8Array(bytes.length);
  let filled = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] === 0x25 ? hexByte(bytes[at + 1], bytes[at + 2]) : undefined;
    decoded[filled++] = code ?? bytes[at] ?? 0;
    if (code !== undefined) at += 2;
  }
  return decoded.subarray(0, filled);
}

function hexByte(high: number | undefined, low: number | undefined): number | undefined {
  if (high === undefined || low === undefined) return undefined;
  const digits = String.fromCharCode(high, low);
  return /^[0-9a-fA-F]{2}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
