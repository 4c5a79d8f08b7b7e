import { returnedExpressions } from "../../source/bindings.ts";
import { walk, withoutTypes } from "../../source/walk.ts";
import { propertyValue } from "./trace.ts";
import type { Place, Traced, Tracer } from "./trace.ts";
import { quoted } from "./quoted.ts";
import { readTokenFetcher, sdkFetcher } from "./read-token-fetcher.ts";
import { FAILED, holdsIn, REFRESHING, SETTLED, SIGNED_OUT } from "./scenario.ts";
import type { Scenario } from "./scenario.ts";
import type { AuthHook, AuthKitSdk, Quoted, TokenFetcher, Tri } from "./wiring.ts";

/**
 * Reads the hook that `ConvexProviderWithAuth` is given: what it says of loading and of being signed in, and the
 * function that fetches tokens.
 *
 * @returns one state for each `return`; empty when one of them cannot be followed
 */
export function readAuthHook(tracer: Tracer, useAuth: Place): AuthHook[] {
  const traced = tracer.trace(useAuth);
  if (traced.kind !== "function") return [];
  const returned = returnedExpressions(traced.node);
  const hooks = returned.map((node) => readState(tracer, { ...traced.place, node }));
  const followed = hooks.filter((hook) => hook !== null);
  return followed.length === hooks.length ? followed : [];
}

function readState(tracer: Tracer, place: Place): AuthHook | null {
  const state = tracer.trace(place);
  if (state.kind !== "expression" || state.property.length > 0) return null;
  if (withoutTypes(state.place.node).type !== "ObjectExpression") return null;
  const isLoading = property(state, "isLoading");
  const isAuthenticated = property(state, "isAuthenticated");
  const fetcher = tracer.trace(place, ["fetchAccessToken"]);
  const holds = (expression: Place | null, scenario: Scenario): boolean | undefined =>
    expression === null ? undefined : holdsIn(tracer, expression, scenario);
  return {
    location: state.place.module.locationOf(state.place.node),
    sdk: sdkOf(tracer, [isLoading, isAuthenticated], fetcher),
    isLoadingMirrorsToken: changes(holds(isLoading, SETTLED), holds(isLoading, REFRESHING), false),
    isAuthenticatedMirrorsToken: changes(
      holds(isAuthenticated, SETTLED),
      holds(isAuthenticated, REFRESHING),
      true,
    ),
    tokenErrorIsLoading: changes(
      holds(isLoading, SETTLED),
      either(holds(isLoading, FAILED), holds(isLoading, { ...FAILED, accessToken: false })),
      false,
    ),
    signedOutIsLoading: changes(holds(isLoading, SETTLED), holds(isLoading, SIGNED_OUT), false),
    settledIsLoading: tri(holds(isLoading, SETTLED)),
    canBeAuthenticated: tri(holds(isAuthenticated, SETTLED)),
    isLoading: quotedOrNull(isLoading),
    isAuthenticated: quotedOrNull(isAuthenticated),
    fetcher: readFetcher(tracer, place, fetcher),
  };
}

function readFetcher(tracer: Tracer, state: Place, fetcher: Traced): TokenFetcher | null {
  if (fetcher.kind === "function") return readTokenFetcher(tracer, fetcher);
  return fetcher.kind === "sdk" ? sdkFetcher(state, fetcher) : null;
}

function property(state: Extract<Traced, { kind: "expression" }>, name: string): Place | null {
  const object = withoutTypes(state.place.node);
  const found = object.type === "ObjectExpression" ? propertyValue(object, name) : undefined;
  return found === undefined || found.isSpread ? null : { ...state.place, node: found.value };
}

function quotedOrNull(place: Place | null): Quoted | null {
  return place === null ? null : quoted(place.module, place.node);
}

function tri(holds: boolean | undefined): Tri {
  return holds === undefined ? "unknown" : holds ? "yes" : "no";
}

/** Whether what is `from` while all is settled becomes the opposite. */
function changes(settled: boolean | undefined, then: boolean | undefined, from: boolean): Tri {
  if (settled === undefined || then === undefined) return "unknown";
  return settled === from && then !== from ? "yes" : "no";
}

function either(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === true || other === true) return true;
  return one === undefined || other === undefined ? undefined : false;
}

/** The SDK that a hook's state and its fetcher mention. */
function sdkOf(tracer: Tracer, places: readonly (Place | null)[], fetcher: Traced): AuthKitSdk | null {
  const mentioned = places.filter((place) => place !== null);
  if (fetcher.kind === "function") mentioned.push({ ...fetcher.place, node: fetcher.node });
  for (const place of mentioned) {
    let found: AuthKitSdk | null = null;
    walk(place.node, (node) => {
      if (node.type === "Identifier" && found === null) found = sdkBehind(tracer, { ...place, node }, 0);
      return found === null;
    });
    if (found !== null) return found;
  }
  return null;
}

function sdkBehind(tracer: Tracer, place: Place, depth: number): AuthKitSdk | null {
  const traced = tracer.trace(place);
  if (traced.kind === "sdk") return traced.sdk;
  if (traced.kind !== "expression" || depth > 3 || traced.place.node === place.node) return null;
  let found: AuthKitSdk | null = null;
  walk(traced.place.node, (node) => {
    if (node.type === "Identifier" && found === null) {
      found = sdkBehind(tracer, { ...traced.place, node }, depth + 1);
    }
    return found === null;
  });
  return found;
}
