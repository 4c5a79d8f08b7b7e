import type { Step } from "@convex-authkit/core";
import type { Confidence, Evidence, Severity } from "../failure-modes/failure-mode.ts";
import type { Location } from "../facts/location.ts";
import type { Stage } from "../facts/stage.ts";

/** One failure mode shown at one subject, with all its evidence. */
export interface Finding {
  id: string;
  step: Step;
  severity: Severity;
  confidence: Confidence;
  title: string;
  /** One sentence about this very case. */
  detail: string;
  /** What it is about; findings of one id about one subject are one finding. */
  subject: string;
  /** Folder of the app; null when it holds for several apps, or for a backend alone. */
  app: string | null;
  /** null when it holds for every examined stage. */
  stage: Stage | null;
  /** The stages in which it was found. */
  stages: Stage[];
  location: Location | null;
  evidence: Evidence[];
  /** Id of the failure mode of which this is a mere consequence. */
  consequenceOf: string | null;
  remedy: string[];
  /** Whether the doctor itself can mend it. */
  repairable: boolean;
  /** Equal for the same finding in another run, whatever line it moved to. */
  fingerprint: string;
  /** The page that explains the failure mode. */
  docs: string;
}
