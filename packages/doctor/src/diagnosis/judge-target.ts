import { satisfies } from "./version-range.ts";
import type { Finding } from "./finding.ts";
import { fingerprint } from "../fingerprint.ts";
import { targetFacts } from "./target-facts.ts";
import { isMissing } from "../facts/missing.ts";
import type { Facts, FactName, TargetFacts } from "../facts/facts.ts";
import type { PackagesFact } from "../facts/packages/packages.ts";
import type { Target } from "../facts/target.ts";
import type { App, Framework } from "../facts/workspace/workspace.ts";
import type { Detector, FailureMode, Outcome, Severity, Shown } from "../failure-modes/failure-mode.ts";
import { projectCommands, type CommandContext } from "../failure-modes/project-commands.ts";

/** What one failure mode yields for one target. */
export interface Judged {
  mode: FailureMode;
  target: Target;
  /** Merged by subject, not yet folded under each other. */
  shown: Shown[];
  /** Whether at least one detector could look. */
  looked: boolean;
  /** Why the others could not. */
  notChecked: string[];
}

/** A detector that threw: a defect of the doctor, told in the report instead of ending it. */
export interface Crash {
  id: string;
  error: unknown;
}

/**
 * Runs every failure mode over the facts of one target.
 *
 * @param crashed receives what a detector threw; the others go on.
 */
export function judgeTarget(
  facts: Facts,
  target: Target,
  modes: readonly FailureMode[],
  crashed: (crash: Crash) => void,
): Judged[] {
  const factOf = targetFacts(facts, target);
  const app = appOf(facts, target);
  const packages = factOf("packages");
  const versions = isMissing(packages) ? {} : (packages as PackagesFact);
  const judged: Judged[] = [];
  for (const mode of modes) {
    if (!applies(mode, app?.framework, versions)) continue;
    const outcomes: Outcome[] = [];
    const notChecked: string[] = [];
    let looked = false;
    for (const detector of mode.detectors) {
      const absent = detector.needs.map(factOf).find(isMissing);
      if (absent !== undefined) {
        notChecked.push(absent.missing);
        continue;
      }
      const found = run(detector, factOf, target, (error) => crashed({ id: mode.id, error }));
      const reasons = found.flatMap((outcome) => (outcome.kind === "not-checked" ? [outcome.because] : []));
      notChecked.push(...reasons);
      if (reasons.length === 0 || found.length > reasons.length) looked = true;
      outcomes.push(...found);
    }
    const shown = merge(withoutRefuted(outcomes)).map((it) => bounded(it, mode, versions));
    judged.push({ mode, target, shown, looked, notChecked: [...new Set(notChecked)] });
  }
  return judged;
}

function run(
  detector: Detector,
  factOf: (name: FactName) => unknown,
  target: Target,
  crashed: (error: unknown) => void,
): Outcome[] {
  const needed = Object.fromEntries(detector.needs.map((name) => [name, factOf(name)]));
  try {
    // Every fact the detector declared is present: that was checked by the caller.
    return [...detector.find(needed as unknown as TargetFacts, target)];
  } catch (error) {
    crashed(error);
    return [];
  }
}

function appOf(facts: Facts, target: Target): App | undefined {
  const { workspace } = facts.project;
  return isMissing(workspace) ? undefined : workspace.apps.find(({ dir }) => dir === target.app);
}

function applies(mode: FailureMode, framework: Framework | undefined, versions: PackagesFact): boolean {
  const { frameworks, packages } = mode.appliesTo;
  if (frameworks !== undefined && (framework === undefined || !frameworks.includes(framework))) return false;
  return Object.entries(packages ?? {}).every(([name, range]) => {
    const version = versions[name];
    if (version === undefined) return false;
    return version.installed === null || satisfies(version.installed, range);
  });
}

function withoutRefuted(outcomes: readonly Outcome[]): Shown[] {
  const refuted = outcomes.filter((outcome) => outcome.kind === "refuted");
  return outcomes.filter(
    (outcome): outcome is Shown =>
      outcome.kind === "shown" &&
      !refuted.some(({ subject }) => subject === null || subject === outcome.subject),
  );
}

const RANK: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

/** Orders severities, the worst first. */
export function bySeverity(one: { severity: Severity }, other: { severity: Severity }): number {
  return RANK[one.severity] - RANK[other.severity];
}

function merge(all: readonly Shown[]): Shown[] {
  const bySubject = new Map<string, Shown>();
  for (const shown of [...all].sort(bySeverity)) {
    const first = bySubject.get(shown.subject);
    const merged = first && { ...first, evidence: [...first.evidence, ...shown.evidence] };
    bySubject.set(shown.subject, merged ?? shown);
  }
  return [...bySubject.values()];
}

/** Keeps a finding within what its failure mode and its certainty allow. */
function bounded(shown: Shown, mode: FailureMode, versions: PackagesFact): Shown {
  const untested = Object.entries(mode.testedWith).some(([name, tested]) => {
    const installed = versions[name]?.installed;
    return installed !== undefined && installed !== null && satisfies(installed, `>${tested}`);
  });
  const confidence = untested ? "likely" : shown.confidence;
  const worst: Severity = confidence === "likely" && mode.severity === "error" ? "warning" : mode.severity;
  const severity = RANK[shown.severity] < RANK[worst] ? worst : shown.severity;
  return { ...shown, confidence, severity };
}

/** Renders what was shown as a finding of its target. */
export function findingOf(shown: Shown, { mode, target }: Judged, commands: CommandContext): Finding {
  return {
    id: mode.id,
    step: mode.step,
    severity: shown.severity,
    confidence: shown.confidence,
    title: mode.title,
    detail: shown.detail,
    subject: shown.subject,
    app: target.app,
    stage: target.stage,
    stages: [target.stage],
    location: shown.location,
    evidence: shown.evidence,
    consequenceOf: null,
    remedy: [...mode.remedy(projectCommands(commands), shown)],
    repairable: false,
    fingerprint: fingerprint(`${mode.id}\n${shown.subject}`),
    docs: `docs/failure-modes/${mode.id}.md`,
  };
}
