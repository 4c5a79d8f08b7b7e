import type { Location } from "../location.ts";

/**
 * The requests that an app makes to Convex without the connection of its user interface: `fetchQuery` and its siblings of
 * `convex/nextjs`, and `ConvexHttpClient`. None of them knows of the browser's session.
 */
export interface ServerCallsFact {
  /** Those of functions that need an identity, or may need one. */
  calls: ServerCall[];
}

/** One such request. */
export interface ServerCall {
  /** The function as Convex names it: `notes:list`. */
  calls: string;
  /** What that function does when nobody is signed in. */
  withoutIdentity: "throws" | "unknown";
  /** Whether the request carries a token. */
  token: "absent" | "given" | "unknown";
  /** The call, on one line. */
  quote: string;
  location: Location;
}
