import type { ProjectFiles } from "../../project-files/project-files.ts";
import { repositoryFoldersAbove } from "../../project-files/repository-folders.ts";
import type { Manifest } from "./manifests.ts";
import { joined, upwards } from "./project-paths.ts";
import type { PackageManager } from "./workspace.ts";

/** Files that one package manager writes, the rarer one first: templates ship npm's lockfile, users add their own. */
const WRITTEN_BY: readonly [file: string, manager: PackageManager][] = [
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  [".yarnrc.yml", "yarn"],
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
];

const MANAGER = /^(npm|pnpm|yarn|bun)(?:@|$)/;

/** A script that runs another one: `pnpm dev:web`, `bun run build`. `npx` and `bunx` are called by anybody. */
const RUNS_SCRIPT = /(?:^|&&|\||["'\s])(pnpm|yarn|bun)(?= )/g;

/**
 * Which package manager installs a package: what package.json names, else whose lockfile is nearest (in its folder
 * or above it, up to the root of the repository), else which one the scripts call, else npm.
 */
export function packageManagerOf(
  files: ProjectFiles,
  manifests: readonly Manifest[],
  dir: string,
): PackageManager {
  const byDir = new Map(manifests.map((manifest) => [manifest.dir, manifest]));
  for (const folder of upwards(dir)) {
    const named = managerNamed(byDir.get(folder)?.packageManager);
    if (named !== null) return named;
    const written = WRITTEN_BY.find(([file]) => files.has(joined(folder, file)));
    if (written !== undefined) return written[1];
  }
  for (const above of repositoryFoldersAbove(files)) {
    const written = WRITTEN_BY.find(([file]) => files.has(above + file));
    if (written !== undefined) return written[1];
  }
  return managerInScripts(manifests) ?? "npm";
}

/**
 * The package manager of the whole project: the root's, or, where nothing at the root tells, the one of most
 * packages.
 */
export function projectPackageManager(files: ProjectFiles, manifests: readonly Manifest[]): PackageManager {
  const counts = new Map<PackageManager, number>();
  for (const { dir } of manifests) {
    const manager = packageManagerOf(files, manifests, dir);
    if (dir === "" && tellsAtRoot(files, manifests)) return manager;
    counts.set(manager, (counts.get(manager) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? packageManagerOf(files, manifests, "");
}

function tellsAtRoot(files: ProjectFiles, manifests: readonly Manifest[]): boolean {
  const root = manifests.find(({ dir }) => dir === "");
  return managerNamed(root?.packageManager) !== null || WRITTEN_BY.some(([file]) => files.has(file));
}

function managerNamed(written: string | null | undefined): PackageManager | null {
  return (written?.match(MANAGER)?.[1] as PackageManager | undefined) ?? null;
}

function managerInScripts(manifests: readonly Manifest[]): PackageManager | null {
  const counts = new Map<PackageManager, number>();
  for (const script of manifests.flatMap(({ scripts }) => Object.values(scripts))) {
    for (const match of script.matchAll(RUNS_SCRIPT)) {
      const manager = match[1] as PackageManager;
      counts.set(manager, (counts.get(manager) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? null;
}
