import type { Node } from "yaml";
import { pathFrom } from "../scripts/path-from.ts";
import type { CiCommand } from "./ci-command.ts";
import { stageInWords } from "./stage-words.ts";
import { entriesOf, itemsOf, parseYamlFile, textOf, textsOf, valueOf } from "./yaml-file.ts";

/** The commands of a GitLab pipeline. */
export function gitlabCommands(file: string, text: string): CiCommand[] {
  const yaml = parseYamlFile(file, text);
  const shared = textsOf(valueOf(yaml.root, "variables"));
  return entriesOf(yaml.root).flatMap(([name, job]) => {
    const environment = valueOf(job, "environment");
    const conditions = [valueOf(job, "rules"), valueOf(job, "only")]
      .map((node) => String(node ?? ""))
      .join(" ");
    const lines = ["before_script", "script", "after_script"].flatMap((key) => itemsOf(valueOf(job, key)));
    const stage =
      stageInWords(textOf(environment) ?? textOf(valueOf(environment, "name")) ?? "") ??
      stageInWords(name.replace(/[_:]/g, " ")) ??
      stageInWords(conditions);
    return inOneShell(lines, {
      where: "gitlab",
      dir: "",
      variables: { ...shared, ...textsOf(valueOf(job, "variables")) },
      stage,
      placeOf: yaml.placeOf,
    });
  });
}

/** GitLab runs the lines of a job in one shell, so that a `cd` lasts. */
function inOneShell(
  lines: readonly Node[],
  { placeOf, ...rest }: Omit<CiCommand, "text" | "at"> & Pick<ReturnType<typeof parseYamlFile>, "placeOf">,
): CiCommand[] {
  const texts = lines.map((line) => textOf(line) ?? "");
  if (texts.every((text) => text === "")) return [];
  const at: CiCommand["at"] = (offset, command) => {
    let end = 0;
    const index = texts.findIndex((text) => (end += text.length + 1) > offset);
    const line = lines[index] ?? lines[0];
    if (line === undefined) throw new Error("A job with a text has a line.");
    return placeOf(line, command);
  };
  return [{ ...rest, text: texts.join("\n"), at }];
}

/** The commands of a CircleCI configuration. */
export function circleciCommands(file: string, text: string): CiCommand[] {
  const yaml = parseYamlFile(file, text);
  return entriesOf(valueOf(yaml.root, "jobs")).flatMap(([name, job]) => {
    const jobDir = textOf(valueOf(job, "working_directory"));
    return itemsOf(valueOf(job, "steps")).flatMap((step): CiCommand[] => {
      const run = valueOf(step, "run");
      const command = textOf(run) === undefined ? valueOf(run, "command") : run;
      const script = textOf(command);
      if (command === undefined || script === undefined) return [];
      const dir = textOf(valueOf(run, "working_directory")) ?? jobDir;
      return [
        {
          where: "circleci",
          text: script,
          // CircleCI checks out into the job's folder, which therefore is the root.
          dir: dir === undefined || dir === jobDir ? "" : dir.includes("$") ? null : pathFrom("", dir),
          variables: { ...textsOf(valueOf(job, "environment")), ...textsOf(valueOf(run, "environment")) },
          stage: stageInWords(name.replaceAll("_", "-")),
          at: (_offset, line) => yaml.placeOf(command, line),
        },
      ];
    });
  });
}
