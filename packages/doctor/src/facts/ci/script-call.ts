import type { RawScriptCommand } from "../scripts/read-scripts.ts";
import type { ShellCommand } from "../scripts/shell-commands.ts";
import type { WorkspacePackage } from "../workspace/workspace.ts";

/** Words of package managers that are commands of their own and no script. */
const OWN_COMMANDS = new Set([
  "install",
  "i",
  "ci",
  "add",
  "exec",
  "dlx",
  "x",
  "publish",
  "pack",
  "audit",
  "version",
]);

/**
 * The commands behind a call of a package.json script: `npm run deploy`, `pnpm --filter backend deploy`, `yarn workspace backend
 * deploy`, `turbo run deploy`. Empty for anything else.
 */
export function calledScripts(
  { words, dir }: Pick<ShellCommand, "words" | "dir">,
  scripts: readonly RawScriptCommand[],
  packages: readonly WorkspacePackage[],
): RawScriptCommand[] {
  const [program = "", ...args] = words;
  if (!["npm", "pnpm", "yarn", "bun", "turbo"].includes(program)) return [];
  const filters: string[] = [];
  const names: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? "";
    const attached = /^(?:--filter|--workspace|-w|-F)=(.+)$/.exec(arg)?.[1];
    if (attached !== undefined) filters.push(attached);
    else if (
      ["--filter", "-F", "--workspace", "workspace"].includes(arg) ||
      (program === "npm" && arg === "-w")
    )
      filters.push(args[++index] ?? "");
    else if (arg === "--") break;
    else if (!arg.startsWith("-") && arg !== "run" && arg !== "run-script") names.push(arg);
  }
  const [name] = names;
  if (name === undefined || OWN_COMMANDS.has(name)) return [];
  // `pnpm deploy` copies a package; only `pnpm run deploy` runs the script.
  if (program === "pnpm" && name === "deploy" && !args.includes("run")) return [];
  const inFilter = packages.filter((it) =>
    filters.some((filter) => it.name === filter || it.dir === filter.replace(/^\.\//, "")),
  );
  const dirs =
    filters.length > 0
      ? inFilter.map((it) => it.dir)
      : program === "turbo"
        ? packages.map((it) => it.dir)
        : [dir];
  return scripts.filter(({ packageDir, script }) => script === name && dirs.includes(packageDir));
}
