import { type PlaceholderSign, placeholderSign } from "./placeholder.ts";

/**
 * What a text is that stands where a WorkOS API key belongs. Holds nothing of the key itself, so it can be printed.
 *
 * `environment` is the environment type that the prefix names: `sk_test_` belongs to a sandbox (formerly "staging")
 * environment, `sk_live_` to production. null when the key does not say.
 */
export interface ApiKeyReading {
  kind:
    | "api-key"
    | "mock"
    | "placeholder"
    | "expression"
    | "undefined-text"
    | "empty"
    | "client-id"
    | "other";
  environment: "sandbox" | "production" | null;
  /** Set for placeholders only. */
  sign: PlaceholderSign | null;
  /** Quotes or whitespace around the value, which some loaders keep. */
  blemished: boolean;
}

const KEY = /^sk_(?:(test|live|example)(?:_|$))?(.*)$/s;
const MOCK = /^(?:test|mock|fake|stub|default|local|ci|e2e|emulat[a-z]*)(?:[_-][a-z0-9_-]*)?$/i;

/** Recognises WorkOS API keys, their environment type, evident placeholders and common mishaps. */
export function readApiKey(value: string): ApiKeyReading {
  const bare = value
    .trim()
    .replace(/^(["'`])(.*)\1$/s, "$2")
    .trim();
  const reading = (
    kind: ApiKeyReading["kind"],
    environment: ApiKeyReading["environment"] = null,
    sign: PlaceholderSign | null = null,
  ): ApiKeyReading => ({ kind, environment, sign, blemished: bare !== value });

  if (bare === "") return reading("empty");
  if (bare === "undefined" || bare === "null") return reading("undefined-text");
  if (/^\$|\$\{|\{\{/.test(bare)) return reading("expression");
  if (bare.startsWith("client_")) return reading("client-id");

  const match = KEY.exec(bare);
  if (match === null) {
    const sign = placeholderSign(bare) ?? (/^(?:[a-z]+[_-])*api[_-]?key$/i.test(bare) ? "word" : null);
    return sign === null ? reading("other") : reading("placeholder", null, sign);
  }
  const stage = match[1];
  const body = match[2] ?? "";
  const environment = stage === "test" ? "sandbox" : stage === "live" ? "production" : null;
  if (stage === "example") return reading("placeholder", null, "word");
  if (MOCK.test(body) || bare === "sk_test") return reading("mock", environment);
  const sign = body === "" ? "ellipsis" : placeholderSign(body);
  return sign === null ? reading("api-key", environment) : reading("placeholder", environment, sign);
}
