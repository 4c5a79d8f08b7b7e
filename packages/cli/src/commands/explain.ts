import { STEPS } from "@convex-authkit/core";
import { failureModes } from "@convex-authkit/doctor/failure-modes/index";
import type { FailureMode } from "@convex-authkit/doctor/failure-modes/failure-mode";
import {
  DOCUMENTATION_CONTEXT,
  projectCommands,
} from "@convex-authkit/doctor/failure-modes/project-commands";
import { failureModeText } from "@convex-authkit/doctor/report/failure-mode-text";
import { wrap } from "@convex-authkit/doctor/report/wrap";
import { nearest } from "../arguments/nearest.ts";
import { parseArguments, type Options } from "../arguments/parse-arguments.ts";
import { renderHelp, type Help } from "../arguments/render-help.ts";
import { commandName } from "../command-name.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { Streams } from "../terminal/streams.ts";
import { UserError } from "../user-error.ts";
import { searchFailureModes } from "./search-failure-modes.ts";

const OPTIONS = {
  json: { type: "boolean", help: "print JSON" },
  help: { type: "boolean", short: "h", help: "print this" },
} as const satisfies Options;

const HELP: Help = {
  about: "Explains a failure mode: what you see, why, how to mend it, and when it is no problem.",
  usage: ["convex-authkit explain [ID | WORD…]"],
  inputs: [
    ["ID", "of a failure mode, as every finding names it"],
    ["WORD…", "a symptom or an error text to search for; without any, all are listed"],
  ],
  examples: [
    ["convex-authkit explain aud-cargo-cult", "one failure mode"],
    ["convex-authkit explain No auth provider found matching the given token", "search by error text"],
  ],
};

/** How many hits of a search are told; what comes after is noise. */
const MOST_HITS = 8;

/**
 * `convex-authkit explain`: one failure mode, all of them, or those that a search finds.
 *
 * @throws UserError when there is none
 */
export async function explain(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (values.help) {
    streams.out(renderHelp(HELP, OPTIONS));
    return EXIT.fine;
  }
  const query = positionals.join(" ").trim();
  const exact = failureModes.find(({ id }) => id === query);
  if (exact !== undefined) {
    streams.out(values.json ? json(asJson(exact)) : failureModeText(exact, streams));
    return EXIT.fine;
  }
  const found = query === "" ? [...failureModes] : search(query);
  if (values.json) streams.out(json(found.map(asJson)));
  else streams.out(query === "" ? listText(found, streams) : hitsText(found, streams));
  return EXIT.fine;
}

function search(query: string): FailureMode[] {
  const hits = searchFailureModes(query, failureModes).slice(0, MOST_HITS);
  const meant = nearest(
    query,
    failureModes.map(({ id }) => id),
  );
  // A single word with dashes is a mistyped id rather than a symptom.
  if (/^[\w]+(?:-[\w]+)+$/.test(query) && meant.length > 0) {
    throw new UserError(`There is no failure mode ${query}. Did you mean ${meant.join(" or ")}?`);
  }
  if (hits.length === 0) {
    const otherwise =
      meant.length > 0 ? `Did you mean ${meant.join(" or ")}?` : "Without words, explain lists all.";
    throw new UserError(`No failure mode has the words “${query}”. ${otherwise}`);
  }
  return hits.map(({ mode }) => mode);
}

function listText(modes: readonly FailureMode[], { paint, width }: Streams): string {
  const idWidth = Math.max(...modes.map(({ id }) => id.length));
  const sections = STEPS.flatMap((step) => {
    const here = modes.filter((mode) => mode.step === step);
    if (here.length === 0) return [];
    return [
      [
        paint("bold", step),
        ...here
          .sort((one, other) => one.id.localeCompare(other.id))
          .map(({ id, short }) =>
            idWidth + short.length + 4 > width
              ? `  ${id}\n      ${short}`
              : `  ${id.padEnd(idWidth)}  ${short}`,
          ),
      ].join("\n"),
    ];
  });
  const hint = paint(
    "dim",
    `${commandName()} explain ID explains one; with words of a symptom or an error it searches.`,
  );
  return `${[...sections, hint].join("\n\n")}\n`;
}

function hitsText(modes: readonly FailureMode[], { paint, width }: Streams): string {
  const blocks = modes.map((mode) =>
    [
      `${paint("bold", mode.id)} ${paint("dim", `at ${mode.step}`)}`,
      ...wrap(mode.title, { first: "  ", width: Math.min(width, 100) }),
      ...mode.symptoms.slice(0, 1).flatMap((it) => wrap(it, { first: "  ", width: Math.min(width, 100) })),
    ].join("\n"),
  );
  const [best] = modes;
  const hint = paint("dim", `All about the first: ${commandName()} explain ${best?.id ?? ""}`);
  return `${[...blocks, hint].join("\n\n")}\n`;
}

function asJson(mode: FailureMode): object {
  const {
    id,
    step,
    severity,
    title,
    short,
    symptoms,
    errorTexts,
    explanation,
    notAProblemWhen,
    sources,
    masks,
  } = mode;
  const remedy = mode.remedy(projectCommands(DOCUMENTATION_CONTEXT), null);
  const detected = mode.detectors.length > 0;
  return {
    id,
    step,
    severity,
    title,
    short,
    symptoms,
    errorTexts,
    explanation,
    remedy,
    notAProblemWhen,
    masks,
    sources,
    detected,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
