import type { Facts } from "../../packages/doctor/src/facts/facts.ts";
import type { Examination } from "../../packages/doctor/src/diagnosis/examination.ts";
import { compareFacts, isFullyEvaluated, type FactDifference } from "./compare-facts.ts";
import { compareFindings, type FindingVerdict } from "./compare-findings.ts";
import type { ExpectedRepository } from "./expectation.ts";

/** How the doctor did on one repository. */
export interface Outcome {
  repository: string;
  commit: string;
  apps: number;
  backends: number;
  /** Whether an app there uses AuthKit. */
  hasAuthKit: boolean;
  /** Whether every auth config there was evaluated to the last character. */
  evaluated: boolean;
  /** How many defects must be told, whether or not they were. */
  expected: number;
  differences: FactDifference[];
  verdicts: FindingVerdict[];
  /** Files that could not be read, with the reason. */
  unreadable: string[];
  /** Failure modes whose detector threw. */
  crashes: string[];
}

/** Holds one examination against the table. */
export function outcomeOf(
  examination: Pick<Examination, "findings" | "unreadable"> & { facts: Facts; crashes: { id: string }[] },
  expected: ExpectedRepository,
): Outcome {
  const { facts, findings, unreadable, crashes } = examination;
  return {
    repository: expected.repository,
    commit: expected.commit,
    apps: expected.apps.length,
    backends: expected.backends.length,
    hasAuthKit: expected.apps.some(({ authkit }) => authkit),
    evaluated: isFullyEvaluated(facts, expected),
    expected: expected.findings.must.length,
    differences: compareFacts(facts, expected),
    verdicts: compareFindings(findings, expected.findings),
    unreadable: unreadable.map(({ file, why }) => `${file}: ${why}`),
    crashes: crashes.map(({ id }) => id),
  };
}

/** Whether nothing is left to explain. */
export function isClean({ differences, verdicts, crashes }: Outcome): boolean {
  const right = verdicts.every(({ verdict }) => verdict === "found" || verdict === "allowed");
  return right && differences.length === 0 && crashes.length === 0;
}
