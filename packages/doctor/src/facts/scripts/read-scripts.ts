import { findNodeAtLocation, parseTree } from "jsonc-parser";
import type { Location } from "../location.ts";
import { positionsIn } from "../positions.ts";
import type { Reading } from "../reading.ts";
import type { WorkspaceFact, WorkspacePackage } from "../workspace/workspace.ts";
import { convexPush } from "./convex-push.ts";
import type { ScriptsFact } from "./scripts.ts";
import { type ShellCommand, shellCommands } from "./shell-commands.ts";
import { wordsWithoutSecrets } from "./without-secrets.ts";

/** A command of a script as written, secrets included: for readers of facts only. */
export interface RawScriptCommand extends ShellCommand {
  packageDir: string;
  script: string;
  location: Location;
}

/** Several readers want the commands of one workspace; a repository may have hundreds of manifests. */
const commandsOf = new WeakMap<readonly WorkspacePackage[], RawScriptCommand[]>();

/** The commands of every script of the workspace, as written. */
export function rawScriptCommands(
  reading: Pick<Reading, "files">,
  { packages }: Pick<WorkspaceFact, "packages">,
): RawScriptCommand[] {
  const known = commandsOf.get(packages) ?? readCommands(reading, packages);
  commandsOf.set(packages, known);
  return known;
}

function readCommands(
  { files }: Pick<Reading, "files">,
  packages: readonly WorkspacePackage[],
): RawScriptCommand[] {
  return packages.flatMap(({ dir, scripts }) => {
    if (Object.keys(scripts).length === 0) return [];
    const file = dir === "" ? "package.json" : `${dir}/package.json`;
    const text = files.read(file) ?? "";
    const root = parseTree(text);
    const position = positionsIn(text);
    return Object.entries(scripts).flatMap(([script, line]) => {
      const node = root && findNodeAtLocation(root, ["scripts", script]);
      const location = { file, ...position(node?.parent?.offset ?? 0) };
      return shellCommands(line, dir).map((command) => ({ ...command, packageDir: dir, script, location }));
    });
  });
}

/** Reads what the scripts of every package.json run, and which of it pushes to Convex. */
export function readScripts(reading: Pick<Reading, "files">, workspace: WorkspaceFact): ScriptsFact {
  const raw = rawScriptCommands(reading, workspace);
  return {
    commands: raw.map(({ packageDir, script, words, dir, assignments, envFiles, injectedBy, location }) => ({
      packageDir,
      script,
      words: wordsWithoutSecrets(words),
      dir,
      sets: Object.keys(assignments),
      envFiles,
      injectedBy,
      location,
    })),
    pushes: raw.flatMap((command) => {
      const push = convexPush(command, {
        where: "script",
        location: command.location,
        variables: {},
        stage: null,
      });
      return push === null ? [] : [push];
    }),
  };
}
