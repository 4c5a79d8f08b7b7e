import { randomBytes } from "node:crypto";

/** Crockford's alphabet. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Makes a ULID, as WorkOS uses them in its ids.
 *
 * @param now milliseconds since 1970
 * @returns 26 characters: 10 of time, 16 of chance
 */
export function ulid(now: number): string {
  let time = "";
  for (let rest = Math.max(0, Math.floor(now)), place = 0; place < 10; place++) {
    time = (ALPHABET[rest % 32] ?? "") + time;
    rest = Math.floor(rest / 32);
  }
  return time + Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join("");
}
