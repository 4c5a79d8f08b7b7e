import { type Json, JsonObject } from "../json/json.ts";

/**
 * The name of an enum variant without content as serde reads it: a text, or an object with that name alone and null.
 * Undefined for everything else.
 */
export function variantName(value: Json): string | undefined {
  if (typeof value === "string") return value;
  if (!(value instanceof JsonObject) || value.entries.length !== 1) return undefined;
  const [entry] = value.entries;
  return entry?.[1] === null ? entry[0] : undefined;
}

/** Whether every item of a JSON value is a text; false for anything but a list. */
export function isTextList(value: Json): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Signature algorithms of JWTs that Convex's library knows by name. */
export const SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  "none",
  "HS256",
  "HS384",
  "HS512",
  "RS256",
  "RS384",
  "RS512",
  "ES256",
  "ES384",
  "ES512",
  "PS256",
  "PS384",
  "PS512",
]);

/** Algorithms that a key may name without breaking the JWKS, although no signature can be checked with them. */
export const ENCRYPTION_ALGORITHMS: ReadonlySet<string> = new Set([
  "RSA1_5",
  "RSA-OAEP",
  "RSA-OAEP-256",
  "A128KW",
  "A192KW",
  "A256KW",
  "dir",
  "ECDH-ES",
  "ECDH-ES+A128KW",
  "ECDH-ES+A192KW",
  "ECDH-ES+A256KW",
  "A128GCMKW",
  "A192GCMKW",
  "A256GCMKW",
  "PBES2-HS256+A128KW",
  "PBES2-HS384+A192KW",
  "PBES2-HS512+A256KW",
  "A128CBC-HS256",
  "A192CBC-HS384",
  "A256CBC-HS512",
  "A128GCM",
  "A192GCM",
  "A256GCM",
]);
