import { diagnose, type Diagnosed } from "./diagnosis/diagnose.ts";
import type { Examination } from "./diagnosis/examination.ts";
import type { TargetSelection } from "./diagnosis/targets.ts";
import type { Facts } from "./facts/facts.ts";
import { ignoreProblems } from "./facts/ignores/apply-ignores.ts";
import type { Inputs } from "./facts/inputs.ts";
import { isMissing } from "./facts/missing.ts";
import { readFacts } from "./facts/read-facts.ts";
import { failureModes } from "./failure-modes/index.ts";
import type { FailureMode } from "./failure-modes/failure-mode.ts";
import type { ProjectFiles, UnreadableFile } from "./project-files/project-files.ts";

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
  const facts = await readFacts(files, inputs, options.stage ?? null);
  const diagnosed = diagnose(facts, options.modes ?? failureModes, options);
  const { diagnoses } = diagnosed;
  const distinct = <T>(values: readonly (T | null)[]): T[] => [
    ...new Set(values.filter((value): value is T => value !== null)),
  ];
  return {
    facts,
    ...diagnosed,
    examined: {
      apps: distinct(diagnoses.map(({ app }) => app)),
      backends: distinct(diagnoses.map(({ backend }) => backend)),
      files: files.files.length,
      stages: distinct(diagnoses.map(({ stage }) => stage)),
    },
    unreadable: [
      ...files.unreadable,
      ...unreadableFacts(facts, distinct(diagnoses.map(({ backend }) => backend))),
    ],
  };
}

/** What the readers of facts could not understand. */
function unreadableFacts({ project, backends }: Facts, judged: readonly string[]): UnreadableFile[] {
  const { workspace, ignores } = project;
  const ids = failureModes.map(({ id }) => id);
  const problems = isMissing(ignores) ? [] : ignoreProblems(ignores, ids);
  return [
    ...(isMissing(workspace) ? [] : workspace.unreadable),
    ...judged.flatMap((backend) => {
      const authConfig = backends[backend]?.authConfig;
      if (authConfig === undefined || isMissing(authConfig) || authConfig.problem === null) return [];
      if (authConfig.refused !== undefined) return [];
      const { why, location } = authConfig.problem;
      return [{ file: `${location.file}:${location.line}`, why }];
    }),
    ...problems.map(({ sentence, location }) => ({
      file: `${location.file}:${location.line}`,
      why: sentence,
    })),
  ];
}
