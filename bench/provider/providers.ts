/** What is compared, for authkit-react. The names are those of `app/providers.tsx`. */
export const COMPARED = [
  { name: "official", title: "`ConvexProviderWithAuthKit` of @convex-dev/workos (documentation, template)" },
  { name: "forced", title: "A hook that obeys `forceRefreshToken` and gives null for every error" },
  { name: "tokenInRef", title: "A hook with the last token in a ref" },
  { name: "ours", title: "`ConvexAuthKitProvider` of convex-authkit/react" },
] as const;

/** The ways in which WorkOS is down for a minute; faults of the emulator. */
export const OUTAGES = ["rate-limit", "server-error", "html-503", "connection-reset"] as const;

/** What was measured of one provider. */
export interface Measured {
  /** Refresh grants of one page load, the SDK's own among them. */
  grantsPerLoad: number;
  /** Of these, those beyond the SDK's own: Convex's client had them forced. */
  forcedPerLoad: number;
  /** Refresh grants per five minutes, the life of a token, with one visible tab. */
  grantsPerExpiry: number;
  /** … and with five visible tabs, together. */
  grantsPerExpiryOfFive: number;
  /** Times per expiry that the page stopped showing the user as signed in. */
  flashesPerExpiry: number;
  /** Outages, of all that were tried, in which the page showed a user as signed out. */
  signedOut: number;
  /** Outages after which the page was not signed in a minute later, without a reload. */
  notRecovered: number;
  /** Outages that were tried: each kind, twice, at different times of the token's life. */
  outages: number;
  /** Whether a page that was loaded during an outage showed the user as signed out. */
  signedOutByLoad: boolean;
}

/** What the bench writes. */
export interface Results {
  date: string;
  versions: Record<string, string>;
  providers: Record<string, Measured>;
}
