import { diagnose, type Diagnosed } from "./diagnosis/diagnose.ts";
import type { Examination } from "./diagnosis/examination.ts";
import type { TargetSelection } from "./diagnosis/targets.ts";
import type { Inputs } from "./facts/inputs.ts";
import { readFacts } from "./facts/read-facts.ts";
import { failureModes } from "./failure-modes/index.ts";
import type { FailureMode } from "./failure-modes/failure-mode.ts";
import type { ProjectFiles } from "./project-files/project-files.ts";

/** What to examine, and how narrowly. */
export interface ExamineOptions extends TargetSelection {
  /** Which failure modes to look for; all when absent. */
  modes?: readonly FailureMode[];
}

/**
 * Examines a project: reads the facts from its files and from what was handed in, and diagnoses them.
 */
export async function examine(
  files: ProjectFiles,
  inputs: Inputs,
  options: ExamineOptions = {},
): Promise<Examination & Pick<Diagnosed, "crashes">> {
  const facts = await readFacts(files, inputs);
  const { diagnoses, findings, notChecked, crashes } = diagnose(
    facts,
    options.modes ?? failureModes,
    options,
  );
  const distinct = <T>(values: readonly (T | null)[]): T[] => [
    ...new Set(values.filter((value): value is T => value !== null)),
  ];
  return {
    facts,
    diagnoses,
    findings,
    notChecked,
    crashes,
    ignored: [],
    examined: {
      apps: distinct(diagnoses.map(({ app }) => app)),
      backends: distinct(diagnoses.map(({ backend }) => backend)),
      files: files.files.length,
      stages: distinct(diagnoses.map(({ stage }) => stage)),
    },
    unreadable: [...files.unreadable],
  };
}
