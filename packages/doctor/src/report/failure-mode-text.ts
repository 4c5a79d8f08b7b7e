import type { FailureMode } from "../failure-modes/failure-mode.ts";
import { DOCUMENTATION_CONTEXT, projectCommands } from "../failure-modes/project-commands.ts";
import type { Paint } from "./paint.ts";
import { isVerbatim } from "./remedy-step.ts";
import { terminalParagraphs } from "./terminal-paragraphs.ts";
import { wrap } from "./wrap.ts";

/** How a failure mode is written for a terminal. */
export interface FailureModeTextOptions {
  /** Columns of the terminal. */
  width: number;
  paint: Paint;
}

/** Everything known about a failure mode, for a terminal. Ends with a line feed. */
export function failureModeText(mode: FailureMode, options: FailureModeTextOptions): string {
  const width = Math.min(100, Math.max(40, options.width));
  const { paint } = options;
  const paragraphs = (text: string): string[] => terminalParagraphs(text, "  ", width);
  const items = (texts: readonly string[], mark = "- "): string[] =>
    texts.flatMap((text) => wrap(text, { first: `  ${mark}`, width }));
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", paint("bold", title), ...lines];
  const remedy = mode.remedy(projectCommands(DOCUMENTATION_CONTEXT), null);
  const lines = [
    paint("bold", wrap(mode.title, { first: "", width }).join("\n")),
    `${mode.id} ${paint("dim", `· step ${mode.step} · at most ${mode.severity}`)}`,
    ...section("What you see", items(mode.symptoms)),
    ...section(
      "Messages",
      mode.errorTexts.map((text) => `  ${paint("dim", text)}`),
    ),
    ...section("Why", paragraphs(mode.explanation)),
    ...section(
      "Fix",
      remedy.flatMap((step, index) =>
        isVerbatim(step)
          ? [`  ${index + 1}. ${paint("cyan", step)}`]
          : wrap(step, { first: `  ${index + 1}. `, width }),
      ),
    ),
    ...section("Not a problem when", paragraphs(mode.notAProblemWhen)),
    ...section("Follow from it", items(mode.masks)),
    ...section(
      "Sources",
      mode.sources.map((source) => `  ${source}`),
    ),
    ...(mode.detectors.length > 0
      ? []
      : section("Detection", paragraphs("The doctor does not detect it yet from the evidence it reads."))),
  ];
  return `${lines.join("\n")}\n`;
}
