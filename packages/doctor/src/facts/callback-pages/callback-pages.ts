import type { Way } from "../gating/gating.ts";
import type { Location } from "../location.ts";

/** Pages of a single-page app that a round of signing in goes through: where AuthKit returns to, and where it starts. */
export interface CallbackPagesFact {
  /** The pages at the redirect URI's path. */
  callbacks: CallbackPage[];
  /** Pages that call `signIn()` by themselves, by path. */
  automaticSignIns: Record<string, AutomaticSignIn[]>;
}

/** The component that is rendered at the redirect URI. */
export interface CallbackPage {
  path: string;
  location: Location;
  /** Where it leads by itself. */
  navigations: PageNavigation[];
  /** Calls of the SDK's `signIn()` that it makes by itself. */
  signIns: AutomaticSignIn[];
}

/** A navigation that a page makes without a click. */
export interface PageNavigation {
  /** The path it leads to when nobody is signed in and nothing is loading; null when it cannot be told. */
  toWhenSignedOut: string | null;
  quote: string;
  location: Location;
  ways: Way[];
}

/** A call of `signIn()` without a click. */
export interface AutomaticSignIn {
  quote: string;
  location: Location;
  ways: Way[];
}
