import type { Location } from "../location.ts";
import type { Side, Stage } from "../stage.ts";

/** The variables of one app and its backend, per stage and side. */
export interface EnvironmentFact {
  stages: Record<Stage, Record<Side, SideVariables>>;
}

/** The variables that one side has in one stage, as far as the evidence shows them. */
export interface SideVariables {
  /**
   * Whether all variables of this side and stage are in evidence, so that a name not listed is known to be unset.
   * `.env.local` completes the host side of development; `--host-env` and `--convex-env` complete what they name.
   */
  complete: boolean;
  /** Why a name not listed cannot be called unset; completes "not checked, because …". Empty when complete. */
  because: string;
  variables: Record<string, Variable>;
}

/** One variable with the value that wins for its stage and side. */
export interface Variable {
  name: string;
  value: VariableValue;
  location: Location;
}

/** A value that may be shown, or what may be known of one that may not. */
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
    };
