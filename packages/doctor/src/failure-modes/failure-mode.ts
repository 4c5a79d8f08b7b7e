import type { Step } from "@convex-authkit/core";
import type { FactName, TargetFacts } from "../facts/facts.ts";
import type { Location } from "../facts/location.ts";
import type { Target } from "../facts/target.ts";
import type { Framework } from "../facts/workspace/workspace.ts";
import type { ProjectCommands } from "./project-commands.ts";

/** How bad a failure mode is; DESIGN of the severities: see CONTRIBUTING.md. */
export type Severity = "error" | "warning" | "note";

/** Whether the evidence settles it. A `likely` finding is at most a warning. */
export type Confidence = "certain" | "likely";

/** One thing that was seen: a quotation with its place. */
export interface Evidence {
  kind: "project" | "environment" | "token" | "traffic" | "log" | "deployment" | "browser";
  /** The words or the line that show it, already redacted, short enough for one line of a report. */
  quote: string;
  location: Location | null;
}

/** What a detector yields when it sees the failure mode. */
export interface Shown {
  kind: "shown";
  /** What it is about, stable between runs and across detectors: findings with the same subject merge. */
  subject: string;
  severity: Severity;
  confidence: Confidence;
  location: Location | null;
  evidence: Evidence[];
  /** One sentence about this very case, with its values; rendered below the title. */
  detail: string;
}

/** What a detector yields when the evidence withdraws what another detector of the same failure mode may say. */
export interface Refuted {
  kind: "refuted";
  /** Withdraws findings about this subject; every finding of the failure mode when null. */
  subject: string | null;
  /** Why, as a sentence. */
  because: string;
}

/** What a detector yields when a fact is there but does not reach far enough to tell. */
export interface NotChecked {
  kind: "not-checked";
  /** Completes "not checked, because …" (no full stop); equal reasons are reported once. Say what would help. */
  because: string;
}

/** What a detector may yield. Yielding nothing means: checked, and nothing wrong found. */
export type Outcome = Shown | Refuted | NotChecked;

/** Compares facts and says whether they show the failure mode. */
export interface Detector {
  needs: readonly FactName[];
  find(facts: TargetFacts, target: Target): Iterable<Outcome>;
}

/** Everything known about one way in which a step of the chain breaks. */
export interface FailureMode {
  id: string;
  step: Step;
  /** The highest severity it may have. */
  severity: Severity;
  /** A sentence that a user understands, without a full stop. */
  title: string;
  /** The same in a table cell: at most 40 characters. */
  short: string;
  /** What people see, one sentence each. */
  symptoms: readonly string[];
  /** The exact texts that people search for: messages of Convex, WorkOS, the SDKs, the browser. */
  errorTexts: readonly string[];
  /** Why it breaks; Markdown paragraphs. */
  explanation: string;
  /** When the same code or setting is right and this failure mode says nothing; Markdown. */
  notAProblemWhen: string;
  /**
   * The steps that mend it, commands rendered for the project; a step that is only a command is the command alone.
   * `found` is the case at hand, null in documentation.
   */
  remedy(project: ProjectCommands, found: Shown | null): readonly string[];
  /** Where the rule comes from: documentation, upstream source, issues. */
  sources: readonly string[];
  /** Where it can occur; absent parts mean everywhere. */
  appliesTo: { frameworks?: readonly Framework[]; packages?: Readonly<Record<string, string>> };
  /** Newest package versions with which the rule was checked; where a newer one is installed, findings are `likely`. */
  testedWith: Readonly<Record<string, string>>;
  /** Ids of failure modes that are mere consequences where this one is found above `note`. */
  masks: readonly string[];
  /** Empty where the doctor cannot show it yet from the evidence it reads. */
  detectors: readonly Detector[];
}

/**
 * Declares a failure mode. A missing part does not compile.
 */
/*#__NO_SIDE_EFFECTS__*/
export function failureMode(mode: FailureMode): FailureMode {
  return mode;
}

/**
 * Declares a detector; `find` receives only the facts it needs, all of them known.
 */
/*#__NO_SIDE_EFFECTS__*/
export function detector<Name extends FactName>(declared: {
  needs: readonly Name[];
  find(facts: Pick<TargetFacts, Name>, target: Target): Iterable<Outcome>;
}): Detector {
  return declared;
}

/**
 * What a detector yields when it sees the failure mode; `certain` unless said otherwise.
 */
export function shown(finding: Omit<Shown, "kind" | "confidence"> & { confidence?: Confidence }): Shown {
  return { kind: "shown", confidence: "certain", ...finding };
}

/** What a detector yields to withdraw what other evidence alone suggested. */
export function refuted(subject: string | null, because: string): Refuted {
  return { kind: "refuted", subject, because };
}

/** What a detector yields when the facts do not reach far enough to tell. */
export function notChecked(because: string): NotChecked {
  return { kind: "not-checked", because };
}
