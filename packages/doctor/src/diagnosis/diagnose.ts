import { STEPS } from "@convex-authkit/core";
import { chainOf } from "./chain.ts";
import { consequences } from "./consequences.ts";
import type { Diagnosis } from "./diagnosis.ts";
import type { NotCheckedReason } from "./examination.ts";
import type { Finding } from "./finding.ts";
import { bySeverity, findingOf, judgeTarget, type Crash, type Judged } from "./judge-target.ts";
import { mergeAcrossTargets } from "./merge-findings.ts";
import { proofsOf } from "./proofs.ts";
import { targetsOf, type TargetSelection } from "./targets.ts";
import type { Facts } from "../facts/facts.ts";
import { applyIgnores } from "../facts/ignores/apply-ignores.ts";
import { isMissing } from "../facts/missing.ts";
import type { Target } from "../facts/target.ts";
import type { CommandContext } from "../failure-modes/project-commands.ts";
import type { FailureMode } from "../failure-modes/failure-mode.ts";

/** What comes out of the facts of a project. */
export interface Diagnosed {
  diagnoses: Diagnosis[];
  /** Along the chain, the worst of a step first. */
  findings: Finding[];
  /** What the project asked not to be told. */
  ignored: Finding[];
  notChecked: NotCheckedReason[];
  /** Failure modes whose detector threw: defects of the doctor. */
  crashes: Crash[];
}

/**
 * Judges every target of a project: failure modes over facts, findings along the chain, the first broken step of
 * each target. Pure: facts in, diagnosis out.
 */
export function diagnose(
  facts: Facts,
  modes: readonly FailureMode[],
  selection: TargetSelection = {},
): Diagnosed {
  const inOrder = [...modes].sort((one, other) => STEPS.indexOf(one.step) - STEPS.indexOf(other.step));
  const crashes = new Map<string, Crash>();
  const perTarget = targetsOf(facts, selection).map((target) => {
    const judged = judgeTarget(facts, target, inOrder, (crash) => crashes.set(crash.id, crash));
    const { ignores } = facts.project;
    const all = findingsOf(judged, commandContext(facts, target));
    const { told, ignored } = isMissing(ignores) ? { told: all, ignored: [] } : applyIgnores(all, ignores);
    return { target, judged, findings: told, ignored };
  });
  return {
    diagnoses: perTarget.map(({ target, judged, findings: own }) => {
      const chain = chainOf(own, judged, proofsOf(facts, target));
      return {
        app: target.app === "" ? "." : target.app,
        backend: target.backend,
        stage: target.stage,
        chain,
        firstBroken: chain.find(({ status }) => status === "broken")?.step ?? null,
        findings: own.sort(alongTheChain).map((finding) => finding.fingerprint),
      };
    }),
    findings: mergeAcrossTargets(perTarget.map((one) => one.findings)).sort(alongTheChain),
    ignored: mergeAcrossTargets(perTarget.map((one) => one.ignored)).sort(alongTheChain),
    notChecked: notCheckedReasons(perTarget),
    crashes: [...crashes.values()],
  };
}

function findingsOf(judged: readonly Judged[], commands: CommandContext): Finding[] {
  const causes = consequences(judged);
  return judged.flatMap((one) =>
    one.shown.map((shown) => ({
      ...findingOf(shown, one, commands),
      consequenceOf: causes.get(one.mode.id) ?? null,
    })),
  );
}

/** Orders findings along the chain, the worst of a step first, then by place. */
function alongTheChain(one: Finding, other: Finding): number {
  return (
    STEPS.indexOf(one.step) - STEPS.indexOf(other.step) ||
    bySeverity(one, other) ||
    one.id.localeCompare(other.id) ||
    (one.location?.file ?? "").localeCompare(other.location?.file ?? "") ||
    (one.location?.line ?? 0) - (other.location?.line ?? 0)
  );
}

function notCheckedReasons(perTarget: readonly { target: Target; judged: Judged[] }[]): NotCheckedReason[] {
  const reasons = new Map<string, NotCheckedReason>();
  for (const { target, judged } of perTarget) {
    for (const { mode, notChecked } of judged) {
      for (const because of notChecked) {
        const known = reasons.get(because) ?? { because, steps: [], failureModes: [], targets: [] };
        if (!known.steps.includes(mode.step)) known.steps.push(mode.step);
        if (!known.failureModes.includes(mode.id)) known.failureModes.push(mode.id);
        if (!known.targets.includes(target)) known.targets.push(target);
        reasons.set(because, known);
      }
    }
  }
  return [...reasons.values()];
}

function commandContext(facts: Facts, target: Target): CommandContext {
  const { workspace } = facts.project;
  const backend = isMissing(workspace)
    ? undefined
    : workspace.backends.find(({ functionsDir }) => functionsDir === target.backend);
  return {
    packageManager: isMissing(workspace) ? "npm" : workspace.packageManager,
    stage: target.stage,
    appDir: target.app ?? "",
    backendDir: backend?.dir ?? target.app ?? "",
    functionsDir: backend?.functionsDir ?? [target.app, "convex"].filter(Boolean).join("/"),
    convexJson: backend?.convexJson ?? null,
  };
}
