import type { Location } from "../location.ts";

/** What the Convex functions of one backend do with the identity. */
export interface FunctionsFact {
  /** Every call of `ctx.auth.getUserIdentity()`, wrappers included. */
  identityReads: IdentityRead[];
}

/** One place where a function asks who is calling. */
export interface IdentityRead {
  location: Location;
}
