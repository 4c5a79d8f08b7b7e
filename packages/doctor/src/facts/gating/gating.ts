import type { Location } from "../location.ts";
import type { AuthMoment, Truth } from "./auth-moment.ts";

/** What an app runs before Convex has accepted the token. */
export interface GatingFact {
  /** The queries of the app whose Convex functions need an identity, or may need one. */
  queries: QueryUse[];
  /** Navigations to a sign-in page that effects and guards make by themselves. */
  signInRedirects: SignInRedirect[];
}

/** A call that asks Convex for the result of a query and keeps listening. */
export interface QueryUse {
  /** The function as Convex names it: `notes:list`. */
  query: string;
  /** What that function does when nobody is signed in. */
  withoutIdentity: "throws" | "unknown";
  /** `react-query` for `useSuspenseQuery(convexQuery(…))` and the like, whose data may come from the server. */
  via: "convex" | "react-query";
  quote: string;
  location: Location;
  /**
   * The ways through the components on which it is certainly run; empty when none could be followed, or when it is
   * not known that the function needs an identity.
   */
  ways: Way[];
}

/** When something happens on one way through the components of an app. */
export interface Way {
  /** Whether it happens at each moment of signing in. */
  at: Record<AuthMoment, Truth>;
  /** The conditions on this way that hold with a user of AuthKit and not without. */
  gates: { quote: string; location: Location }[];
}

/** A navigation to a sign-in page that nobody asked for by a click. */
export interface SignInRedirect {
  /** The path it leads to. */
  to: string;
  quote: string;
  location: Location;
  ways: Way[];
}
