import { randomFillSync } from "node:crypto";

/** Crockford's alphabet. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Chance is fetched in stock: a call for 16 bytes costs as much as one for thousands. */
const stock = new Uint8Array(4096);
let used = stock.length;

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
  return time + chance();
}

function chance(): string {
  if (used === stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  let text = "";
  for (const end = used + 16; used < end; used++) text += ALPHABET[(stock[used] ?? 0) % 32] ?? "";
  return text;
}
