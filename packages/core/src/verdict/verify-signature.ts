import { encodeBase64Url } from "./base64.ts";
import type { TokenCause } from "./causes.ts";
import type { KeyMaterial } from "./jwk.ts";

/**
 * Whether a signature holds under a key, by the rules of Convex's library.
 *
 * - `true`: it does
 * - a cause: it does not
 * - `{ unknown }`: this runtime cannot tell
 */
export type SignatureReading = true | SignatureCause | { unknown: string };

/** Why a signature does not hold; `key-type-crashes` is a crash of Convex. */
export type SignatureCause = Extract<
  TokenCause,
  | "key-type-crashes"
  | "key-type-unsupported"
  | "key-type-differs"
  | "key-curve-differs"
  | "key-too-small"
  | "key-too-large"
  | "key-unusable"
  | "signature-empty"
  | "signature-der-encoded"
  | "signature-mismatch"
>;

type Bytes = Uint8Array<ArrayBuffer>;

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

/** Sizes are rounded up to whole bytes before they are compared with 2048. */
const SMALLEST_MODULUS_BITS = 2041;
const LARGEST_MODULUS_BITS = 8192;

/** Verifies a signature over the first two parts of a token. Uses nothing but WebCrypto. Never rejects. */
export async function verifySignature(
  algorithm: "RS256" | "ES256",
  key: KeyMaterial,
  signed: string,
  signature: Bytes,
): Promise<SignatureReading> {
  if (key.type === "OKP") return "key-type-unsupported";
  if (key.type === "oct") return "key-type-crashes";
  const data = new TextEncoder().encode(signed);
  if (algorithm === "RS256") return key.type === "RSA" ? verifyRsa(key, data, signature) : "key-type-differs";
  return key.type === "EC" ? verifyEc(key, data, signature) : "key-type-crashes";
}

async function verifyRsa(
  key: Extract<KeyMaterial, { type: "RSA" }>,
  data: Bytes,
  signature: Bytes,
): Promise<SignatureReading> {
  const n = withoutLeadingZeros(key.n);
  const e = withoutLeadingZeros(key.e);
  const bits = bitLength(n);
  if (bits < SMALLEST_MODULUS_BITS) return "key-too-small";
  if (bits > LARGEST_MODULUS_BITS) return "key-too-large";
  if (!isOdd(n) || !isOdd(e) || bitLength(e) > 33 || (e.length === 1 && (e[0] ?? 0) < 3))
    return "key-unusable";
  if (signature.length === 0) return "signature-empty";
  if (signature.length !== n.length) return "signature-mismatch";

  const subtle = webCrypto();
  if (subtle === undefined) return { unknown: NO_WEB_CRYPTO };
  try {
    // Nothing but the numbers: `use`, `key_ops` and `alg` are ignored by Convex and would be refused here.
    const jwk = { kty: "RSA", n: encodeBase64Url(n), e: encodeBase64Url(e) };
    const imported = await subtle.importKey("jwk", jwk, RS256, false, ["verify"]);
    return (await subtle.verify(RS256, imported, signature, data)) || "signature-mismatch";
  } catch {
    return { unknown: `this runtime cannot use an RSA key of ${bits} bits` };
  }
}

async function verifyEc(
  key: Extract<KeyMaterial, { type: "EC" }>,
  data: Bytes,
  signature: Bytes,
): Promise<SignatureReading> {
  // Convex puts x and y together without a look at the name of the curve.
  const point = new Uint8Array(1 + key.x.length + key.y.length);
  point[0] = 4;
  point.set(key.x, 1);
  point.set(key.y, 1 + key.x.length);
  if (point.length !== 65) return key.curve === "P-256" ? "key-unusable" : "key-curve-differs";
  if (signature.length === 0) return "signature-empty";
  if (signature.length !== 64) return isDer(signature) ? "signature-der-encoded" : "signature-mismatch";

  const subtle = webCrypto();
  if (subtle === undefined) return { unknown: NO_WEB_CRYPTO };
  let imported: CryptoKey;
  try {
    imported = await subtle.importKey("raw", point, P256, false, ["verify"]);
  } catch {
    return "key-unusable";
  }
  return (await subtle.verify(ES256, imported, signature, data)) || "signature-mismatch";
}

const NO_WEB_CRYPTO =
  "this runtime has no WebCrypto (browsers offer it on https and localhost only), so the signature cannot be checked";

function webCrypto(): SubtleCrypto | undefined {
  // Typed as always there; absent in browsers outside secure contexts.
  const found: Crypto | undefined = globalThis.crypto;
  return found?.subtle;
}

function withoutLeadingZeros(number: Bytes): Bytes {
  const first = number.findIndex((byte) => byte !== 0);
  return first === -1 ? new Uint8Array() : number.subarray(first);
}

function bitLength(number: Uint8Array): number {
  const [first] = number;
  return first === undefined ? 0 : (number.length - 1) * 8 + (32 - Math.clz32(first));
}

function isOdd(number: Uint8Array): boolean {
  return ((number.at(-1) ?? 0) & 1) === 1;
}

/** A sequence of two integers that fills the whole signature. */
function isDer(signature: Uint8Array): boolean {
  return (
    signature[0] === 0x30 &&
    signature[1] === signature.length - 2 &&
    signature[2] === 0x02 &&
    signature.length <= 72
  );
}
