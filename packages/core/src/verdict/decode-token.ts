import type { ProviderAlgorithm } from "../auth-config/stored-provider.ts";
import { decodeBase64Url } from "./base64.ts";
import type { TokenCause } from "./causes.ts";
import { type Failure, failure, quote } from "./failure.ts";
import { readHeader } from "./header.ts";
import type { Jwk } from "./jwk.ts";
import { couldNotDecodeMessage, INTERNAL_ERROR } from "./messages.ts";
import type { ParsedToken } from "./parse-token.ts";
import { type SignatureCause, verifySignature } from "./verify-signature.ts";

/** Whether Convex can decode a token: yes; no; or not known, because the keys or WebCrypto are missing. */
export type DecodeReading =
  | { kind: "verified" }
  | { kind: "failure"; failure: Failure }
  | { kind: "unchecked"; webCryptoMissing: string | null };

/**
 * Checks parts, header, key and signature in Convex's order, which for all failures has two sentences: one with the `kid`
 * and one that speaks of a missing `kid`.
 *
 * @param algorithm of the provider; null where it is not known: the token's own is taken if a provider can have it
 * @param keys of the provider; null where they are not known: everything that needs none is checked
 */
export async function decodeToken(
  token: ParsedToken,
  algorithm: ProviderAlgorithm | null,
  keys: readonly Jwk[] | null,
): Promise<DecodeReading> {
  const [encodedHeader = "", encodedPayload = "", encodedSignature = ""] = token.parts;
  const header = readHeader(encodedHeader);
  const kid = "alg" in header ? header.kid : null;
  const refuse = (cause: TokenCause, explanation: string): DecodeReading => ({
    kind: "failure",
    failure: failure("decode", cause, couldNotDecodeMessage(kid), explanation),
  });

  if (token.parts.length !== 3)
    return refuse("parts-not-three", `The token has ${token.parts.length} parts instead of three.`);
  const signature = decodeBase64Url(encodedSignature);
  if (signature === undefined) return refuse("signature-not-base64url", signatureProblem(encodedSignature));
  if (!("alg" in header)) {
    const scheme = /^(bearer|basic|convex)\s/i.exec(encodedHeader)?.[1];
    return scheme === undefined
      ? refuse(header.cause, header.explanation)
      : refuse("token-with-scheme", `The text begins with "${scheme} "; the token comes behind it.`);
  }
  if (kid === null)
    return refuse(
      "kid-missing",
      "The header of the token has no `kid`. Convex needs one even for a single key.",
    );

  const key = keys?.find((candidate) => candidate.kid === kid) ?? null;
  if (keys !== null && key === null) return refuse(...unknownKid(kid, keys));
  const keyProblem = key === null ? null : algProblemWithKey(key, header.alg, algorithm);
  if (keyProblem !== null) return refuse(...keyProblem);
  const wanted = algorithm ?? supported(header.alg);
  if (wanted === null)
    return refuse(
      "alg-unsupported",
      `The token is signed with ${header.alg}; Convex allows RS256 and ES256.`,
    );
  if (header.alg !== wanted)
    return refuse(
      "alg-differs-from-provider",
      `The token is signed with ${header.alg}; the provider's \`algorithm\` is ${wanted}.`,
    );
  if (key === null) {
    const impossible = impossibleSignature(wanted, signature);
    return impossible === null
      ? { kind: "unchecked", webCryptoMissing: null }
      : refuse(impossible, SIGNATURE_TEXTS[impossible]);
  }

  const signed = `${encodedHeader}.${encodedPayload}`;
  const reading = await verifySignature(wanted, key.material, signed, signature);
  if (reading === true) return { kind: "verified" };
  if (typeof reading !== "string") return { kind: "unchecked", webCryptoMissing: reading.unknown };
  if (reading === "key-type-crashes")
    return {
      kind: "failure",
      failure: failure(
        "internal",
        reading,
        INTERNAL_ERROR,
        `The key ${quote(kid)} ${SIGNATURE_TEXTS[reading]}`,
      ),
    };
  if (
    reading === "signature-mismatch" &&
    (await otherKeyVerifies(kid, key, keys ?? [], wanted, signed, signature))
  )
    return refuse(
      "kid-duplicated",
      `Several keys of the JWKS have the kid ${quote(kid)}. Convex takes the first; another one verifies the signature.`,
    );
  return refuse(reading, SIGNATURE_TEXTS[reading]);
}

