import { satisfies } from "../../diagnosis/version-range.ts";
import type { PackagesFact } from "../packages/packages.ts";
import type {
  AuthHook,
  ConvexClientCreation,
  TokenFetcher,
  TokenHandOver,
  Tri,
  WiringFact,
} from "./wiring.ts";

/** A token fetcher that Convex calls, with where it is handed over. */
export interface FetcherInUse {
  handOver: TokenHandOver;
  /** The state that holds it; null for `setAuth`. */
  hook: AuthHook | null;
  fetcher: TokenFetcher;
}

/** Every token fetcher that can be called: those of hooks that are always loading or never say "signed in" are left out. */
export function fetchersInUse(wiring: WiringFact): FetcherInUse[] {
  return wiring.tokenHandOvers.flatMap((handOver) => [
    ...(handOver.fetcher === null ? [] : [{ handOver, hook: null, fetcher: handOver.fetcher }]),
    ...handOver.hooks.flatMap((hook) =>
      hook.fetcher === null || hook.canBeAuthenticated === "no" || hook.settledIsLoading === "yes"
        ? []
        : [{ handOver, hook, fetcher: hook.fetcher }],
    ),
  ]);
}

/** Why some fetchers are not among {@link fetchersInUse}: completes "not checked, because …". */
export function unfollowedFetchers(wiring: WiringFact): string[] {
  return wiring.tokenHandOvers.flatMap(({ via, location, hooks, fetcher }) => {
    const place = `${location.file}:${location.line}`;
    if (via === "setAuth" && fetcher === null)
      return [`the function given to setAuth in ${place} could not be followed`];
    if (via !== "ConvexProviderWithAuth") return [];
    const isFollowed =
      hooks.length > 0 && hooks.every((hook) => hook.fetcher !== null || hook.canBeAuthenticated === "no");
    return isFollowed
      ? []
      : [`the useAuth hook given to ConvexProviderWithAuth in ${place} could not be followed`];
  });
}

/** The first version of `convex` that knows `initialAuthTokenReuse`. */
export const INITIAL_TOKEN_REUSE_SINCE = "1.42.1";

/**
 * Whether the client takes the first token as it is. Without that, Convex forces a refresh as soon as the first token
 * is confirmed, on every page load.
 */
export function reusesInitialToken(client: ConvexClientCreation | null, packages: PackagesFact): Tri {
  if (client === null) return "unknown";
  const installed = packages["convex"]?.installed ?? null;
  const isKnown = installed === null || satisfies(installed, `>=${INITIAL_TOKEN_REUSE_SINCE}`);
  return isKnown ? client.initialAuthTokenReuse : "no";
}

/** Names a hook or function for findings: one file holds one of them, as a rule. */
export function subjectOf({ hook, fetcher }: FetcherInUse): string {
  const { file, line } = hook?.location ?? fetcher.location;
  return `${file}:${line}`;
}
