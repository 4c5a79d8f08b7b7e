import type { Node } from "yaml";
import { pathFrom } from "../scripts/path-from.ts";
import type { Stage } from "../stage.ts";
import type { CiCommand } from "./ci-command.ts";
import { stageInWords } from "./stage-words.ts";
import { entriesOf, itemsOf, parseYamlFile, textOf, textsOf, valueOf } from "./yaml-file.ts";

/** The commands of a GitHub Actions workflow. */
export function githubActionsCommands(file: string, text: string): CiCommand[] {
  const yaml = parseYamlFile(file, text);
  const workflow = yaml.root;
  const trigger = stageOfTriggers(valueOf(workflow, "on"));
  return entriesOf(valueOf(workflow, "jobs")).flatMap(([name, job]) =>
    itemsOf(valueOf(job, "steps")).flatMap((step): CiCommand[] => {
      const run = valueOf(step, "run");
      const script = textOf(run);
      if (run === undefined || script === undefined) return [];
      return [
        {
          where: "github-actions",
          text: script,
          dir: workingDirectory([step, defaultsOf(job), defaultsOf(workflow)]),
          variables: {
            ...textsOf(valueOf(workflow, "env")),
            ...textsOf(valueOf(job, "env")),
            ...textsOf(valueOf(step, "env")),
          },
          stage: stageOfStep(step) ?? stageOfJob(name, job) ?? trigger,
          at: (_offset, command) => yaml.placeOf(run, command),
        },
      ];
    }),
  );
}

function defaultsOf(node: Node | null): Node | undefined {
  return valueOf(valueOf(node, "defaults"), "run");
}

function workingDirectory(nodes: readonly (Node | undefined)[]): string | null {
  for (const node of nodes) {
    const dir = textOf(valueOf(node, "working-directory"));
    if (dir !== undefined) return dir.includes("$") ? null : pathFrom("", dir);
  }
  return "";
}

function stageOfStep(step: Node): Stage | null {
  return stageOfCondition(textOf(valueOf(step, "if"))) ?? stageInWords(textOf(valueOf(step, "name")) ?? "");
}

function stageOfJob(name: string, job: Node): Stage | null {
  const environment = valueOf(job, "environment");
  const environmentName = textOf(environment) ?? textOf(valueOf(environment, "name")) ?? "";
  return (
    stageOfCondition(textOf(valueOf(job, "if"))) ??
    stageInWords(environmentName.replace(/\$\{\{.*\}\}/s, "")) ??
    stageInWords(name.replaceAll("_", "-"))
  );
}

/** `github.ref == 'refs/heads/main'`, `github.event_name == 'pull_request'`; negations say nothing. */
function stageOfCondition(condition: string | undefined): Stage | null {
  return condition === undefined || condition.includes("!")
    ? null
    : stageInWords(condition.replaceAll("/", " "));
}

/** Only pull requests: previews. Only pushes to the main branch, or releases: production. */
function stageOfTriggers(on: Node | undefined): Stage | null {
  const events = entriesOf(on);
  const names =
    events.length > 0 ? events.map(([name]) => name) : itemsOf(on).map((item) => textOf(item) ?? "");
  const relevant = names.filter((name) => !["workflow_dispatch", "workflow_call", "schedule"].includes(name));
  if (relevant.length === 0) return null;
  if (relevant.every((name) => name.startsWith("pull_request"))) return "preview";
  if (relevant.every((name) => name === "release")) return "production";
  if (relevant.length > 1 || relevant[0] !== "push") return null;
  const push = valueOf(on, "push");
  const branches = itemsOf(valueOf(push, "branches")).map((item) => textOf(item) ?? "");
  if (branches.length === 0) return valueOf(push, "tags") === undefined ? null : "production";
  const stages = new Set(branches.map(stageInWords));
  return stages.size === 1 ? ([...stages][0] ?? null) : null;
}
