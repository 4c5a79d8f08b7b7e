import type { Location } from "../location.ts";

/** Which environment variables the code of an app and of its Convex functions reads, and what it gives the SDKs in code instead. */
export interface EnvironmentReadsFact {
  reads: EnvironmentRead[];
  /**
   * Prefixes with which a variable reaches the client, e.g. `["VITE_"]`; null when the configuration does not tell.
   */
  publicPrefixes: string[] | null;
  /** WorkOS API keys (or others that begin with `sk_`) that stand in the source. */
  keysInSource: KeyInSource[];
  /**
   * Whether the middleware or proxy of authkit-nextjs is given a redirect URI in code: `none` only where every call
   * was found and read.
   */
  redirectUriOption: "given" | "none" | "unknown";
  /** Where that middleware or proxy is called; null when no call was found. */
  middlewareCall: Location | null;
  /** Whether a cookie password is given in code (`configure({ cookiePassword })`). */
  cookiePasswordOption: boolean;
}

/** One place where code reads a variable. */
export interface EnvironmentRead {
  name: string;
  object: "import.meta.env" | "process.env";
  /** Whether the code runs in the browser (or on the device), or in Convex functions. `unknown` may run anywhere. */
  side: "client" | "convex" | "unknown";
  /** What the value is given to, as far as the same file shows it. */
  use: "client-id" | "redirect-uri" | "convex-url" | "other";
  /**
   * What happens without the variable: `undefined` is passed on, a `fallback` takes its place, the code `throws`, or it
   * looks at the value in a way that was not followed.
   */
  whenUnset: "undefined" | "fallback" | "throws" | "unknown";
  /** The other variables of the same expression that do as well: `process.env.A ?? process.env.B`. */
  alternatives: string[];
  location: Location;
}

/** An API key in the source. */
export interface KeyInSource {
  /** Redacted form. */
  shown: string;
  side: EnvironmentRead["side"];
  location: Location;
}
