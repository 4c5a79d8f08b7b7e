/**
 * A short, stable name for a text: 64-bit FNV-1a in hexadecimal. Not for security; it only has to be the same in
 * every runtime, so that reports of two runs can be compared.
 */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
