import type { Reading } from "../reading.ts";
import { type ConvexPush, convexPush } from "../scripts/convex-push.ts";
import { rawScriptCommands } from "../scripts/read-scripts.ts";
import { type ShellCommand, shellCommands } from "../scripts/shell-commands.ts";
import { isInDir, type WorkspaceFact } from "../workspace/workspace.ts";
import type { CiCommand } from "./ci-command.ts";
import type { CiFact } from "./ci.ts";
import { githubActionsCommands } from "./github-actions.ts";
import { netlifyCommands, vercelCommands } from "./host-builds.ts";
import { circleciCommands, gitlabCommands } from "./other-ci.ts";
import { calledScripts } from "./script-call.ts";

type CommandReader = (file: string, text: string, dir: string) => CiCommand[];

const READERS: readonly [RegExp, CommandReader][] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, githubActionsCommands],
  [/^\.gitlab-ci\.ya?ml$/, gitlabCommands],
  [/^\.circleci\/config\.ya?ml$/, circleciCommands],
  [/(?:^|\/)netlify\.toml$/, netlifyCommands],
  [/(?:^|\/)vercel\.json$/, vercelCommands],
];

/** Reads what CI and the builds of hosts push to Convex. */
export function readCi(reading: Pick<Reading, "files">, workspace: WorkspaceFact): CiFact {
  const { files } = reading;
  const scripts = rawScriptCommands(reading, workspace);
  const words = ["convex", "WORKOS_", ...pushingScripts(scripts)];
  const read: string[] = [];
  const commands = files.files.flatMap((file) => {
    const reader = READERS.find(([pattern]) => pattern.test(file))?.[1];
    const dir = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";
    // A vercel.json next to no package of this project belongs to a sample or to something else.
    const isOurs =
      file.startsWith(".") || workspace.packages.some((it) => it.dir === dir || isInDir(it.dir, dir));
    const text = reader === undefined || !isOurs ? undefined : files.read(file);
    if (reader === undefined || text === undefined) return [];
    read.push(file);
    // Parsing YAML is slow; most workflows have nothing to do with Convex.
    if (!words.some((word) => text.includes(word))) return [];
    return reader(file, text, dir);
  });
  return {
    files: read,
    pushes: commands.flatMap((command) => pushesOf(command, scripts, workspace)),
    sets: [...new Set(commands.flatMap(({ variables }) => Object.keys(variables)))].sort(),
  };
}

/** Names of the scripts that deploy to Convex, or call one that does. */
function pushingScripts(scripts: ReturnType<typeof rawScriptCommands>): Set<string> {
  const pushing = new Set<string>();
  for (let before = -1; before !== pushing.size;) {
    before = pushing.size;
    for (const { script, words } of scripts) {
      const deploys = words[0] === "convex" && words[1] === "deploy";
      if (deploys || words.some((word) => pushing.has(word))) pushing.add(script);
    }
  }
  return pushing;
}

function pushesOf(
  ci: CiCommand,
  scripts: ReturnType<typeof rawScriptCommands>,
  workspace: WorkspaceFact,
): ConvexPush[] {
  const own = shellCommands(ci.text, ci.dir ?? "").map((command) =>
    ci.dir === null ? { ...command, dir: null } : command,
  );
  return own.flatMap((command) => {
    const around = {
      where: ci.where,
      location: ci.at(command.offset, command.text),
      variables: { ...ci.variables, ...command.assignments },
      stage: ci.stage,
    };
    const called: ShellCommand[] = withCalls(command, scripts, workspace, 0);
    return called.flatMap((it) => convexPush(it, around) ?? []);
  });
}

/** A command, or what the script that it calls runs; scripts may call scripts. */
function withCalls(
  command: ShellCommand,
  scripts: ReturnType<typeof rawScriptCommands>,
  workspace: WorkspaceFact,
  nesting: number,
): ShellCommand[] {
  const called = nesting > 4 ? [] : calledScripts(command, scripts, workspace.packages);
  return called.length === 0
    ? [command]
    : called.flatMap((it) => withCalls(it, scripts, workspace, nesting + 1));
}
