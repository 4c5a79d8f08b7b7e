import { type Json, JsonObject } from "../json/json.ts";
import { type Failure, failure, quote } from "./failure.ts";
import { COULD_NOT_PARSE, INTERNAL_ERROR } from "./messages.ts";

/** The claims that Convex's library knows; absent and null are the same. Times are whole seconds since 1970. */
export interface RegisteredClaims {
  iss: string | null;
  sub: string | null;
  /** null where the token has no `aud`. */
  aud: string[] | null;
  exp: number | null;
  nbf: number | null;
  iat: number | null;
  jti: string | null;
}

/** The last and the first second that the date library behind Convex can hold: the years 262142 and -262143. */
const LAST_SECOND = 8_210_266_876_799;
const FIRST_SECOND = -8_334_601_228_800;

/** Reads the registered claims in the order of the token: the first that Convex cannot read ends it. */
export function readRegisteredClaims(payload: JsonObject): RegisteredClaims | Failure {
  const claims: RegisteredClaims = {
    iss: null,
    sub: null,
    aud: null,
    exp: null,
    nbf: null,
    iat: null,
    jti: null,
  };
  const seen = new Set<string>();
  for (const [name, value] of payload.entries) {
    if (!isRegistered(name, claims)) continue;
    if (seen.has(name))
      return failure(
        "parse",
        "claim-duplicated",
        COULD_NOT_PARSE,
        `The claim ${name} stands in the payload twice. JavaScript's JSON.parse hides that, Convex refuses it.`,
        failureModeOfClaim(name),
      );
    seen.add(name);
    if (value === null) continue;
    if (name === "exp" || name === "nbf" || name === "iat") {
      const time = readTimestamp(value);
      if (typeof time === "string") return refuseTimestamp(name, value, time);
      claims[name] = time;
    } else if (name === "aud") {
      const audience = Array.isArray(value) ? value : [value];
      if (!audience.every((item) => typeof item === "string"))
        return refuseType(name, value, "neither a text nor a list of texts");
      claims.aud = audience;
    } else {
      if (typeof value !== "string") return refuseType(name, value, "no text");
      claims[name] = value;
    }
  }
  return claims;
}

function isRegistered(name: string, claims: RegisteredClaims): name is keyof RegisteredClaims {
  return Object.hasOwn(claims, name);
}

/**
 * A timestamp as Convex reads it: rounded to whole seconds. Numbers from 2^63 up turn negative before they reach the date
 * library.
 */
function readTimestamp(value: Json): number | "no-number" | "out-of-range" {
  if (typeof value !== "number" && typeof value !== "bigint") return "no-number";
  if (value < 0 || value >= 2 ** 64) return "no-number";
  const whole = typeof value === "bigint" ? value : BigInt(Math.round(value));
  const seconds = Number(BigInt.asIntN(64, whole));
  return seconds > LAST_SECOND || seconds < FIRST_SECOND ? "out-of-range" : seconds;
}

function refuseTimestamp(name: string, value: Json, problem: "no-number" | "out-of-range"): Failure {
  if (problem === "out-of-range")
    return failure(
      "internal",
      "timestamp-out-of-range",
      INTERNAL_ERROR,
      `The claim ${name} is ${String(value)}, too far in the future for Convex's date library; it takes seconds since 1970.`,
    );
  return failure(
    "parse",
    "claim-not-a-timestamp",
    COULD_NOT_PARSE,
    `The claim ${name} is ${shown(value)}; Convex takes a number of seconds since 1970 that is not negative.`,
  );
}

function refuseType(name: string, value: Json, problem: string): Failure {
  return failure(
    "parse",
    "claim-wrong-type",
    COULD_NOT_PARSE,
    `The claim ${name} is ${problem}: ${shown(value)}. Convex refuses the whole token for it.`,
    failureModeOfClaim(name),
  );
}

/** Of the registered claims a JWT template of WorkOS can set `aud` alone. */
function failureModeOfClaim(name: string): string | null {
  return name === "aud" ? "jwt-template-invalid" : null;
}

function shown(value: Json): string {
  if (Array.isArray(value)) return "a list";
  if (value instanceof JsonObject) return "an object";
  return typeof value === "string" ? `the text ${quote(value)}` : String(value);
}
