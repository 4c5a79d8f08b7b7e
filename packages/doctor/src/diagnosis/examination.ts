import type { Step } from "@convex-authkit/core";
import type { Diagnosis } from "./diagnosis.ts";
import type { Finding } from "./finding.ts";
import type { Facts } from "../facts/facts.ts";
import type { Stage } from "../facts/stage.ts";
import type { Target } from "../facts/target.ts";
import type { UnreadableFile } from "../project-files/project-files.ts";

/** Everything a report can say about one run. */
export interface Examination {
  facts: Facts;
  diagnoses: Diagnosis[];
  findings: Finding[];
  notChecked: NotCheckedReason[];
  examined: Examined;
  unreadable: UnreadableFile[];
  /** Findings that a comment or package.json silences. */
  ignored: Finding[];
}

/** Something that could not be checked, once for all failure modes and targets with the same reason. */
export interface NotCheckedReason {
  /** Completes "not checked, because …". */
  because: string;
  steps: Step[];
  /** Ids of the failure modes that wanted to look. */
  failureModes: string[];
  targets: Target[];
}

/** What was looked at. */
export interface Examined {
  /** Folders of the apps, `.` for the root. */
  apps: string[];
  /** Functions folders of the backends. */
  backends: string[];
  /** How many files were listed. */
  files: number;
  stages: Stage[];
}
