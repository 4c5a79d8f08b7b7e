import type { Way } from "../gating/gating.ts";
import type { Location } from "../location.ts";

/** What people click to sign in and out, and what leads there without a click. */
export interface ControlsFact {
  /** Links to route handlers of the app. */
  links: RouteLink[];
  /** Calls of `router.prefetch()` for route handlers of the app. */
  prefetchCalls: { path: string; quote: string; location: Location }[];
  /** Controls whose click calls `signIn()` or `signUp()` of authkit-react. */
  signInButtons: SignInButton[];
  /** Links whose address `getSignInUrl()` of authkit-react gave once, when their component was mounted. */
  addressesReadOnce: AddressReadOnce[];
}

/** A link to a route handler. */
export interface RouteLink {
  /** Path within the app, without what follows `?` or `#`. */
  path: string;
  /** `next-link` prefetches what comes into view; `anchor` and the `router-link` of other routers do not. */
  kind: "next-link" | "router-link" | "anchor";
  /** Of a `next-link`: whether it prefetches. */
  prefetch: "eager" | "off" | "unknown";
  quote: string;
  location: Location;
}

/** A control that signs in by calling the SDK. */
export interface SignInButton {
  quote: string;
  location: Location;
  /** The ways on which it is certainly there and enabled, and its click calls the SDK. */
  ways: Way[];
}

/** A link whose address is read once. */
export interface AddressReadOnce {
  /** The call of `getSignInUrl()`. */
  quote: string;
  location: Location;
  /** The link that gets the address. */
  link: { quote: string; location: Location };
  /** The ways on which the component that reads it is certainly mounted. */
  ways: Way[];
}
