import type { Reading } from "../reading.ts";
import { type RawScriptCommand, rawScriptCommands } from "../scripts/read-scripts.ts";
import { STAGES, type Side, type Stage } from "../stage.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { type EnvFileEntry, readEnvFile } from "./env-file.ts";
import { type EnvFolder, readEnvFolder } from "./env-folder.ts";
import { envFileNames, loadEnv, loaderOf } from "./env-loaders.ts";
import type {
  EnvironmentFact,
  EnvLoaderName,
  SharedCookieDomain,
  SideVariables,
  Variable,
} from "./environment.ts";
import { readExamples } from "./example-files.ts";
import { findDisagreements } from "./disagreements.ts";
import { gitIgnored } from "./git-ignored.ts";
import { handedIn } from "./handed-in.ts";
import { meantApps } from "./meant-apps.ts";
import { readDeploymentVariables } from "./read-deployment-variables.ts";
import { toVariable } from "./to-variable.ts";

type EnvReading = Pick<Reading, "files" | "inputs">;

/**
 * Reads the variables of one app, per stage and side, by the rules of its framework: env files, what its scripts load
 * and set, and what was handed in.
 */
export function readEnvironment(reading: EnvReading, workspace: WorkspaceFact, app: App): EnvironmentFact {
  const loader = loaderOf(app.framework);
  const convex = readDeploymentVariables(reading, workspace);
  const stages = Object.fromEntries(
    STAGES.map((stage) => [stage, { host: hostSide(reading, workspace, app, stage), convex: convex[stage] }]),
  ) as Record<Stage, Record<Side, SideVariables>>;
  return {
    loader,
    stages,
    examples: readExamples(reading.files, app.dir),
    disagreements: findDisagreements(reading.files, workspace, app, loader),
    sharedCookieDomain: Object.fromEntries(
      STAGES.map((stage) => [stage, sharedCookieDomain(reading, workspace, app, stage, stages[stage].host)]),
    ) as EnvironmentFact["sharedCookieDomain"],
  };
}

/** The modes whose files a stage loads. Nothing loads `.env.staging` by itself; it is read as what its name says. */
const MODES: Record<Stage, readonly string[]> = {
  development: ["development"],
  preview: ["preview", "staging"],
  production: ["production"],
};

const SCRIPTS: Record<Stage, RegExp> = {
  development: /^(?:dev|develop|start|serve|web|ios|android|expo)\b(?!.*prod)/,
  preview: /preview|staging/,
  production: /^(?:build|deploy|release)|prod/,
};

function hostSide(reading: EnvReading, workspace: WorkspaceFact, app: App, stage: Stage): SideVariables {
  const { files } = reading;
  const loader = loaderOf(app.framework);
  const folder = readEnvFolder(files, app);
  const scripts = scriptsOf(reading, workspace, app, stage);
  const scriptFiles = scripts.flatMap(({ envFiles }) => envFiles);
  const own =
    folder.dir === null
      ? []
      : filesOfStage(loader, stage, folder.dir, (path) => gitIgnored(files, path) === true);
  const paths = [...new Set([...scriptFiles, ...own])].filter((path) => files.has(path));
  const entries = paths.map((path) => readEnvFile(path, files.read(path) ?? ""));
  const preset = presetVariables(scripts);
  const loaded = loadEnv(loader, entries, textsOf(preset));
  const handed = handedIn(reading.inputs, "host", stage);
  const meant = meantApps(workspace, reading.inputs.app);
  const isForOthers = handed.given && !(meant.length === 1 && meant[0]?.dir === app.dir);
  const variables: Record<string, Variable> = {
    ...toVariables(loaded),
    ...toVariables(preset.map((entry) => ({ ...entry, expanded: false, unresolved: [] }))),
    ...(isForOthers ? {} : handed.variables),
  };
  const because = isForOthers
    ? "the project has several apps, and --host-env does not say whose variables it brings (pass --app)"
    : handed.given
      ? ""
      : whyIncomplete(reading, app, stage, { folder, scripts, scriptFiles, paths, entries });
  return {
    complete: because === "",
    because,
    mentioned: [...new Set(folder.mentioned)].sort(),
    files: [...(isForOthers ? [] : handed.files), ...paths],
    variables,
  };
}

/**
 * Env files of a stage, strongest first. `.env.local` and files that git ignores are those of a developer's machine:
 * what is deployed does not have them. `.env.<mode>.local` is named for its stage.
 */
function filesOfStage(
  loader: EnvLoaderName,
  stage: Stage,
  dir: string,
  isIgnored: (path: string) => boolean,
): string[] {
  const inDir = (name: string): string => (dir === "" ? name : `${dir}/${name}`);
  const names = MODES[stage].flatMap((mode) => envFileNames(loader, mode));
  if (stage === "development") return names.map(inDir);
  const deployed = [...new Set(names)].filter((name) => name !== ".env.local" && name !== ".env").map(inDir);
  return isIgnored(inDir(".env")) ? deployed : [...deployed, inDir(".env")];
}

