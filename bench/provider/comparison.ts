import type { Seed } from "../../e2e/support/accounts.ts";
import type { EmulatedApp } from "../../e2e/support/emulated-app.ts";

/** The ways in which WorkOS is down for a minute; faults of the emulator. */
export const OUTAGES = ["rate-limit", "server-error", "html-503", "connection-reset"] as const;

/** Providers for one SDK, side by side in one production build of one app. */
export interface Comparison {
  /** Names the half of the results, and on the command line. */
  name: "vite" | "nextjs";
  /** What is compared. The app finds the name in the cookie `provider`. */
  compared: readonly { name: string; title: string }[];
  /** The packages whose versions matter. */
  packages: readonly string[];
  /** Refresh grants that the SDK itself needs for a page load, whatever Convex's client asks for. */
  ownGrantsPerLoad: number;
  /** The ages of the token at which a page is loaded during an outage, in seconds. */
  loadedAfter: readonly number[];
  /** Builds and serves the app. @param seed who can sign in */
  start(seed: Seed): Promise<EmulatedApp>;
}

/** What a kind of outage did, of all that were tried. */
export interface Outages {
  tried: number;
  /** In which the page showed a user as signed out. */
  signedOut: number;
  /** After which the page was not signed in a minute later, without a reload. */
  notRecovered: number;
  /** After which not even a reload signed in: the session was lost. */
  sessionLost: number;
  /** Requests for new tokens that WorkOS got during one of them, on average. */
  requests: number;
}

/** What was measured of one provider. */
export interface Measured {
  /** Refresh grants of one page load, the SDK's own among them. */
  grantsPerLoad: number;
  /** Of these, those beyond the SDK's own: Convex's client had them forced. */
  forcedPerLoad: number;
  /** Whether a page load shows somebody who is signed in as signed out first. */
  flashOfLoad: boolean;
  /** Refresh grants per five minutes, the life of a token, with one visible tab. */
  grantsPerExpiry: number;
  /** … and with five visible tabs, together. */
  grantsPerExpiryOfFive: number;
  /** Times per expiry that the page stopped showing the user as signed in. */
  flashesPerExpiry: number;
  /** Whether the page shows the user as signed in after three expiries in which nobody touched it. */
  signedInAfterExpiries: boolean;
  /** WorkOS is away for a minute while a page is open: each kind, twice, at different times of the token's life. */
  open: Outages;
  /** A page is loaded while WorkOS is away: each kind, once per age of the token. */
  load: Outages;
}

/** A half of what the bench writes. */
export interface Results {
  date: string;
  versions: Record<string, string>;
  providers: Record<string, Measured>;
}

/** What the bench writes. */
export type AllResults = Partial<Record<Comparison["name"], Results>>;
