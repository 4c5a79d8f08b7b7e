import { type Json, JsonObject } from "../json/json.ts";
import { parseStrictJson } from "../json/strict-json.ts";
import { decodeBase64Url, decodeUtf8 } from "./base64.ts";
import type { TokenCause } from "./causes.ts";
import { type Failure, failure } from "./failure.ts";
import { COULD_NOT_PARSE } from "./messages.ts";
import { type RegisteredClaims, readRegisteredClaims } from "./registered-claims.ts";

/** A token whose payload Convex can read. Nothing is verified. */
export interface ParsedToken {
  /** What stands between the dots, encoded. */
  parts: string[];
  registered: RegisteredClaims;
  /** All claims in the order of the token, duplicates included. */
  claims: readonly (readonly [string, Json])[];
}

/** Reads the payload: the first step of Convex, which looks at neither header nor signature. */
export function parseToken(token: string): ParsedToken | Failure {
  const parts = token.split(".");
  const encoded = parts[1];
  if (encoded === undefined) return refuse(...reasonWithoutDots(token));
  const bytes = decodeBase64Url(encoded);
  if (bytes === undefined)
    return refuse(
      token.startsWith("Fe26.") ? "token-sealed-session" : "payload-not-base64url",
      "The part between the first and the second dot is not base64url without padding.",
    );
  const text = decodeUtf8(bytes);
  const reading =
    text === undefined ? { ok: false as const, problem: "it is not UTF-8" } : parseStrictJson(text);
  if (!reading.ok)
    return refuse("payload-not-json", `The payload is not JSON as Convex reads it: ${reading.problem}.`);
  if (!(reading.value instanceof JsonObject))
    return refuse("payload-not-an-object", "The payload is JSON, but no object.");
  const registered = readRegisteredClaims(reading.value);
  if ("failedAt" in registered) return registered;
  return { parts, registered, claims: reading.value.entries };
}

function refuse(cause: TokenCause, explanation: string): Failure {
  return failure("parse", cause, COULD_NOT_PARSE, explanation);
}

function reasonWithoutDots(token: string): [TokenCause, string] {
  const text = token.trim();
  if (text === "") return ["token-empty", "The token is empty."];
  if (/^["']?(?:undefined|null)["']?$/.test(text))
    return ["token-undefined-text", `The token is the text ${text}.`];
  if (/^sk_(?:test|live)?/.test(text))
    return ["token-api-key", "This is a WorkOS API key, not an access token."];
  if (/^(?:bearer|basic|convex)\s/i.test(text))
    return [
      "token-with-scheme",
      "The scheme of the Authorization header stands in front of the text, which is no JWT.",
    ];
  return ["token-not-a-jwt", "The token has no dots; a JWT has three parts separated by dots."];
}