const SIGNATURE_TEXTS: Record<SignatureCause, string> = {
  "key-type-crashes":
    "is of a type under which Convex's library crashes: a symmetric key, or RSA under ES256.",
  "key-type-unsupported":
    "The key with this kid is an Ed25519 or Ed448 key, which customJwt providers cannot use.",
  "key-type-differs": "The key with this kid is an EC key, while the token is signed with RS256.",
  "key-curve-differs": "The key with this kid is not on P-256, the curve of ES256.",
  "key-too-small": "The RSA key with this kid has fewer than 2048 bits.",
  "key-too-large": "The RSA key with this kid has more than 8192 bits.",
  "key-unusable": "The key with this kid is no valid public key.",
  "signature-empty": "The token has no signature.",
  "signature-der-encoded":
    "The ECDSA signature is encoded in DER; JWTs carry the 64 bytes of its two numbers.",
  "signature-mismatch":
    "The signature does not fit the key with this kid: the token was signed with another key, or changed afterwards.",
};

function unknownKid(kid: string, keys: readonly Jwk[]): [TokenCause, string] {
  if (keys.length === 0) return ["jwks-empty", "The JWKS holds no key."];
  const kids = keys.flatMap((key) => (key.kid === null ? [] : [quote(key.kid)]));
  if (kids.length === 0)
    return [
      "jwks-without-kids",
      `The token names the key ${quote(kid)}, and no key of the JWKS has a \`kid\`.`,
    ];
  const listed = kids.slice(0, 5).join(", ") + (kids.length > 5 ? `, and ${kids.length - 5} more` : "");
  return ["kid-unknown", `The token is signed with the key ${quote(kid)}; the JWKS has ${listed}.`];
}

function algProblemWithKey(
  key: Jwk,
  alg: string,
  algorithm: ProviderAlgorithm | null,
): [TokenCause, string] | null {
  if (key.alg === null) return null;
  if (!/^(?:none|[HREP]S(?:256|384|512))$/.test(key.alg))
    return ["key-alg-no-signature", `The key with this kid is for ${key.alg}, which is no signature.`];
  if (alg !== key.alg)
    return [
      "alg-differs-from-key",
      `The token is signed with ${alg}; the key with this kid is for ${key.alg}.`,
    ];
  if (algorithm !== null && algorithm !== key.alg)
    return [
      "alg-differs-from-provider",
      `Token and key are for ${key.alg}; the provider's \`algorithm\` is ${algorithm}.`,
    ];
  return null;
}

function supported(alg: string): ProviderAlgorithm | null {
  return alg === "RS256" || alg === "ES256" ? alg : null;
}

/** What is wrong with a signature under any key. */
function impossibleSignature(algorithm: ProviderAlgorithm, signature: Uint8Array): SignatureCause | null {
  if (signature.length === 0) return "signature-empty";
  if (algorithm === "RS256")
    return signature.length < 256 || signature.length > 1024 ? "signature-mismatch" : null;
  return signature.length === 64 ? null : "signature-mismatch";
}

function signatureProblem(encoded: string): string {
  return encoded === encoded.trim()
    ? "The part behind the second dot is not base64url without padding."
    : "There is white space behind the token, which Convex takes for a part of the signature.";
}

async function otherKeyVerifies(
  kid: string,
  tried: Jwk,
  keys: readonly Jwk[],
  algorithm: ProviderAlgorithm,
  signed: string,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  // A handful: the question is about a set-up with two keys of one name, not about a list made to be slow.
  const others = keys.filter((key) => key !== tried && key.kid === kid).slice(0, 8);
  for (const other of others)
    if ((await verifySignature(algorithm, other.material, signed, signature)) === true) return true;
  return false;
}
