import { STEPS } from "@convex-authkit/core";
import type { Examination } from "../diagnosis/examination.ts";
import type { Finding } from "../diagnosis/finding.ts";
import type { Location } from "../facts/location.ts";
import { STATUS_MARKS, STATUS_WORDS } from "./chain-drawing.ts";
import { chainGroups } from "./chain-groups.ts";
import { givenTemplates, judgedTokens, templateTitle, tokenTitle } from "./handed-in.ts";
import { absence, headline } from "./headline.ts";
import { factSections } from "./markdown-facts.ts";
import { isVerbatim } from "./remedy-step.ts";
import { code, codeBlock, prose, table } from "./markdown-text.ts";

/** How the Markdown report is written. */
export interface MarkdownOptions {
  /** Version of convex-authkit. */
  version: string;
}

/**
 * Renders a run as a report to paste into an issue or a chat: the answer, the chain, the findings, and what people are
 * asked for when they ask for help (evaluated auth config, variables per stage and side, callback, versions). It
 * consists of the facts, which hold no secret; the border where it leaves the process redacts it once more.
 */
export function markdownReport(examination: Examination, { version }: MarkdownOptions): string {
  const { diagnoses, findings, facts, notChecked, unreadable, examined } = examination;
  const absent = absence(examination);
  const { text, tone } = headline(examination);
  const blocks = [
    "# convex-authkit report",
    `**${prose(text)}**`,
    ...(absent === null || tone === "nothing" ? [] : [prose(absent)]),
    ...(diagnoses.length === 0 ? [] : ["## Chain", chainTable(examination)]),
    ...(findings.length === 0 ? [] : ["## Findings", ...findings.flatMap(findingBlocks)]),
    ...factSections(facts),
    ...handedInBlocks(facts),
    ...(notChecked.length === 0
      ? []
      : [
          "## Not checked",
          notChecked.map(({ because, steps }) => `- ${steps.join(", ")}: ${prose(because)}`).join("\n"),
        ]),
    ...(unreadable.length === 0
      ? []
      : [
          "## Could not be read",
          unreadable.map(({ file, why }) => `- ${code(file)}: ${prose(why)}`).join("\n"),
        ]),
    `---\n\nconvex-authkit ${version} (unofficial), ${examined.files} files examined. Secrets are redacted.`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function handedInBlocks(facts: Examination["facts"]): string[] {
  const tokens = judgedTokens(facts);
  const templates = givenTemplates(facts);
  return [
    ...(tokens.length === 0
      ? []
      : [
          "## Tokens",
          tokens.map((token) => `- ${prose(tokenTitle(token, tokens))}. ${prose(token.sentence)}`).join("\n"),
        ]),
    ...(templates.length === 0
      ? []
      : [
          "## JWT template",
          ...templates.flatMap((template) => [
            `${prose(templateTitle(template))}.`,
            ...template.problems.map(
              ({ severity, message, location }) =>
                `- ${severity} at ${location.line}:${location.column}: ${prose(message)}`,
            ),
            ...(template.sampleIdentity === null
              ? []
              : [
                  "The identity that functions would see for a sample user:",
                  codeBlock(JSON.stringify(template.sampleIdentity, null, 2), "json"),
                ]),
          ]),
        ]),
  ];
}

function chainTable({ diagnoses }: Examination): string {
  const groups = chainGroups(diagnoses);
  return table(
    ["step", ...groups.map(({ label }) => label)],
    STEPS.map((step) => [
      step,
      ...groups.map(({ chain }) => {
        const link = chain.find((it) => it.step === step);
        if (link === undefined) return "";
        const by = link.status === "broken" && link.because !== undefined ? `: ${code(link.because)}` : "";
        return `${STATUS_MARKS[link.status]} ${STATUS_WORDS[link.status]}${by}`;
      }),
    ]),
  );
}

function findingBlocks(finding: Finding): string[] {
  const { id, step, severity, confidence, title, stages, location, detail, evidence, remedy, consequenceOf } =
    finding;
  const facts = [
    `**${severity}**${confidence === "likely" ? ", likely" : ""} at ${step} in ${stages.join(", ")}: ${code(id)}`,
    ...(consequenceOf === null ? [] : [`follows from ${code(consequenceOf)}`]),
    ...(location === null ? [] : [code(placeOf(location))]),
  ];
  const seen = evidence.filter(({ quote }) => quote !== "");
  return [
    `### ${prose(title)}`,
    facts.join("  \n"),
    ...(seen.length === 0
      ? []
      : [
          seen
            .map(
              (it) => `- ${it.location === null ? it.kind : code(placeOf(it.location))}: ${code(it.quote)}`,
            )
            .join("\n"),
        ]),
    prose(detail),
    ...(remedy.length === 0 || consequenceOf !== null ? [] : [remedySteps(remedy)]),
  ];
}

function remedySteps(remedy: readonly string[]): string {
  return remedy
    .map((step, index) => {
      const [first = "", ...rest] = step.split("\n");
      const more = rest.length === 0 ? "" : `\n\n${indent(codeBlock(rest.join("\n")))}`;
      return `${index + 1}. ${isVerbatim(step) ? code(step) : prose(first)}${more}`;
    })
    .join("\n");
}

function indent(text: string): string {
  return text.replace(/^/gm, "   ");
}

function placeOf({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}
