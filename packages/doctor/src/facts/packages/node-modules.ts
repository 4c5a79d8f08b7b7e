import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { repositoryFoldersAbove } from "../../project-files/repository-folders.ts";
import { isRecord } from "../workspace/manifests.ts";
import { joined, upwards } from "../workspace/project-paths.ts";
import { isBuildingBlock } from "./relevant-packages.ts";

/** A package found in `node_modules`. */
export interface InstalledPackage {
  name: string;
  version: string;
  /** Folder of the package. */
  dir: string;
  /** Names of the building blocks that it depends on. */
  dependencies: string[];
}

/**
 * Finds a package where Node would, from a folder upwards to the root of the repository. Its package.json is read by
 * path, since `exports` may hide it from a resolver.
 */
export function installedPackage(files: ProjectFiles, dir: string, name: string): InstalledPackage | null {
  const folders = [...upwards(dir).map((folder) => joined(folder, "node_modules")), ...above(files)];
  for (const folder of folders) {
    const found = packageAt(files, `${folder}/${name}`, name);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The building blocks that an installed package depends on: nested in it, beside it, hoisted above it, or in the
 * store of pnpm, where nothing undeclared is hoisted.
 */
export function installedDependencies(files: ProjectFiles, of: InstalledPackage): InstalledPackage[] {
  const hoistedTo = of.dir.slice(0, of.dir.lastIndexOf("node_modules") + "node_modules".length);
  const places = [`${of.dir}/node_modules`, hoistedTo];
  const store = `${hoistedTo}/.pnpm/node_modules`;
  return of.dependencies.flatMap((name) => {
    for (const place of [...places, store, "node_modules", "node_modules/.pnpm/node_modules"]) {
      const found = packageAt(files, `${place}/${name}`, name);
      if (found !== null) return [found];
    }
    return [];
  });
}

function above(files: ProjectFiles): string[] {
  return repositoryFoldersAbove(files).map((folder) => `${folder}node_modules`);
}

function packageAt(files: ProjectFiles, dir: string, name: string): InstalledPackage | null {
  const path = `${dir}/package.json`;
  const text = files.has(path) ? files.read(path) : undefined;
  const json: unknown = text === undefined ? undefined : parse(text);
  if (!isRecord(json) || typeof json.version !== "string") return null;
  const dependencies = isRecord(json.dependencies)
    ? Object.keys(json.dependencies).filter(isBuildingBlock)
    : [];
  return { name, version: json.version, dir, dependencies };
}
