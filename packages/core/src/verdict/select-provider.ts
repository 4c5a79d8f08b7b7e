import type { StoredProvider } from "../auth-config/stored-provider.ts";
import { isUnknown } from "../auth-config/unknown.ts";
import { normalizeIssuer } from "../workos/issuer-forms.ts";
import { compareStored, inStoredOrder } from "./stored-order.ts";

/** The providers that Convex may choose for a token. */
export interface Selection {
  /** In stored order. Several only where something unknown decides between them. */
  candidates: StoredProvider[];
  /** Whether it may be that no provider matches: certain where there is no candidate. */
  possiblyNone: boolean;
  /** All providers that match for certain, in stored order. */
  matching: StoredProvider[];
  /** All providers, in stored order, identical ones once. */
  stored: StoredProvider[];
}

/**
 * Chooses the provider as Convex does: the first in stored order whose issuer equals the token's and whose
 * `applicationID`, if it has one, is in `aud`. There is no second try with another one.
 *
 * @param audience null where the token has no `aud`
 */
export function selectProvider(
  providers: readonly StoredProvider[],
  issuer: string,
  audience: readonly string[] | null,
): Selection {
  const normalized = normalizeIssuer(issuer);
  const stored = inStoredOrder(providers);
  const matches = new Map(
    stored.map((provider) => [provider, matchProvider(provider, normalized, audience)]),
  );
  const matching = stored.filter((provider) => matches.get(provider) === true);
  const possible = stored.filter((provider) => matches.get(provider) !== false);
  const [first] = matching;
  const candidates = possible.filter(
    (provider) => first === undefined || provider === first || !((compareStored(first, provider) ?? 0) < 0),
  );
  return { candidates, possiblyNone: matching.length === 0, matching, stored };
}

/** Whether a provider matches a token; null where that depends on something unknown. */
export function matchProvider(
  provider: StoredProvider,
  normalizedIssuer: string,
  audience: readonly string[] | null,
): boolean | null {
  if (provider.kind === "unknown") return null;
  const { issuer, applicationID } = provider;
  const issuerMatches = isUnknown(issuer) ? null : normalizeIssuer(issuer) === normalizedIssuer;
  const audienceMatches = isUnknown(applicationID)
    ? null
    : applicationID === null || (audience?.includes(applicationID) ?? false);
  if (issuerMatches === false || audienceMatches === false) return false;
  return issuerMatches === null || audienceMatches === null ? null : true;
}
