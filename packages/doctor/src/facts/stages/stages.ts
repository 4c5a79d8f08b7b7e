import type { Stage } from "../stage.ts";

/** The stages that the evidence speaks of; development always. */
export type StagesFact = StageInEvidence[];

/** One stage and what shows that the project has it. */
export interface StageInEvidence {
  stage: Stage;
  /** What shows it, e.g. `the prod section of packages/backend/convex.json`. */
  because: string;
}
