import type { StoredProvider } from "../auth-config/stored-provider.ts";
import type { Unknown } from "../auth-config/unknown.ts";

/**
 * The order in which Convex stores the providers of one push, and so tries them: not the order of the file. OIDC comes
 * before customJwt, without `applicationID` before with one, then `issuer`, `jwks` and `algorithm` as texts.
 *
 * @returns below 0 where `a` comes first, 0 where both are the same provider, null where it depends on something unknown
 */
export function compareStored(a: StoredProvider, b: StoredProvider): number | null {
  if (a.kind === "unknown" || b.kind === "unknown") return null;
  if (a.kind !== b.kind) return a.kind === "oidc" ? -1 : 1;
  const fields: [Field, Field][] = [
    [a.applicationID, b.applicationID],
    [a.issuer, b.issuer],
  ];
  if (a.kind === "customJwt" && b.kind === "customJwt")
    fields.push([a.jwks, b.jwks], [algorithmRank(a.algorithm), algorithmRank(b.algorithm)]);
  for (const [left, right] of fields) {
    const order = compareField(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

/** The providers in stored order, identical ones once (the first as written). Unknown ones stay where they are written. */
export function inStoredOrder(providers: readonly StoredProvider[]): StoredProvider[] {
  const known = providers.filter((provider) => isKnown(provider)).sort((a, b) => compareStored(a, b) ?? 0);
  const once = known.filter((provider, position) => {
    const before = known[position - 1];
    return before === undefined || compareStored(before, provider) !== 0;
  });
  return [...once, ...providers.filter((provider) => !isKnown(provider))];
}

type Field = string | null | Unknown;

function compareField(a: Field, b: Field): number | null {
  if (isMarker(a) || isMarker(b)) return null;
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compareTexts(a, b);
}

/** By code points, as Rust compares UTF-8. JavaScript compares UTF-16, which differs beyond the basic plane. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
  if (at > 0 && isLow(a.charCodeAt(at)) && isLow(b.charCodeAt(at))) at--;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function algorithmRank(algorithm: string | Unknown): string | Unknown {
  if (typeof algorithm !== "string") return algorithm;
  return algorithm === "RS256" ? "0" : "1";
}

function isMarker(field: Field): field is Unknown {
  return typeof field === "object" && field !== null;
}

function isKnown(provider: StoredProvider): boolean {
  return (
    provider.kind !== "unknown" &&
    !isMarker(provider.issuer) &&
    !isMarker(provider.applicationID) &&
    (provider.kind === "oidc" || (!isMarker(provider.jwks) && !isMarker(provider.algorithm)))
  );
}
