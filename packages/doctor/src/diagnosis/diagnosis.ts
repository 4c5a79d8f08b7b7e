import type { Step } from "@convex-authkit/core";
import type { Stage } from "../facts/stage.ts";

/**
 * How a step of the chain stands: `holds` is shown by a token, traffic, a deployment or a browser; `broken` by a
 * finding at `error`; `unknown` was checked and nothing certain was found; `not-checked` had no evidence.
 */
export type StepStatus = "holds" | "broken" | "unknown" | "not-checked";

/** One step of the chain in a diagnosis. */
export interface ChainLink {
  step: Step;
  status: StepStatus;
  /** Why, where it is not plain: what proves it, which finding broke it, what could not be checked. */
  because?: string;
}

/** The findings for one target, ordered along the chain. */
export interface Diagnosis {
  /** Folder of the app (`.` for the root); null for a backend without an app. */
  app: string | null;
  /** Functions folder of the backend; null when the project does not hold it. */
  backend: string | null;
  stage: Stage;
  chain: ChainLink[];
  /** The first step that a finding at `error` breaks; null when none does. */
  firstBroken: Step | null;
  /** Fingerprints of this target's findings, along the chain. */
  findings: string[];
}
