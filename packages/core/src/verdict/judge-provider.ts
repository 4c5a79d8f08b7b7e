import type { StoredCustomJwt, StoredProvider } from "../auth-config/stored-provider.ts";
import { isUnknown } from "../auth-config/unknown.ts";
import { buildIdentity, type Identity } from "../identity/identity.ts";
import { type Json, plainJson } from "../json/json.ts";
import { type DecodeReading, decodeToken } from "./decode-token.ts";
import type { Failure } from "./failure.ts";
import type { Jwk } from "./jwk.ts";
import type { KeysReading } from "./jwks-source.ts";
import { missingForOidc, oidcFailure } from "./oidc.ts";
import type { ParsedToken } from "./parse-token.ts";
import { claimsFailure, timeFailure } from "./time.ts";
import type { FailedAt, Missing } from "./types.ts";

/** What Convex decides once it has chosen a provider. */
export type Outcome =
  | { kind: "accepted"; identity: Identity; expiresAt: number }
  | { kind: "rejected"; failure: Failure; missing: Missing[] }
  | { kind: "undecided"; reached: FailedAt; missing: Missing[] };

/**
 * Judges a token under the provider that Convex has chosen for it. What is unknown does not end it: a later step may
 * reject the token in any case.
 *
 * @param now whole seconds since 1970
 */
export async function judgeUnderProvider(
  provider: StoredProvider,
  token: ParsedToken,
  now: number,
  keysBehind: (url: string) => Promise<KeysReading>,
): Promise<Outcome> {
  if (provider.kind === "customJwt") return judgeCustomJwt(provider, token, now, keysBehind);
  if (provider.kind === "oidc") {
    const missing = [missingForOidc(provider, token.registered.iss ?? "")];
    const failure = oidcFailure(token, now);
    return failure === null
      ? { kind: "undecided", reached: "jwks", missing }
      : { kind: "rejected", failure, missing };
  }
  const missing = [missingConfig(provider.index, null, provider.because)];
  // Whatever the provider is, it refuses a token that is expired or lacks what every kind of provider needs.
  const failure =
    timeFailure({ ...token.registered, nbf: null, iat: null }, now) ?? claimsFailure(token.registered);
  return failure === null
    ? { kind: "undecided", reached: "no-provider", missing }
    : { kind: "rejected", failure, missing };
}

/** A part of the config that is unknown. */
export function missingConfig(provider: number | null, field: string | null, because: string): Missing {
  return { what: "config", provider, field, url: null, because };
}

async function judgeCustomJwt(
  provider: StoredCustomJwt,
  token: ParsedToken,
  now: number,
  keysBehind: (url: string) => Promise<KeysReading>,
): Promise<Outcome> {
  const missing: Missing[] = [];
  const keys = await readKeys(provider, keysBehind, missing);
  if ("failedAt" in keys) return { kind: "rejected", failure: keys, missing };

  const algorithm = isUnknown(provider.algorithm) ? null : provider.algorithm;
  const decoded: DecodeReading = await decodeToken(token, algorithm, keys.keys);
  if (decoded.kind === "failure") return { kind: "rejected", failure: decoded.failure, missing };
  if (isUnknown(provider.algorithm))
    missing.push(missingConfig(provider.index, "algorithm", provider.algorithm.unknown));
  if (decoded.kind === "unchecked" && decoded.webCryptoMissing !== null)
    missing.push({
      what: "web-crypto",
      provider: null,
      field: null,
      url: null,
      because: decoded.webCryptoMissing,
    });

  const failure = timeFailure(token.registered, now) ?? claimsFailure(token.registered);
  if (failure !== null) return { kind: "rejected", failure, missing };
  if (missing.length > 0)
    return { kind: "undecided", reached: keys.keys === null ? "jwks" : "decode", missing };
  return accept(token);
}

async function readKeys(
  provider: StoredCustomJwt,
  keysBehind: (url: string) => Promise<KeysReading>,
  missing: Missing[],
): Promise<{ keys: Jwk[] | null } | Failure> {
  if (isUnknown(provider.jwks)) {
    missing.push(missingConfig(provider.index, "jwks", provider.jwks.unknown));
    return { keys: null };
  }
  const reading = await keysBehind(provider.jwks);
  if (!("unknown" in reading)) return reading;
  missing.push({
    what: "jwks",
    provider: provider.index,
    field: "jwks",
    url: provider.jwks,
    because: reading.unknown,
  });
  return { keys: null };
}

function accept(token: ParsedToken): Outcome {
  const { iss, sub, exp } = token.registered;
  const claims = new Map<string, Json>(token.claims);
  try {
    const plain = [...claims].map(([name, value]) => [name, plainJson(value)] as const);
    const { identity } = buildIdentity(iss ?? "", sub ?? "", plain);
    return { kind: "accepted", identity, expiresAt: exp ?? 0 };
  } catch (error) {
    const because = error instanceof RangeError ? error.message.replace(/\.$/, "") : String(error);
    return {
      kind: "undecided",
      reached: "claims",
      missing: [{ what: "identity", provider: null, field: null, url: null, because }],
    };
  }
}
