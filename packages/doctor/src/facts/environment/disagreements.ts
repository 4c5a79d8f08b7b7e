import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { readEnvFile } from "./env-file.ts";
import { envFileNames, loadEnv } from "./env-loaders.ts";
import type { Disagreement, EnvLoaderName } from "./environment.ts";
import { toVariable } from "./to-variable.ts";

/**
 * Finds variables of an app's folder that its framework and the Convex CLI read differently in development. Only where
 * both run in the same folder do they read the same files.
 */
export function findDisagreements(
  files: Pick<ProjectFiles, "has" | "read">,
  { backends }: Pick<WorkspaceFact, "backends">,
  app: App,
  loader: EnvLoaderName,
): Disagreement[] {
  const sharesFolder = backends.some(
    ({ functionsDir, dir }) => functionsDir === app.backend && dir === app.dir,
  );
  if (!sharesFolder || loader === "dotenv") return [];
  const read = (by: EnvLoaderName) => {
    const paths = envFileNames(by, "development").map((name) =>
      app.dir === "" ? name : `${app.dir}/${name}`,
    );
    const existing = paths.filter((path) => files.has(path));
    return loadEnv(
      by,
      existing.map((path) => readEnvFile(path, files.read(path) ?? "")),
    );
  };
  const cli = new Map(read("dotenv").map((variable) => [variable.name, variable]));
  return read(loader).flatMap((framework) => {
    const other = cli.get(framework.name);
    if (other === undefined || other.text === framework.text) return [];
    const reading = (by: Disagreement["readings"][number]["loader"], variable: typeof framework) => ({
      loader: by,
      value: toVariable(variable).value,
      location: variable.location,
    });
    return [{ name: framework.name, readings: [reading(loader, framework), reading("convex-cli", other)] }];
  });
}
