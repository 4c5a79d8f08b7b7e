import { encodeBase64Url } from "../base64.ts";

/** Signs tokens for tests. */
export interface TestIssuer {
  /** The public key with `kid: "k1"`, without `alg`. */
  jwk: Record<string, unknown>;
  /** A JWKS with that key alone. */
  jwks: { keys: Record<string, unknown>[] };
  /**
   * @param payload an object, or JSON text as it shall stand in the token
   * @param header beside `alg` and `kid`, or instead of them
   */
  sign(payload: object | string, header?: object): Promise<string>;
}

/** Makes a key pair of its own. */
export async function testIssuer(algorithm: "RS256" | "ES256" = "RS256"): Promise<TestIssuer> {
  const rsa = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const ec = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const parameters = algorithm === "RS256" ? rsa : ec;
  const pair = (await crypto.subtle.generateKey(parameters, true, ["sign", "verify"])) as CryptoKeyPair;
  const { kty, n, e, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const jwk = algorithm === "RS256" ? { kty, n, e, kid: "k1" } : { kty, crv, x, y, kid: "k1" };
  return {
    jwk,
    jwks: { keys: [jwk] },
    async sign(payload, header = {}) {
      const text = typeof payload === "string" ? payload : JSON.stringify(payload);
      const signed = `${encodeText(JSON.stringify({ alg: algorithm, kid: "k1", ...header }))}.${encodeText(text)}`;
      const signature = await crypto.subtle.sign(
        parameters,
        pair.privateKey,
        new TextEncoder().encode(signed),
      );
      return `${signed}.${encodeBase64Url(new Uint8Array(signature))}`;
    },
  };
}

/** A token whose signature nobody checks. */
export function unsignedToken(
  payload: object | string,
  header: object = { alg: "RS256", kid: "k1" },
): string {
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return `${encodeText(JSON.stringify(header))}.${encodeText(text)}.${encodeBase64Url(new Uint8Array(256))}`;
}

function encodeText(text: string): string {
  return encodeBase64Url(new TextEncoder().encode(text));
}
