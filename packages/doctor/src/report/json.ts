import type { Diagnosis } from "../diagnosis/diagnosis.ts";
import type { Examination, Examined, NotCheckedReason } from "../diagnosis/examination.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { JwtTemplateFact } from "../facts/jwt-template/jwt-template.ts";
import type { UnreadableFile } from "../project-files/project-files.ts";
import { givenTemplates, judgedTokens, type JudgedToken } from "./handed-in.ts";

/** What `--json` prints: the contract for scripts, CI and agents, documented as JSON Schema in the package. */
export interface JsonReport {
  schemaVersion: 1;
  /** One per target; `findings` are fingerprints. */
  diagnoses: Diagnosis[];
  /** Along the chain, the worst of a step first. */
  findings: Omit<Finding, "subject">[];
  /** The tokens that were handed in, with what Convex decides. */
  tokens: JudgedToken[];
  /** The JWT templates that were handed in, with the identity that functions would see. */
  jwtTemplates: JwtTemplateFact[];
  /** What no failure mode could look at, and why, once per reason. */
  notChecked: Pick<NotCheckedReason, "because" | "steps" | "failureModes">[];
  /** Findings that a comment or package.json silences. */
  ignored: Omit<Finding, "subject">[];
  examined: Examined;
  unreadable: UnreadableFile[];
  durationMs: number;
}

/** Renders a run as the JSON report. */
export function jsonReport(examination: Examination, durationMs: number): JsonReport {
  const { facts, diagnoses, findings, notChecked, ignored, examined, unreadable } = examination;
  return {
    schemaVersion: 1,
    diagnoses: [...diagnoses],
    findings: findings.map(withoutSubject),
    tokens: judgedTokens(facts),
    jwtTemplates: givenTemplates(facts),
    notChecked: notChecked.map(({ because, steps, failureModes }) => ({ because, steps, failureModes })),
    ignored: ignored.map(withoutSubject),
    examined,
    unreadable,
    durationMs: Math.round(durationMs),
  };
}

function withoutSubject({ subject: _subject, ...rest }: Finding): Omit<Finding, "subject"> {
  return { ...rest, app: rest.app === "" ? "." : rest.app };
}
