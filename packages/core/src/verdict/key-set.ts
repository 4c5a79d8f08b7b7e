import { type Json, JsonObject } from "../json/json.ts";
import { parseStrictJson } from "../json/strict-json.ts";
import { type Failure, failure, quote } from "./failure.ts";
import { type Jwk, readJwk } from "./jwk.ts";
import { badJwksMessage } from "./messages.ts";

/**
 * Reads the body of a JWKS: all keys or none, as Convex does.
 *
 * @param url where it comes from, for the message
 */
export function readKeySet(body: string, url: string): { keys: Jwk[] } | Failure {
  const message = badJwksMessage(url);
  const reading = parseStrictJson(body, { only: "keys" });
  if (!reading.ok)
    return failure(
      "jwks",
      "jwks-not-json",
      message,
      body.trimStart().startsWith("<")
        ? "The answer is a page of HTML, not JSON."
        : `The answer is not JSON as Convex reads it: ${reading.problem}.`,
    );
  const list = keyList(reading.value);
  if (list === undefined)
    return failure("jwks", "jwks-not-a-key-set", message, `The answer ${shapeProblem(reading.value)}.`);
  const keys: Jwk[] = [];
  for (const [position, json] of list.entries()) {
    const key = readJwk(json);
    if ("problem" in key)
      return failure(
        "jwks",
        "jwks-poisonous-key",
        message,
        `Key ${position + 1} of ${list.length}${named(json)} ${key.problem}. Convex reads all keys or none, so this one breaks every token.`,
      );
    keys.push(key);
  }
  return { keys };
}

/** serde also reads a struct from a list of its fields: a list of keys within a list passes. */
function keyList(root: Json): Json[] | undefined {
  if (root instanceof JsonObject) {
    const keys = root.get("keys");
    return Array.isArray(keys) && !root.duplicates().has("keys") ? keys : undefined;
  }
  const [first] = Array.isArray(root) ? root : [];
  return Array.isArray(root) && root.length === 1 && Array.isArray(first) ? first : undefined;
}

function shapeProblem(root: Json): string {
  if (!(root instanceof JsonObject)) return "is JSON, but no object with a list `keys`";
  if (root.duplicates().has("keys")) return "has `keys` twice";
  return root.get("keys") === undefined ? "has no `keys`" : "has a `keys` that is no list";
}

function named(json: Json): string {
  const kid = json instanceof JsonObject ? json.get("kid") : undefined;
  return typeof kid === "string" ? ` (kid ${quote(kid)})` : "";
}
