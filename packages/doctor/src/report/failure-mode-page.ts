import { STEPS } from "@convex-authkit/core";
import type { Edit, Example, ExampleInputs } from "../failure-modes/example.ts";
import type { FailureMode } from "../failure-modes/failure-mode.ts";
import { DOCUMENTATION_CONTEXT, projectCommands } from "../failure-modes/project-commands.ts";
import { code, codeBlock, prose, table } from "./markdown-text.ts";
import { isVerbatim } from "./remedy-step.ts";

/** The documentation page of a failure mode, in Markdown. Ends with a line feed. */
export function failureModePage(mode: FailureMode, examples: readonly Example[]): string {
  const remedy = mode.remedy(projectCommands(DOCUMENTATION_CONTEXT), null);
  const section = (title: string, blocks: readonly string[]): string[] =>
    blocks.length === 0 ? [] : [`## ${title}`, ...blocks];
  const list = (items: readonly string[]): string[] =>
    items.length === 0 ? [] : [items.map((item) => `- ${item}`).join("\n")];
  const blocks = [
    `# ${prose(mode.title)}`,
    `${code(mode.id)} · step [${mode.step}](index.md#${mode.step}) · at most ${mode.severity}`,
    ...section("What you see", list(mode.symptoms.map(prose))),
    ...section(
      "Messages",
      mode.errorTexts.length === 0 ? [] : [codeBlock(mode.errorTexts.join("\n"), "text")],
    ),
    ...section("Why", [mode.explanation]),
    ...section("Fix", [
      remedy.map((step, index) => `${index + 1}. ${isVerbatim(step) ? code(step) : step}`).join("\n"),
    ]),
    ...section("Not a problem when", [mode.notAProblemWhen]),
    ...section("Follow from it", list(mode.masks.map((id) => `[${id}](${id}.md)`))),
    ...section("Where it applies", list(scope(mode))),
    ...section(
      "Examples",
      examples.length === 0 ? [] : ["Each is run in the tests.", ...examples.flatMap(exampleBlocks)],
    ),
    ...(mode.detectors.length > 0
      ? []
      : section("Detection", ["The doctor does not detect it yet from the evidence it reads."])),
    ...section("Sources", list(mode.sources.map((source) => `<${source}>`))),
    "---\n\nGenerated from the failure mode by `npm run generate`.",
  ];
  return `${blocks.join("\n\n")}\n`;
}

function scope({ appliesTo, testedWith }: FailureMode): string[] {
  const packages = Object.entries(appliesTo.packages ?? {});
  const tested = Object.entries(testedWith);
  return [
    ...(appliesTo.frameworks === undefined ? [] : [`Frameworks: ${appliesTo.frameworks.join(", ")}`]),
    ...packages.map(([name, range]) => `${code(name)} ${range}`),
    ...(tested.length === 0
      ? []
      : [`Checked up to ${tested.map(([name, version]) => `${code(name)} ${version}`).join(", ")}`]),
  ];
}

function exampleBlocks({ name, project, edits, inputs, expect }: Example): string[] {
  const found = expect.length === 0 ? "finds nothing" : `finds ${expect.map(code).join(", ")}`;
  return [
    `**${prose(name)}**: ${found}`,
    ...edits.map((edit) => editBlock(edit, project)),
    ...inputBlocks(inputs),
  ];
}

function editBlock(edit: Edit, project: Example["project"]): string {
  const lines = (mark: string, text: string): string =>
    text === "" ? "" : `\n${text.replace(/\n$/, "").replace(/^/gm, mark)}`;
  const file = `${project}/${edit.file}`;
  if ("remove" in edit) return codeBlock(`--- ${file}\n+++ /dev/null`, "diff");
  if ("moveTo" in edit) return codeBlock(`rename from ${file}\nrename to ${project}/${edit.moveTo}`, "diff");
  if ("write" in edit) return codeBlock(`+++ ${file}${lines("+", edit.write)}`, "diff");
  return codeBlock(`--- ${file}${lines("-", edit.replace)}${lines("+", edit.with)}`, "diff");
}

function inputBlocks(inputs: ExampleInputs = {}): string[] {
  const { convexEnv = {}, hostEnv = {}, tokens = [], jwtTemplate } = inputs;
  return [
    ...Object.entries(convexEnv).map(([stage, text]) => codeBlock(`# --convex-env ${stage}\n${text}`, "sh")),
    ...Object.entries(hostEnv).map(([stage, text]) => codeBlock(`# --host-env ${stage}\n${text}`, "sh")),
    ...tokens.map(({ stage, claims }) =>
      codeBlock(
        `// claims of --token${stage === undefined ? "" : ` ${stage}`}\n${JSON.stringify(claims, null, 2)}`,
        "jsonc",
      ),
    ),
    ...(jwtTemplate === undefined ? [] : [codeBlock(`// --jwt-template\n${jwtTemplate.text}`, "jsonc")]),
  ];
}

/** The list of all failure modes, by step, in Markdown. Ends with a line feed. */
export function failureModeIndex(modes: readonly FailureMode[]): string {
  const blocks = [
    "# Failure modes",
    `Every known way in which the hand-off between WorkOS AuthKit and Convex breaks, along the chain of sign-in. Severity is the highest a finding may have; \`convex-authkit explain ID\` prints the page in a terminal.`,
    ...STEPS.flatMap((step) => {
      const here = modes.filter((mode) => mode.step === step);
      return here.length === 0
        ? []
        : [
            `## ${step}`,
            table(
              ["failure mode", "", "severity", "detected"],
              here
                .sort((one, other) => one.id.localeCompare(other.id))
                .map((mode) => [
                  `[${mode.id}](${mode.id}.md)`,
                  prose(mode.short),
                  mode.severity,
                  mode.detectors.length > 0 ? "yes" : "not yet",
                ]),
            ),
          ];
    }),
    "---\n\nGenerated from the failure modes by `npm run generate`.",
  ];
  return `${blocks.join("\n\n")}\n`;
}
