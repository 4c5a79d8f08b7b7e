import { JsonObject, type Json } from "../json/json.ts";
import { parseStrictJson } from "../json/strict-json.ts";
import { decodeBase64Url, decodeUtf8 } from "./base64.ts";
import type { TokenCause } from "./causes.ts";
import { quote } from "./failure.ts";
import { readJwk } from "./jwk.ts";
import { isTextList, SIGNATURE_ALGORITHMS, variantName } from "./serde-values.ts";

/** The header of a token as Convex reads it. */
export interface TokenHeader {
  alg: string;
  kid: string | null;
}

/** Why Convex cannot read a header; its message then speaks of a missing `kid`, whatever the reason. */
export interface HeaderProblem {
  cause: TokenCause;
  explanation: string;
}

const TEXT_FIELDS = ["typ", "cty", "jku", "kid", "x5u", "x5t"];
const LIST_FIELDS = ["x5c", "crit"];
const KNOWN_FIELDS = new Set(["alg", "jwk", ...TEXT_FIELDS, ...LIST_FIELDS]);

/** Reads the first part of a token. Unknown fields, `crit` and `cty` are allowed; all known ones must have their type. */
export function readHeader(encoded: string): TokenHeader | HeaderProblem {
  const object = readHeaderObject(encoded);
  if (!(object instanceof JsonObject)) return object;
  const twice = object.duplicates();
  for (const [name, value] of object.entries) {
    if (KNOWN_FIELDS.has(name) && twice.has(name)) return invalid(`The header has \`${name}\` twice.`);
    const problem = fieldProblem(name, value);
    if (problem !== null) return problem;
  }
  const alg = object.get("alg");
  if (alg === undefined)
    return { cause: "header-alg-missing", explanation: "The header of the token has no `alg`." };
  const kid = object.get("kid");
  return { alg: variantName(alg) ?? "", kid: typeof kid === "string" ? kid : null };
}

/** The JSON object in the first part of a token. */
export function readHeaderObject(encoded: string): JsonObject | HeaderProblem {
  const bytes = decodeBase64Url(encoded);
  if (bytes === undefined)
    return {
      cause: "header-not-base64url",
      explanation: "The part before the first dot is not base64url without padding.",
    };
  const text = decodeUtf8(bytes);
  const reading =
    text === undefined ? { ok: false as const, problem: "it is not UTF-8" } : parseStrictJson(text);
  if (!reading.ok)
    return {
      cause: "header-not-json",
      explanation: `The header is not JSON as Convex reads it: ${reading.problem}.`,
    };
  if (reading.value instanceof JsonObject) return reading.value;
  return { cause: "header-not-json", explanation: "The header is JSON, but no object." };
}

function fieldProblem(name: string, value: Json): HeaderProblem | null {
  if (name === "alg") {
    const alg = variantName(value);
    if (alg !== undefined && SIGNATURE_ALGORITHMS.has(alg)) return null;
    const known = alg === undefined ? "is no text" : `is ${quote(alg)}, which Convex's library does not know`;
    return { cause: "header-alg-unknown", explanation: `The \`alg\` of the token ${known}.` };
  }
  if (value === null) return null;
  if (TEXT_FIELDS.includes(name) && typeof value !== "string")
    return invalid(`The header field \`${name}\` is no text.`);
  if (LIST_FIELDS.includes(name) && !isTextList(value))
    return invalid(`The header field \`${name}\` is no list of texts.`);
  if (name === "jwk") {
    const key = readJwk(value);
    if ("problem" in key) return invalid(`The key in the header field \`jwk\` ${key.problem}.`);
  }
  return null;
}

function invalid(explanation: string): HeaderProblem {
  return { cause: "header-field-invalid", explanation };
}
