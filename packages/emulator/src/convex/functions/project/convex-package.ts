import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as Esbuild from "esbuild";
import { EmulatorError } from "../../../emulator-error.ts";

/** The project's own `convex` package, and the esbuild that comes with it. */
export interface ConvexPackage {
  /** Absolute, symbolic links followed. */
  directory: string;
  version: string;
  esbuild: typeof Esbuild;
}

/**
 * Finds the `convex` package that the project has installed.
 *
 * @param root the folder of the project, absolute
 * @throws {EmulatorError} a sentence where `convex` or its esbuild is not installed
 */
export function loadConvexPackage(root: string): ConvexPackage {
  const directory = findPackage(root, "convex");
  if (directory === null)
    throw new EmulatorError(
      `The package convex is not installed in ${root} or a folder above it. Install the project's dependencies, then start again.`,
    );
  const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8")) as {
    version: string;
  };
  try {
    const esbuild = createRequire(join(directory, "package.json"))("esbuild") as typeof Esbuild;
    return { directory, version, esbuild };
  } catch (error) {
    throw new EmulatorError(
      `The esbuild that convex ${version} brings cannot be loaded from ${directory}. Install the project's dependencies anew, optional ones too, on this machine.`,
      { cause: error },
    );
  }
}

/** The folder of an installed package as Node would find it from a folder; null where there is none. */
export function findPackage(from: string, name: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (dirname(folder) === folder) return null;
  }
}
