import type { Location } from "../location.ts";

/** How an app connects AuthKit to Convex: providers, clients, and the hook that hands tokens over. */
export interface WiringFact {
  /** Every place where Convex is given a source of tokens. */
  tokenHandOvers: TokenHandOver[];
}

/** One place where Convex is given tokens. */
export interface TokenHandOver {
  via: "ConvexProviderWithAuth" | "ConvexProviderWithAuthKit" | "setAuth" | "server";
  location: Location;
}
