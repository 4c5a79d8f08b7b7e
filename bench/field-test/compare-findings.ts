import type { Finding } from "../../packages/doctor/src/diagnosis/finding.ts";
import type { ExpectedFinding, ExpectedFindings } from "./expectation.ts";

/** How one expected or unexpected finding turned out. */
export interface FindingVerdict {
  /**
   * - `found`: it must be told and was
   * - `allowed`: it may be told and was
   * - `missed`: it must be told and was not
   * - `false-alarm`: nothing like it is in the table
   * - `misjudged`: the table has it in this repository with another severity or at another place
   */
  verdict: "found" | "allowed" | "missed" | "false-alarm" | "misjudged";
  id: string;
  severity: string;
  /** `file:line`, or where it would have to be. */
  place: string;
  /** The doctor's sentence about this case, or the table's reason for silence. */
  says: string;
}

type Told = Pick<Finding, "id" | "severity" | "location" | "evidence" | "detail">;

/** Compares what the doctor told of one repository with what it must, may and must not tell. */
export function compareFindings(told: readonly Told[], expected: ExpectedFindings): FindingVerdict[] {
  const verdicts = told.map((finding): FindingVerdict => {
    const { id, severity, detail } = finding;
    const seen = { id, severity, place: placeOf(finding) };
    if (expected.must.some((one) => fits(finding, one))) return { verdict: "found", ...seen, says: detail };
    if (expected.may.some((one) => fits(finding, one))) return { verdict: "allowed", ...seen, says: detail };
    const near = [...expected.must, ...expected.may].filter((one) => one.id === id);
    if (near.length > 0) {
      const wanted = near.map((one) => `${severitiesOf(one).join(" or ")} at ${one.files.join(", ")}`);
      return { verdict: "misjudged", ...seen, says: `${detail} Expected: ${wanted.join("; ")}.` };
    }
    const because = expected.silent[id];
    return {
      verdict: "false-alarm",
      ...seen,
      says: because === undefined ? detail : `${detail} But: ${because}`,
    };
  });
  const missed = expected.must
    .filter((one) => !told.some((finding) => fits(finding, one)))
    .map((one): FindingVerdict => ({
      verdict: "missed",
      id: one.id,
      severity: severitiesOf(one).join(" or "),
      place: one.files.join(", "),
      says: "",
    }));
  return [...verdicts, ...missed];
}

function fits(finding: Told, expected: ExpectedFinding): boolean {
  if (finding.id !== expected.id || !severitiesOf(expected).includes(finding.severity)) return false;
  const places = [finding.location, ...finding.evidence.map(({ location }) => location)];
  return places.some((place) => {
    if (place === null || place === undefined) return false;
    return isAmong(expected.files, place.file) && !isAmong(expected.except ?? [], place.file);
  });
}

function isAmong(paths: readonly string[], file: string): boolean {
  return paths.some((path) => (path.endsWith("/") ? file.startsWith(path) : file === path));
}

function severitiesOf({ severity }: ExpectedFinding): readonly string[] {
  return Array.isArray(severity) ? severity : [severity];
}

function placeOf({ location }: Told): string {
  return location === null ? "(no place)" : `${location.file}:${location.line}`;
}
