import type { ProjectFiles } from "../../project-files/project-files.ts";
import { STAGES, type Stage } from "../stage.ts";
import { readEnvFile } from "./env-file.ts";
import type { Variable } from "./environment.ts";
import { toVariable } from "./to-variable.ts";

const EXAMPLE =
  /^\.?env(?:\.[\w-]+)*[.-](?:example|sample|template|dist)$|^\.?(?:example|sample|template)\.env(?:\.[\w-]+)*$/i;

/** Whether a file name is that of an example of an env file: `.env.example`, `.env.local.sample`, `env.example`. */
export function isEnvExample(name: string): boolean {
  return EXAMPLE.test(name);
}

/** Reads the example files of a folder, by the stage that their name says. */
export function readExamples(
  files: Pick<ProjectFiles, "files" | "read">,
  dir: string,
): Record<Stage, Record<string, Variable>> {
  const examples: Record<Stage, Record<string, Variable>> = { development: {}, preview: {}, production: {} };
  const prefix = dir === "" ? "" : `${dir}/`;
  for (const path of files.files) {
    const name = path.slice(prefix.length);
    if (!path.startsWith(prefix) || name.includes("/") || !isEnvExample(name)) continue;
    const stage =
      STAGES.find((it) => name.includes(it)) ?? (name.includes("staging") ? "preview" : "development");
    for (const entry of readEnvFile(path, files.read(path) ?? "")) {
      examples[stage][entry.name] ??= toVariable({ ...entry, expanded: false, unresolved: [] });
    }
  }
  return examples;
}
