import { type PlaceholderSign, placeholderSign } from "./placeholder.ts";

/**
 * What a text is that stands where a WorkOS client id belongs.
 *
 * - `well-formed`: `client_` and a ULID, the form of every client id that WorkOS hands out today
 * - `unusual`: begins with `client_`, but is no ULID; nothing speaks against it either
 * - `mock`: a made-up id that tests and emulators use (`client_test`, `client_emulated`)
 * - `placeholder`: copied from documentation and never filled in
 * - `expression`: `${…}` or `$NAME`, to be filled in by a tool later
 * - `blemished`: an id inside quotes or whitespace, which survive into the issuer and the JWKS URL
 * - `undefined-text`: the literal text `undefined` or `null`
 * - `empty`: nothing at all
 * - `api-key`: an API key stands where the client id belongs
 * - `other`: anything else; unknown, hence no fault by itself
 */
export type ClientIdReading =
  | { kind: "well-formed" | "unusual" | "mock"; clientId: string }
  | { kind: "placeholder"; sign: PlaceholderSign }
  | { kind: "blemished"; clientId: string }
  | { kind: "expression" | "undefined-text" | "empty" | "api-key" | "other" };

const PREFIX = "client_";
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const MOCK = /^(?:test|mock|fake|stub|local|localdev|ci|e2e|emulat[a-z]*)(?:[_-][a-z0-9_-]*)?$/i;

/** Recognises client ids, evident placeholders and common mishaps. Real ids are never called placeholders. */
export function readClientId(value: string): ClientIdReading {
  const bare = stripQuotesAndSpace(value);
  if (bare === "") return { kind: "empty" };
  if (bare === "undefined" || bare === "null") return { kind: "undefined-text" };
  if (/^\$|\$\{|\{\{/.test(bare)) return { kind: "expression" };
  if (bare.startsWith("sk_")) return { kind: "api-key" };

  const hasPrefix = bare.startsWith(PREFIX);
  const body = hasPrefix ? bare.slice(PREFIX.length) : bare;
  if (hasPrefix && body === "") return { kind: "placeholder", sign: "ellipsis" };
  if (hasPrefix && MOCK.test(body)) return { kind: "mock", clientId: bare };
  const sign = placeholderSign(body) ?? (namesItself(bare) ? "word" : null);
  if (sign !== null) return { kind: "placeholder", sign };
  if (!hasPrefix) return { kind: "other" };
  if (bare !== value) return { kind: "blemished", clientId: bare };
  return { kind: ULID.test(body) ? "well-formed" : "unusual", clientId: bare };
}

/** `client_id`, `workos-client-id`, `WORKOS_CLIENT_ID`: the name of the thing in place of the thing. */
function namesItself(text: string): boolean {
  return /^(?:[a-z]+[_-])*client[_-]?id$/i.test(text);
}

function stripQuotesAndSpace(value: string): string {
  return value
    .trim()
    .replace(/^(["'`])(.*)\1$/s, "$2")
    .trim();
}
