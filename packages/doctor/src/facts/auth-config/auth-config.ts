import type { Location } from "../location.ts";

/** The auth config of one backend, as far as it can be evaluated without executing it. */
export interface AuthConfigFact {
  /**
   * - `evaluated`: its providers are below
   * - `absent`: the functions folder holds no auth config
   * - `two-files`: both `auth.config.ts` and `auth.config.js`, which the Convex CLI refuses
   * - `unparsable`: the file is not TypeScript (merge conflict markers, for instance)
   * - `not-evaluated`: it parses, and its value cannot be told without executing it
   */
  state: "evaluated" | "absent" | "two-files" | "unparsable" | "not-evaluated";
  /** The file; where it would have to be when absent. */
  file: string;
  /** Why it could not be evaluated, as a sentence; null when it was, or when there is none. */
  problem: { why: string; location: Location } | null;
  /** Why Convex certainly refuses a push of it, as a sentence about the file; absent where it does not, or may not. */
  refused?: string;
  /** Where the list of providers stands. */
  location: Location | null;
  providers: ConfiguredProvider[];
  /** Whether there may be more providers than could be evaluated. */
  open: boolean;
  /** Names of all environment variables that its evaluation reads, with the first place. */
  environment: { name: string; location: Location }[];
}

/** One provider of the list. */
export interface ConfiguredProvider {
  /** Position in the list as written, from 0. */
  index: number;
  location: Location;
  /** Whether it is in the list only under a condition that could not be evaluated. */
  conditional: boolean;
  /** Whether it may have keys that could not be evaluated. */
  open: boolean;
  fields: Record<ProviderKey, Field>;
  /** Keys that Convex does not know and that are certainly there, e.g. `applicationId`. */
  otherKeys: { name: string; location: Location }[];
}

/** The keys that Convex reads. */
export type ProviderKey = "type" | "issuer" | "domain" | "algorithm" | "applicationID" | "jwks";

/** The value of one key. */
export type Field =
  | { kind: "absent" }
  /** A string, possibly with environment variables in it. */
  | { kind: "text"; parts: TextPart[]; location: Location }
  /** A value that is known and no string: null, a number, an object. */
  | { kind: "other"; shown: string; location: Location }
  | { kind: "unknown"; why: string; location: Location };

/** A piece of a string: literal text, or the value of an environment variable of the deployment. */
export type TextPart = { text: string } | { env: string };
