import { bySeverity } from "./judge-target.ts";
import type { Finding } from "./finding.ts";
import { STAGES } from "../facts/stage.ts";

/**
 * Makes one finding of the same failure mode about the same subject in several targets. It stays a consequence only
 * if it is one in every target where it was found.
 *
 * @param perTarget the findings of each examined target
 */
export function mergeAcrossTargets(perTarget: readonly (readonly Finding[])[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of perTarget.flat()) {
    groups.set(finding.fingerprint, [...(groups.get(finding.fingerprint) ?? []), finding]);
  }
  return [...groups.values()].map(mergeOne);
}

function mergeOne(same: readonly Finding[]): Finding {
  const [worst] = [...same].sort(bySeverity);
  if (worst === undefined) throw new Error("A group of findings is never empty.");
  const stages = [...new Set(same.flatMap((finding) => finding.stages))];
  const apps = new Set(same.map(({ app }) => app));
  const evidence = new Map(same.flatMap((it) => it.evidence).map((it) => [JSON.stringify(it), it]));
  const root = same.find(({ consequenceOf }) => consequenceOf === null);
  return {
    ...worst,
    app: apps.size === 1 ? worst.app : null,
    stage: stages.length === 1 ? worst.stage : null,
    stages,
    evidence: [...evidence.values()],
    remedy: mergedRemedy(same),
    consequenceOf: root === undefined ? worst.consequenceOf : null,
  };
}

/** The steps of all stages in their order: a step that is the same everywhere once, the others one after the other. */
function mergedRemedy(same: readonly Finding[]): string[] {
  const inStageOrder = [...same].sort(
    (one, other) =>
      STAGES.indexOf(one.stages[0] ?? "development") - STAGES.indexOf(other.stages[0] ?? "development"),
  );
  const longest = Math.max(...inStageOrder.map(({ remedy }) => remedy.length));
  const steps = Array.from({ length: longest }, (_it, index) =>
    inStageOrder.map(({ remedy }) => remedy[index]),
  );
  return [...new Set(steps.flat().filter((step) => step !== undefined))];
}
