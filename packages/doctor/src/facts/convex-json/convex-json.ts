import type { Location } from "../location.ts";
import type { Stage } from "../stage.ts";

/** What `convex.json` of one backend says, read as strictly as the Convex CLI does. */
export interface ConvexJsonFact {
  /** Path of the file; null when the backend has none (then everything else is empty, and nothing is wrong). */
  file: string | null;
  /** The folder of the functions as written; null when not set. */
  functions: string | null;
  /** What makes the CLI refuse the file, in the order of the file. Empty when it accepts it. */
  refusals: Refusal[];
  /** Keys that the CLI does not know. */
  unknownKeys: UnknownKey[];
  /** The `authKit` key; null when absent: then the CLI neither provisions nor checks anything about WorkOS. */
  authKit: AuthKitSettings | null;
}

/** Something for which the Convex CLI refuses the whole file. */
export interface Refusal {
  /** Path of the key, e.g. `authKit.prod.localEnvVars`; empty for the text as a whole. */
  path: string;
  /** What is wrong, as a sentence. */
  message: string;
  location: Location;
}

/** A key that the Convex CLI does not know. */
export interface UnknownKey {
  /** Path of the object that holds it, e.g. `authKit.dev.configure`; empty for the top level. */
  parent: string;
  key: string;
  /** The known key that was probably meant; null when none is similar. */
  meant: string | null;
  /** `dropped`: the CLI ignores it without a word (inside `authKit`); `kept`: it prints a warning and goes on. */
  effect: "dropped" | "kept";
  location: Location;
}

/** The `authKit` key of convex.json. */
export interface AuthKitSettings {
  location: Location;
  /** The sections that are there, by the stage they configure. */
  stages: Partial<Record<Stage, AuthKitSection>>;
}

/** One section (`dev`, `preview` or `prod`) of `authKit`. */
export interface AuthKitSection {
  /** Its key in the file. */
  key: "dev" | "preview" | "prod";
  location: Location;
  /** What the CLI registers at WorkOS; false when switched off, null when absent. */
  configure: AuthKitConfigure | false | null;
  /** Variables that the CLI writes to `.env.local`; false when switched off, null when absent. */
  localEnvVars: Record<string, Template> | false | null;
  environmentType: "development" | "staging" | "production" | null;
}

/** URLs that the CLI registers at WorkOS. It only ever adds: none is removed again. */
export interface AuthKitConfigure {
  location: Location;
  redirectUris: Template[];
  corsOrigins: Template[];
  appHomepageUrl: Template | null;
}

/** A value that may hold `${buildEnv.X}` and `${authEnv.X}`. */
export interface Template {
  /** As written. */
  raw: string;
  parts: TemplatePart[];
  location: Location;
}

/** One part of a template. `unknown` expressions make the CLI stop. */
export type TemplatePart =
  | { kind: "text"; text: string }
  | { kind: "buildEnv"; name: string }
  | { kind: "authEnv"; name: "WORKOS_CLIENT_ID" | "WORKOS_API_KEY" | "WORKOS_ENVIRONMENT_ID" }
  | { kind: "unknown"; expression: string };
