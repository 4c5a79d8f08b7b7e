import { type Json, JsonObject } from "../json/json.ts";
import { decodeBase64Url } from "./base64.ts";
import { shorten } from "./failure.ts";
import { ENCRYPTION_ALGORITHMS, isTextList, SIGNATURE_ALGORITHMS, variantName } from "./serde-values.ts";

/** A key as Convex's library reads it. */
export interface Jwk {
  kid: string | null;
  /** null where the key names none. */
  alg: string | null;
  material: KeyMaterial;
}

/** What a signature can be checked with. */
export type KeyMaterial =
  | { type: "RSA"; n: Bytes; e: Bytes }
  | { type: "EC"; curve: string; x: Bytes; y: Bytes }
  | { type: "oct" }
  | { type: "OKP"; curve: string };

type Bytes = Uint8Array<ArrayBuffer>;

const CURVES: ReadonlySet<string> = new Set(["P-256", "P-384", "P-521", "Ed25519", "Ed448"]);
const RSA_PRIVATE = ["d", "p", "q", "dp", "dq", "qi"];

/**
 * Reads one key. Convex reads a JWKS as a whole or not at all, so a key that gives a problem here breaks every token.
 * `use`, `key_ops` and unknown fields are not looked at beyond their type.
 *
 * @returns the key, or what is wrong with it: a clause without a subject
 */
export function readJwk(json: Json): Jwk | { problem: string } {
  if (!(json instanceof JsonObject)) return { problem: "is no object" };
  const twice = json.duplicates();
  const common = commonProblem(json, twice);
  if (common !== null) return { problem: common };
  const material = readMaterial(json, twice);
  if ("problem" in material) return material;
  const kid = json.get("kid");
  const alg = json.get("alg");
  return {
    kid: typeof kid === "string" ? kid : null,
    alg: alg === undefined || alg === null ? null : (variantName(alg) ?? null),
    material,
  };
}

function commonProblem(json: JsonObject, twice: Set<string>): string | null {
  for (const [name, value] of json.entries) {
    const isText = value === null || typeof value === "string";
    const isList = value === null || isTextList(value);
    if (["use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t"].includes(name) && twice.has(name))
      return `has \`${name}\` twice`;
    if (["use", "kid", "x5u", "x5t"].includes(name) && !isText) return `has a \`${name}\` that is no text`;
    if ((name === "key_ops" || name === "x5c") && !isList)
      return `has a \`${name}\` that is no list of texts`;
    if (name === "alg" && value !== null) {
      const alg = variantName(value);
      if (alg === undefined) return "has an `alg` that is no text";
      if (!SIGNATURE_ALGORITHMS.has(alg) && !ENCRYPTION_ALGORITHMS.has(alg))
        return `has the \`alg\` "${shorten(alg)}", which Convex's library does not know`;
    }
  }
  return null;
}

function readMaterial(json: JsonObject, twice: Set<string>): KeyMaterial | { problem: string } {
  const kty = json.get("kty");
  if (kty === undefined) return { problem: "has no `kty`" };
  switch (variantName(kty)) {
    case "RSA":
      return readRsa(json, twice);
    case "EC":
      return readEc(json, twice);
    case "oct": {
      const fields = readFields(json, twice, ["kty", "k"], []);
      return "problem" in fields ? fields : { type: "oct" };
    }
    case "OKP": {
      const fields = readFields(json, twice, ["kty", "crv", "x"], ["d"]);
      return "problem" in fields
        ? fields
        : { type: "OKP", curve: variantName(json.get("crv") ?? null) ?? "" };
    }
    case undefined:
      return { problem: "has a `kty` that is no text" };
    default:
      return {
        problem: `has the \`kty\` "${shorten(variantName(kty) ?? "")}", which Convex's library does not know`,
      };
  }
}

function readRsa(json: JsonObject, twice: Set<string>): KeyMaterial | { problem: string } {
  const other = json.get("oth");
  if (twice.has("oth") || (other !== undefined && other !== null && !isOtherPrimes(other)))
    return { problem: "has an `oth` that is no list of primes" };
  const fields = readFields(json, twice, ["kty", "n", "e"], RSA_PRIVATE);
  if ("problem" in fields) return fields;
  return { type: "RSA", n: fields.bytes("n"), e: fields.bytes("e") };
}

function readEc(json: JsonObject, twice: Set<string>): KeyMaterial | { problem: string } {
  const fields = readFields(json, twice, ["kty", "crv", "x", "y"], ["d"]);
  if ("problem" in fields) return fields;
  const curve = variantName(json.get("crv") ?? null) ?? "";
  return { type: "EC", curve, x: fields.bytes("x"), y: fields.bytes("y") };
}

/** An optional field may be absent, but not null: the library's own reader for bytes does not know null. */
function readFields(
  json: JsonObject,
  twice: Set<string>,
  required: readonly string[],
  optional: readonly string[],
): { bytes(name: string): Bytes } | { problem: string } {
  const decoded = new Map<string, Bytes>();
  for (const name of [...required, ...optional]) {
    const value = json.get(name);
    if (twice.has(name)) return { problem: `has \`${name}\` twice` };
    if (value === undefined) {
      if (required.includes(name)) return { problem: `has no \`${name}\`` };
      continue;
    }
    if (name === "kty") continue;
    if (name === "crv") {
      const curve = variantName(value);
      if (curve === undefined || !CURVES.has(curve))
        return { problem: `is on the curve "${shorten(curve ?? "")}", which Convex's library does not know` };
      continue;
    }
    const bytes = typeof value === "string" ? decodeBase64Url(value) : undefined;
    if (bytes === undefined) return { problem: `has a \`${name}\` that is not base64url without padding` };
    decoded.set(name, bytes);
  }
  return { bytes: (name) => decoded.get(name) ?? new Uint8Array() };
}

function isOtherPrimes(value: Json): boolean {
  const isBytes = (member: Json | undefined): boolean =>
    typeof member === "string" && decodeBase64Url(member) !== undefined;
  return (
    Array.isArray(value) &&
    value.every(
      (prime) => prime instanceof JsonObject && ["r", "d", "t"].every((name) => isBytes(prime.get(name))),
    )
  );
}
