import type { Examination } from "../diagnosis/examination.ts";
import type { Finding } from "../diagnosis/finding.ts";

/** The findings of a run, sorted by how a report speaks of them. */
export interface Selection {
  /** What breaks the first broken step of some target: the answer. */
  breaking: { finding: Finding; consequences: Finding[] }[];
  /** Other errors and warnings that are no mere consequence of what breaks, along the chain. */
  others: { finding: Finding; consequences: Finding[] }[];
  notes: Finding[];
}

/** Chooses what a report says first. Consequences are folded under their cause and appear nowhere else. */
export function select({ diagnoses, findings }: Pick<Examination, "diagnoses" | "findings">): Selection {
  const ids = new Set(findings.map(({ id }) => id));
  const folded = (finding: Finding): boolean =>
    finding.consequenceOf !== null && ids.has(finding.consequenceOf);
  const firstOfItsId = new Set<string>();
  const consequencesOf = (finding: Finding): Finding[] => {
    // Several findings of one failure mode share their consequences; they are told under the first.
    if (firstOfItsId.has(finding.id)) return [];
    firstOfItsId.add(finding.id);
    return findings.filter((it) => it.consequenceOf === finding.id);
  };
  const roots = findings.filter((finding) => !folded(finding));
  const breaks = (finding: Finding): boolean =>
    diagnoses.some(
      (target) =>
        target.firstBroken === finding.step &&
        finding.severity === "error" &&
        target.findings.includes(finding.fingerprint),
    );
  const breaking = roots
    .filter(breaks)
    .map((finding) => ({ finding, consequences: consequencesOf(finding) }));
  const told = new Set(breaking.map(({ finding }) => finding));
  return {
    breaking,
    others: roots
      .filter((finding) => !told.has(finding) && finding.severity !== "note")
      .map((finding) => ({ finding, consequences: consequencesOf(finding) })),
    notes: roots.filter((finding) => !told.has(finding) && finding.severity === "note"),
  };
}
