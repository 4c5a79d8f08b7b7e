import type { Location } from "../location.ts";
import type { Side, Stage } from "../stage.ts";

/** The variables of one app and its backend, per stage and side. */
export interface EnvironmentFact {
  /** Whose rules decide which file wins and what `$` means for this app. */
  loader: EnvLoaderName;
  stages: Record<Stage, Record<Side, SideVariables>>;
  /**
   * Variables of example files (`.env.example`, `.env.production.example`) by the stage that their name says;
   * `.env.example` counts as development. Nothing loads them.
   */
  examples: Record<Stage, Record<string, Variable>>;
  /** Variables whose value in development depends on who loads the files: the framework or the Convex CLI. */
  disagreements: Disagreement[];
  /** Per stage: other apps of the project that share this app's cookie domain, with their cookie password. */
  sharedCookieDomain: Record<Stage, SharedCookieDomain | null>;
}

/** Whose rules an app's env files follow. */
export type EnvLoaderName = "next" | "vite" | "expo" | "bun" | "dotenv";

/** The variables that one side has in one stage, as far as the evidence shows them. */
export interface SideVariables {
  /**
   * Whether all variables of this side and stage are in evidence, so that a name not listed is known to be unset.
   * `.env.local` completes the host side of development; `--host-env` and `--convex-env` complete what they name.
   * Ask {@link isKnownUnset} rather than this field.
   */
  complete: boolean;
  /** Why a name not listed cannot be called unset; completes "not checked, because …". Empty when complete. */
  because: string;
  /** Names that may be set all the same, because a configuration file of the framework mentions them. */
  mentioned: string[];
  /** Files that were read for this side and stage, strongest first. */
  files: string[];
  variables: Record<string, Variable>;
}

/** One variable with the value that wins for its stage and side. */
export interface Variable {
  name: string;
  value: VariableValue;
  location: Location;
  /** What surrounds the value although it hardly belongs to it; null when nothing does. */
  blemish: "quotes" | "whitespace" | "line break" | null;
  /** Whether the loader changed the value by expanding `$NAME` in it. */
  expanded: boolean;
  /** Names that its `$NAME` refers to and that no file holds: the shell may hold them, so the value is a guess. */
  unresolved: string[];
}

/** A value that may be shown, what may be known of one that may not, or that there is one. */
export type VariableValue =
  | { kind: "public"; text: string }
  | {
      kind: "secret";
      /** Redacted form for reports, e.g. `sk_test_…abcd`. */
      shown: string;
      /** Length in characters. */
      length: number;
      /** Equal secrets have equal fingerprints; says nothing else about the secret. */
      fingerprint: string;
      /** The WorkOS environment an API key's prefix names; null for other secrets. */
      apiKey: "sk_test" | "sk_live" | null;
      /** Whether the text is a published placeholder rather than a secret. */
      placeholder: boolean;
    }
  /** Only the name is in evidence (`npx convex env list --names-only`). */
  | { kind: "unknown" };

/** A variable that two loaders of the same folder read differently. */
export interface Disagreement {
  name: string;
  readings: { loader: EnvLoaderName | "convex-cli"; value: VariableValue; location: Location }[];
}

/** Apps that set cookies for one domain read each other's session cookie. */
export interface SharedCookieDomain {
  domain: string;
  others: { app: string; password: Variable }[];
}

/** Whether it is certain that a side does not have a variable. */
export function isKnownUnset(side: SideVariables, name: string): boolean {
  return side.complete && !Object.hasOwn(side.variables, name) && !side.mentioned.includes(name);
}

/** The text of a variable that may be shown; null when it is absent, secret, unknown or a guess. */
export function publicText(side: SideVariables, name: string): string | null {
  const variable = side.variables[name];
  if (variable === undefined || variable.unresolved.length > 0) return null;
  return variable.value.kind === "public" ? variable.value.text : null;
}
