import type { Location } from "../location.ts";

/** What the Convex functions of one backend do with the identity of their caller. */
export interface FunctionsFact {
  /** Every call of `ctx.auth.getUserIdentity()`. */
  identityReads: IdentityRead[];
  /** Every claim that is read from an identity, however the identity reached that place. */
  claimReads: ClaimRead[];
  /**
   * Functions that may need an identity. A function that is not listed lives in a file that never asks for one, or
   * could not be read.
   */
  functions: ConvexFunction[];
}

/** One place where a function asks who is calling. */
export interface IdentityRead {
  location: Location;
}

/** One place where a claim is read. */
export interface ClaimRead {
  /** Name of the claim as the code reads it, e.g. `email`, `pictureUrl`, `act.sub`. */
  claim: string;
  /** Whether an access decision hangs on it, or it is only shown or stored. */
  use: "decides" | "shows";
  /** Other claims that the same expression falls back to: `identity.picture ?? identity.pictureUrl`. */
  alternatives: string[];
  /** The expression as written. */
  quote: string;
  location: Location;
}

/** One exported Convex function. */
export interface ConvexFunction {
  /** As Convex names it: `notes:list`, `users/admin:remove`. */
  path: string;
  /** What happens when nobody is signed in. */
  withoutIdentity: "throws" | "tolerates" | "unknown";
  location: Location;
}
