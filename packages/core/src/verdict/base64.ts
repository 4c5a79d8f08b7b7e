const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const URL_VALUES = valuesOf(`${ALPHABET}-_`);
const STANDARD_VALUES = valuesOf(`${ALPHABET}+/`);

/**
 * Decodes base64url without padding, as strictly as Convex: no padding, no white space, no character of standard base64,
 * and the bits that the last character has left over must be zero. Undefined where the text breaks a rule.
 */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  return decode(text, URL_VALUES, true);
}

/** Decodes standard base64 as browsers do in `data:` URLs: white space is dropped, padding is optional. */
export function decodeForgivingBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bare = text.replace(/[\t\n\f\r ]+/g, "");
  return decode(bare.length % 4 === 0 ? bare.replace(/={1,2}$/, "") : bare, STANDARD_VALUES, false);
}

/** Encodes bytes as base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decodes UTF-8; undefined where the bytes are none. A byte order mark stays, as no JSON parser of Convex skips it. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function decode(text: string, values: Int8Array, canonical: boolean): Uint8Array<ArrayBuffer> | undefined {
  const left = text.length % 4;
  if (left === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let filled = 0;
  let bits = 0;
  let pending = 0;
  for (let at = 0; at < text.length; at++) {
    const value = values[text.charCodeAt(at)] ?? -1;
    if (value === -1) return undefined;
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = (pending >> bits) & 0xff;
    }
  }
  if (canonical && (pending & ((1 << bits) - 1)) !== 0) return undefined;
  return bytes;
}

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value;
  return values;
}
