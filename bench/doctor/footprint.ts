import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What installing a package puts on a disk. */
export interface Footprint {
  packages: number;
  /** Sum of the sizes of all files. */
  bytes: number;
}

/**
 * Installs a package into a new folder of its own, without running install scripts.
 *
 * @param spec what npm takes: a name with a version, or the path of a tarball
 * @returns the folder's `node_modules`
 * @throws Error when npm does not manage to
 */
export function install(spec: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", spec], folder);
  return join(folder, "node_modules");
}

/** Packs a workspace package as it would be published. Returns the tarball's path. */
export function pack(packageFolder: string, destination: string): string {
  const out = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", destination], packageFolder);
  const [packed] = JSON.parse(out) as { filename: string }[];
  if (packed === undefined) throw new Error("npm pack names no tarball.");
  return join(destination, packed.filename);
}

/** Counts what is installed, nested copies included. */
export function footprintOf(nodeModules: string): Footprint {
  return { packages: packagesIn(nodeModules), bytes: sizeOf(nodeModules) };
}

function npm(args: string[], cwd: string): string {
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
    timeout: 300_000,
  });
}

function packagesIn(nodeModules: string): number {
  if (!existsSync(nodeModules)) return 0;
  return foldersIn(nodeModules).reduce((sum, name) => {
    const folder = join(nodeModules, name);
    const packages = name.startsWith("@") ? foldersIn(folder).map((inner) => join(folder, inner)) : [folder];
    return sum + packages.reduce((inner, it) => inner + 1 + packagesIn(join(it, "node_modules")), 0);
  }, 0);
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + sizeOf(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}
