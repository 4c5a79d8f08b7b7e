import { isClean, type Outcome } from "./outcome.ts";
import type { FactName } from "./compare-facts.ts";
import type { FindingVerdict } from "./compare-findings.ts";

const START = "<!-- outcome: written by npm run field-test -- DIR --write -->";
const END = "<!-- end of outcome -->";
const FACTS: readonly FactName[] = ["apps", "backends", "providers", "callback", "middleware"];
const MARKS: Record<FindingVerdict["verdict"], string> = {
  found: "ok      ",
  allowed: "ok (may)",
  missed: "MISSED  ",
  "false-alarm": "FALSE   ",
  misjudged: "WRONG   ",
};

/** What one repository gave: for the terminal. */
export function outcomeText(outcome: Outcome): string {
  const { repository, differences, verdicts, unreadable, crashes } = outcome;
  return [
    `${repository}${isClean(outcome) ? "" : "  <- look here"}`,
    ...differences.map(
      ({ fact, of, expected, actual }) =>
        `  FACT     ${fact} of ${of}\n    expected ${expected}\n    read     ${actual}`,
    ),
    ...verdicts.map(({ verdict, id, severity, place, says }) => {
      const why = verdict === "found" || verdict === "allowed" || says === "" ? "" : `\n    ${says}`;
      return `  ${MARKS[verdict]} ${severity} ${id} ${place}${why}`;
    }),
    ...crashes.map((id) => `  CRASH    ${id}`),
    ...unreadable.map((line) => `  unread   ${line}`),
    "",
  ].join("\n");
}

/** The sums over all repositories, in one line. */
export function sumText(outcomes: readonly Outcome[]): string {
  const withAuthKit = outcomes.filter(({ hasAuthKit }) => hasAuthKit);
  const expected = outcomes.reduce((sum, one) => sum + one.expected, 0);
  const count = (verdict: FindingVerdict["verdict"]): number =>
    outcomes.reduce((sum, one) => sum + verdictsOf(one, verdict), 0);
  return [
    `${outcomes.length} repositories`,
    `${outcomes.reduce((sum, one) => sum + one.differences.length, 0)} differences in facts`,
    `auth config fully evaluated in ${withAuthKit.filter(({ evaluated }) => evaluated).length} of ${withAuthKit.length} with AuthKit`,
    `${expected - count("missed")} of ${expected} expected defects found`,
    `${count("allowed")} more that are true`,
    `${count("misjudged")} at the wrong severity or place`,
    `${count("false-alarm")} false alarms`,
  ].join(", ");
}

/** The outcome as a Markdown table. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const head = [
    "repository",
    "commit",
    ...FACTS,
    "expected defects found",
    "also true",
    "wrong severity or place",
    "false alarms",
  ];
  const rows = outcomes.map((one) => [
    one.repository,
    `\`${one.commit.slice(0, 7)}\``,
    ...FACTS.map((fact) => {
      const different = one.differences.filter((difference) => difference.fact === fact).length;
      return different === 0 ? "equal" : `${different} different`;
    }),
    one.expected === 0 ? "none expected" : `${one.expected - verdictsOf(one, "missed")} of ${one.expected}`,
    ...(["allowed", "misjudged", "false-alarm"] as const).map((verdict) => verdictsOf(one, verdict)),
  ]);
  return `${[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}

${sumText(outcomes)}.`;
}

/**
 * Puts the outcome between the markers of a document.
 *
 * @throws Error when the document has no markers
 */
export function withOutcome(document: string, outcomes: readonly Outcome[]): string {
  const [before, rest] = document.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`The document has no place for the outcome: it needs the lines ${START} and ${END}.`);
  }
  return `${before}${START}\n\n${outcomeTable(outcomes)}\n\n${END}${after}`;
}

function verdictsOf({ verdicts }: Outcome, verdict: FindingVerdict["verdict"]): number {
  return verdicts.filter((one) => one.verdict === verdict).length;
}
