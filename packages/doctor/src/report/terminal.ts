import type { Examination } from "../diagnosis/examination.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Location } from "../facts/location.ts";
import type { Evidence, Severity } from "../failure-modes/failure-mode.ts";
import { isVerbatim } from "./remedy-step.ts";
import { drawChains } from "./chain-drawing.ts";
import { chainGroups, enumerate, nameOf } from "./chain-groups.ts";
import { givenTemplates, judgedTokens, templateTitle, tokenTitle } from "./handed-in.ts";
import { absence, count, headline, type Headline } from "./headline.ts";
import type { Paint, PaintStyle } from "./paint.ts";
import { select, type Selection } from "./selection.ts";
import { oneLine, visibleText } from "./visible-text.ts";
import { wrap } from "./wrap.ts";

/** How the terminal report is written. */
export interface TerminalOptions {
  /** Columns of the terminal. */
  width: number;
  paint: Paint;
  /** Tells notes, every reason and every piece of evidence in full. */
  verbose: boolean;
  /** How long the run took, in milliseconds. */
  durationMs: number;
  /** How this command is called, e.g. `npx convex-authkit`. */
  command: string;
}

const HEADLINE_MARKS: Record<Headline["tone"], [string, PaintStyle]> = {
  broken: ["✗", "red"],
  doubtful: ["!", "yellow"],
  right: ["✓", "green"],
  nothing: ["–", "dim"],
};

const SEVERITY_MARKS: Record<Severity, string> = { error: "✗", warning: "!", note: "–" };

const SEVERITY_STYLES: Record<Severity, PaintStyle> = { error: "red", warning: "yellow", note: "dim" };

// Fewer columns than this cannot be read with margins; longer lines than 100 characters are hard to read.
const NARROWEST = 40;
const WIDEST = 100;

/** How many of a kind a report tells in full before it points to --verbose. */
const IN_FULL = 4;

/**
 * Renders a run for a terminal: the answer first, then the chain, what broke it with its fix, what else was found,
 * and what could not be checked. Ends with a line feed.
 */
export function terminalReport(examination: Examination, options: TerminalOptions): string {
  const width = Math.min(WIDEST, Math.max(NARROWEST, options.width));
  const context = { ...options, width };
  const { tone, text } = headline(examination);
  const [mark, style] = HEADLINE_MARKS[tone];
  const selection = select(examination);
  const absent = absence(examination);
  const sections = [
    [
      `${options.paint(style, mark)} ${options.paint("bold", wrap(visibleText(text), { first: "", rest: "  ", width }).join("\n"))}`,
      ...(absent === null || tone === "nothing" ? [] : wrap(absent, { first: "  ", width })),
    ],
    examination.diagnoses.length === 0
      ? []
      : drawChains(chainGroups(examination.diagnoses), width, options.paint),
    ...selection.breaking.map(({ finding, consequences }) =>
      findingBlock(finding, consequences, context, { full: true, where: stagesOf(finding, examination) }),
    ),
    ...otherBlocks(selection, context, examination),
    handedInLines(examination, context),
    notCheckedLines(examination, context),
    unreadableLines(examination, context),
    closingLines(examination, selection, context),
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => ["", ...section]);
  return `${lines.slice(1).join("\n")}\n`;
}

function findingBlock(
  finding: Finding,
  consequences: readonly Finding[],
  { width, paint, verbose }: TerminalOptions,
  { full, where }: { full: boolean; where: string },
): string[] {
  const { severity, title, id, location, detail, remedy, confidence } = finding;
  const margins = { first: "  ", width };
  const sure = confidence === "likely" ? ", likely" : "";
  const mark = SEVERITY_MARKS[severity];
  const style = SEVERITY_STYLES[severity];
  const titleLines = wrap(visibleText(title), { first: "", rest: "  ", width: width - 2 });
  const at = `at ${finding.step}${where === "" ? "" : ` in ${where}`}:`;
  const seen = finding.evidence.filter(({ quote }) => quote !== "");
  const here = seen.find((it) => isAt(it, location)) ?? (location === null ? undefined : seen[0]);
  const elsewhere = seen.filter((it) => it !== here);
  const shownElsewhere = verbose ? elsewhere : elsewhere.slice(0, full ? 2 : 0);
  return [
    `${paint(style, mark)} ${paint("bold", titleLines.join("\n"))}`,
    `  ${paint(style, severity + sure)} ${paint("dim", at)} ${id}`,
    ...(location === null ? [] : [`  ${paint("cyan", placeOf(location))}`]),
    ...(here === undefined ? [] : [`    ${paint("dim", oneLine(here.quote, width - 4))}`]),
    ...shownElsewhere.flatMap((it) => evidenceLines(it, width, paint)),
    ...wrap(visibleText(detail), margins),
    ...(full ? remedyLines(remedy, width, paint) : []),
    ...(consequences.length === 0
      ? []
      : wrap(`Follows from it: ${enumerate([...new Set(consequences.map((it) => it.id))])}.`, margins)),
  ];
}

function isAt({ location }: Evidence, place: Location | null): boolean {
  return location !== null && location.file === place?.file && location.line === place.line;
}

function evidenceLines({ kind, quote, location }: Evidence, width: number, paint: Paint): string[] {
  const place = location === null ? `the ${kind}` : placeOf(location);
  return [
    `  ${paint("dim", "and")} ${paint("cyan", place)}`,
    `    ${paint("dim", oneLine(quote, width - 4))}`,
  ];
}

function placeOf({ file, line, column }: Location): string {
  return `${visibleText(file)}:${line}:${column}`;
}

