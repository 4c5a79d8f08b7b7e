import { isMissing } from "../facts/missing.ts";
import { STAGES, type Stage } from "../facts/stage.ts";
import type { Facts } from "../facts/facts.ts";
import type { Target } from "../facts/target.ts";

/** Narrows what is judged. */
export interface TargetSelection {
  /** Only this stage. */
  stage?: Stage | undefined;
  /** Only the app with this folder or package name. */
  app?: string | undefined;
}

/**
 * Every target of a project: each app with its backend, each backend that no app uses, in every stage that is in
 * evidence. A project without any of them has no targets.
 */
export function targetsOf(facts: Facts, selection: TargetSelection = {}): Target[] {
  const { workspace, stages } = facts.project;
  if (isMissing(workspace)) return [];
  const inEvidence = isMissing(stages) ? ["development" as const] : stages.map(({ stage }) => stage);
  const examined = STAGES.filter((stage) =>
    selection.stage === undefined ? inEvidence.includes(stage) : stage === selection.stage,
  );
  const apps = workspace.apps.filter(
    ({ dir, name }) => selection.app === undefined || [dir || ".", name].includes(selection.app),
  );
  const used = new Set(workspace.apps.map(({ backend }) => backend));
  const alone =
    selection.app === undefined ? workspace.backends.filter((it) => !used.has(it.functionsDir)) : [];
  const pairs = [
    ...apps.map(({ dir, backend }) => ({ app: dir, backend })),
    ...alone.map(({ functionsDir }) => ({ app: null, backend: functionsDir })),
  ];
  return pairs.flatMap((pair) => examined.map((stage) => ({ ...pair, stage })));
}
