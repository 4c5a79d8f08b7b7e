import type { Quoted, TokenHandOver, WiringFact } from "./wiring.ts";

/** A hand-over through which Convex never gets a token. */
export interface DeadHandOver {
  handOver: TokenHandOver;
  /**
   * - `called`, `sdk`: see {@link TokenHandOver.notAHook}
   * - `loading`: the hook says that AuthKit is still loading, whatever AuthKit says
   * - `signed-out`: it says that nobody is signed in, also when somebody is
   * - `no-token`: its `fetchAccessToken` never returns one
   */
  why: "called" | "sdk" | "loading" | "signed-out" | "no-token";
  /** Where that is written. */
  place: Quoted;
}

/**
 * The hand-overs of an app when none of them can ever give Convex a token; empty as soon as one may. A second provider
 * without sign-in, for the first paint or for guests, is right beside one that works.
 */
export function deadHandOvers({ tokenHandOvers }: WiringFact): DeadHandOver[] {
  const inUse = tokenHandOvers.filter((it) => it.via !== "server" && !isStandIn(it));
  const dead = inUse.map(deathOf);
  return dead.every((it) => it !== null) ? dead : [];
}

/** A hook that asks no SDK and always says the same: for the first paint, or for tests. */
function isStandIn({ hooks }: TokenHandOver): boolean {
  const isFixed = hooks.every(
    ({ sdk, settledIsLoading, canBeAuthenticated }) =>
      sdk === null && (settledIsLoading === "yes" || canBeAuthenticated === "no"),
  );
  return hooks.length > 0 && isFixed;
}

function deathOf(handOver: TokenHandOver): DeadHandOver | null {
  const { via, notAHook, hooks, location, quote } = handOver;
  if (via !== "ConvexProviderWithAuth") return null;
  if (notAHook !== null) return { handOver, why: notAHook, place: { location, quote } };
  if (hooks.length === 0) return null;
  const deaths = hooks.map(
    ({ settledIsLoading, canBeAuthenticated, isLoading, isAuthenticated, fetcher }) => {
      if (settledIsLoading === "yes" && isLoading !== null)
        return { why: "loading", place: isLoading } as const;
      if (canBeAuthenticated === "no" && isAuthenticated !== null)
        return { why: "signed-out", place: isAuthenticated } as const;
      return fetcher?.onlyNull === true ? ({ why: "no-token", place: fetcher } as const) : null;
    },
  );
  // The last state is what the hook says when no earlier `return` applied.
  const last = deaths.at(-1) ?? null;
  return last === null || deaths.includes(null)
    ? null
    : { handOver, why: last.why, place: { location: last.place.location, quote: last.place.quote } };
}