function remedyLines(remedy: readonly string[], width: number, paint: Paint): string[] {
  const steps = remedy.flatMap((step, index) => {
    const first = remedy.length === 1 ? "    " : `    ${index + 1}. `;
    const rest = " ".repeat(first.length);
    // A step that is only a command must stay on one line to be copied.
    if (isVerbatim(step)) return [`${paint("dim", first)}${paint("cyan", visibleText(step))}`];
    return wrap(visibleText(step), { first, rest, width });
  });
  return steps.length === 0 ? [] : [`  ${paint("bold", "Fix")}`, ...steps];
}

function otherBlocks(
  { breaking, others, notes }: Selection,
  context: TerminalOptions,
  examination: Examination,
): string[][] {
  const told = context.verbose
    ? [...others, ...notes.map((finding) => ({ finding, consequences: [] }))]
    : others;
  if (told.length === 0) return [];
  // What broke comes first: as long as it is not mended, the fixes of the others are only asked for.
  const full = context.verbose || (breaking.length === 0 && told.length <= IN_FULL);
  const blocks = told.map(({ finding, consequences }) =>
    findingBlock(finding, consequences, context, { full, where: stagesOf(finding, examination) }),
  );
  const [first = [], ...rest] = blocks;
  const title = breaking.length > 0 ? "Also found" : "Found";
  const heading =
    full && breaking.length === 0
      ? []
      : [context.paint("dim", full ? title : `${title} (fixes: --verbose)`), ""];
  return [[...heading, ...first], ...rest];
}

function stagesOf({ app, stages }: Finding, { diagnoses, examined }: Examination): string {
  const severalApps = new Set(diagnoses.map(nameOf)).size > 1;
  const everywhere = stages.length === examined.stages.length;
  const name = severalApps && app !== null ? nameOf({ app: app === "" ? "." : app, backend: null }) : "";
  const when = everywhere ? "" : enumerate(stages);
  return [name, when].filter((part) => part !== "").join(", ");
}

function handedInLines({ facts }: Examination, { width, paint }: TerminalOptions): string[] {
  const tokens = judgedTokens(facts);
  const lines = [
    ...tokens.flatMap((token) => [
      ...wrap(visibleText(tokenTitle(token, tokens)), { first: "  ", rest: "    ", width }),
      ...wrap(visibleText(token.sentence), { first: "    ", width }),
    ]),
    ...givenTemplates(facts).flatMap((template) => [
      ...wrap(visibleText(templateTitle(template)), { first: "  ", rest: "    ", width }),
      ...template.problems.flatMap(({ severity, message, location }) =>
        wrap(visibleText(`${severity} at ${location.line}:${location.column}: ${message}`), {
          first: "    ",
          rest: "      ",
          width,
        }),
      ),
      ...(template.sampleIdentity === null
        ? []
        : wrap(visibleText(`Functions would see ${JSON.stringify(template.sampleIdentity)}`), {
            first: "    ",
            rest: "      ",
            width,
          })),
    ]),
  ];
  return lines.length === 0 ? [] : [paint("dim", "Handed in"), ...lines];
}

function notCheckedLines(
  { notChecked, diagnoses }: Examination,
  { width, paint, verbose }: TerminalOptions,
): string[] {
  const reasons = [...notChecked].sort((one, other) => other.failureModes.length - one.failureModes.length);
  const isBroken = diagnoses.some(({ firstBroken }) => firstBroken !== null);
  const told = verbose ? reasons : reasons.slice(0, isBroken ? IN_FULL / 2 : IN_FULL);
  const untold = reasons.length - told.length;
  if (told.length === 0) return [];
  return [
    paint("dim", "Not checked"),
    ...told.flatMap(({ because, steps, failureModes }) => {
      const of = verbose ? failureModes : steps;
      return wrap(`${of.join(", ")}: ${visibleText(because)}`, { first: "  ", rest: "    ", width });
    }),
    ...(untold === 0 ? [] : [paint("dim", `  and ${count(untold, "other reason")} (--verbose)`)]),
  ];
}

function unreadableLines({ unreadable }: Examination, { width, paint, verbose }: TerminalOptions): string[] {
  const told = verbose ? unreadable : unreadable.slice(0, IN_FULL);
  const untold = unreadable.length - told.length;
  if (told.length === 0) return [];
  return [
    paint("dim", "Could not be read"),
    ...told.flatMap(({ file, why }) =>
      wrap(`${visibleText(file)}: ${visibleText(why)}`, { first: "  ", rest: "    ", width }),
    ),
    ...(untold === 0 ? [] : [paint("dim", `  and ${count(untold, "other")} (--verbose)`)]),
  ];
}

function closingLines(
  { findings, examined, ignored }: Examination,
  { notes }: Selection,
  { durationMs, paint, verbose, width, command }: TerminalOptions,
): string[] {
  const roots = findings.filter((it) => it.consequenceOf === null);
  const follows = findings.length - roots.length;
  const of = (severity: Severity): number => roots.filter((it) => it.severity === severity).length;
  const figures = [
    ...(of("error") > 0 ? [count(of("error"), "error")] : []),
    ...(of("warning") > 0 ? [count(of("warning"), "warning")] : []),
    ...(follows > 0 ? [`${follows} that ${follows === 1 ? "follows" : "follow"}`] : []),
    ...(notes.length > 0 ? [`${count(notes.length, "note")}${verbose ? "" : " not shown (--verbose)"}`] : []),
    ...(ignored.length > 0 ? [`${ignored.length} ignored`] : []),
    `${count(examined.files, "file")} examined in ${(durationMs / 1000).toFixed(1)} s`,
  ].join(" · ");
  // The command stays on one line to be copied.
  const hint = roots.length === 0 ? [] : [`More about it: ${command} explain ${roots[0]?.id ?? ""}`];
  return [...wrap(figures, { first: "", width }), ...hint].map((line) => paint("dim", line));
}
