import type { Location } from "@convex-authkit/doctor/facts/location";
import type { ProviderEdit } from "./provider-edit.ts";

/** Everything there is to say when the servers run; plain JSON. The values in it are the emulator's own and open nothing elsewhere. */
export interface Started {
  /** null: only the servers run. */
  command: StartedCommand | null;
  app: {
    /** Folder relative to the project; `""` for the project itself, null where none was found. */
    dir: string | null;
    /** Where it is expected. */
    url: string;
    redirectUri: string;
  };
  authkit: StartedAuthKit | null;
  convex: StartedConvex | null;
  /** What the app is started with. */
  variables: Record<string, string>;
  /** Those for which an env file or the shell has another value. */
  overridden: { name: string; location: Location | null }[];
  /** What has to be added to code, because no variable reaches it. */
  edits: ProviderEdit[];
  /** What else is to be known, a sentence each. */
  notes: string[];
  /** The folder, absolute, with what is kept between runs. */
  stateDirectory: string;
}

export interface StartedCommand {
  given: string;
  /** What runs in its place; null: itself. */
  instead: string | null;
  /** Commands left out, each with the script it stands in. */
  leftOut: { command: string; script: string | null }[];
}

export interface StartedAuthKit {
  url: string;
  /** The page with accounts, sessions, timeline and faults. */
  consoleUrl: string;
  clientId: string;
  /** Where the app has the client id; null: it is made up. */
  clientIdFrom: string | null;
  apiKey: string;
  issuer: string;
  accounts: { email: string; password: string | null; memberships: string[] }[];
}

export interface StartedConvex {
  url: string;
  siteUrl: string;
  /** Folder of the functions, relative to the project. */
  functions: string;
  /** How many functions are deployed. */
  deployed: number;
  /** Convex's message about the push; null: it went well. */
  problem: string | null;
  /** Variables that nobody gave. */
  missing: { name: string; location: Location; by: "auth config" | "functions" }[];
}