function scriptsOf(
  reading: EnvReading,
  workspace: WorkspaceFact,
  app: App,
  stage: Stage,
): RawScriptCommand[] {
  return rawScriptCommands(reading, workspace).filter(
    ({ packageDir, script, dir, words }) =>
      SCRIPTS[stage].test(script) &&
      // A script of the root concerns every app, unless it goes to another package.
      (packageDir === app.dir ||
        (packageDir === "" && (dir === "" || dir === app.dir) && !namesAnother(words, workspace, app))) &&
      words[0] !== "convex",
  );
}

/** Whether the arguments of a command name another package of the workspace, as `--filter`, `--cwd` and the like do. */
function namesAnother(words: readonly string[], { packages }: WorkspaceFact, app: App): boolean {
  const named = packages.filter(
    ({ dir, name }) =>
      dir !== "" && words.some((word) => word.endsWith(dir) || (name !== null && word.endsWith(name))),
  );
  return named.length > 0 && !named.some(({ dir }) => dir === app.dir);
}

function presetVariables(scripts: readonly RawScriptCommand[]): EnvFileEntry[] {
  return scripts.flatMap(({ assignments, location }) =>
    Object.entries(assignments)
      // A value taken from the shell is not in evidence.
      .filter(([, text]) => !text.includes("$"))
      .map(([name, text]) => ({ name, text, location })),
  );
}

function textsOf(entries: readonly EnvFileEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ name, text }) => [name, text ?? ""]));
}

function toVariables(
  loaded: readonly (EnvFileEntry & Pick<Variable, "expanded" | "unresolved">)[],
): Record<string, Variable> {
  return Object.fromEntries(loaded.map((entry) => [entry.name, toVariable(entry)]));
}

interface Gathered {
  folder: EnvFolder;
  scripts: readonly RawScriptCommand[];
  scriptFiles: readonly string[];
  paths: readonly string[];
  entries: readonly (readonly EnvFileEntry[])[];
}

function whyIncomplete(
  { files }: EnvReading,
  app: App,
  stage: Stage,
  { folder, scripts, scriptFiles, paths, entries }: Gathered,
): string {
  const ask = `pass --host-env ${stage}=FILE`;
  if (stage !== "development") return `the ${stage} variables of the host are not in evidence (${ask})`;
  const injector = scripts.find(({ injectedBy }) => injectedBy !== null)?.injectedBy;
  if (injector !== undefined) return `${injector} adds variables that no file shows (${ask})`;
  const absent = scriptFiles.find((path) => !files.has(path));
  if (absent !== undefined) return `a script loads ${absent}, which is not here (${ask})`;
  const where = app.dir === "" ? "the root" : app.dir;
  if (folder.dir === null) return `the folder of the env files of ${where} cannot be told (${ask})`;
  if (folder.loadsMore !== null) return `${folder.loadsMore} loads variables in its own way (${ask})`;
  const shellNames = scripts.flatMap(({ assignments }) =>
    Object.entries(assignments).flatMap(([name, text]) => (text.includes("$") ? [name] : [])),
  );
  if (shellNames.length > 0) return `a script takes ${shellNames[0]} from the shell (${ask})`;
  const isLocal = paths.some((path, index) => isDevelopersOwn({ files }, path, entries[index] ?? []));
  const local = folder.dir === "" ? ".env.local" : `${folder.dir}/.env.local`;
  return isLocal ? "" : `there is no ${local}, and the shell may hold what it would (${ask})`;
}

/**
 * Whether a file holds a developer's own variables. A `.env.local` in the repository that has only public values is one
 * that the team shares; the rest lies elsewhere.
 */
function isDevelopersOwn(
  { files }: Pick<Reading, "files">,
  path: string,
  entries: readonly EnvFileEntry[],
): boolean {
  const ignored = gitIgnored(files, path);
  if (ignored === true) return true;
  if (!path.endsWith(".local")) return false;
  return (
    ignored === null ||
    entries.some((entry) => toVariable({ ...entry, expanded: false, unresolved: [] }).value.kind === "secret")
  );
}

const COOKIE_DOMAIN = "WORKOS_COOKIE_DOMAIN";
const COOKIE_PASSWORD = "WORKOS_COOKIE_PASSWORD";

function sharedCookieDomain(
  reading: EnvReading,
  workspace: WorkspaceFact,
  app: App,
  stage: Stage,
  own: SideVariables,
): SharedCookieDomain | null {
  const domain = domainOf(own);
  if (domain === null || workspace.apps.length < 2) return null;
  const others = workspace.apps
    .filter(({ dir }) => dir !== app.dir)
    .flatMap((other) => {
      const side = hostSide(reading, workspace, other, stage);
      const password = side.variables[COOKIE_PASSWORD];
      return password !== undefined && domainOf(side) === domain ? [{ app: other.dir, password }] : [];
    });
  return others.length === 0 ? null : { domain, others };
}

function domainOf({ variables }: SideVariables): string | null {
  const value = variables[COOKIE_DOMAIN]?.value;
  return value?.kind === "public" && value.text !== "" ? value.text.replace(/^\./, "") : null;
}
