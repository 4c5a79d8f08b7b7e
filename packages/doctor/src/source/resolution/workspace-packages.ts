import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { folderOf, foldersFrom, joinPath } from "../path.ts";
import { targetsOf } from "./conditional-target.ts";
import { isJsonObject, readJsonObject } from "./json-file.ts";
import type { JsonObject } from "./json-file.ts";
import { findSourceFile, findSourceOfTarget } from "./source-file.ts";

/** A package.json in the examined project. */
export interface PackageManifest {
  /** Folder relative to the examined root; `""` for the root. */
  folder: string;
  content: JsonObject;
}

/** The packages that live in the examined project. */
export interface WorkspacePackages {
  /** The package.json that a file belongs to: the nearest one around it. */
  around(path: string): PackageManifest | undefined;
  /**
   * The source file behind an import of a package of this project.
   *
   * @returns undefined when the name is not one of this project's packages, or when the importing package asks for
   *   a published version of the name, or when no source file can be found
   */
  resolve(fromPath: string, name: string, subpath: string): string | undefined;
  /** The folder of this project's package with the name, if there is one. */
  folderOfPackage(fromPath: string, name: string): string | undefined;
}

/** Finds the packages of a project; each package.json is read when it is first needed. */
export function readWorkspacePackages(files: ProjectFiles): WorkspacePackages {
  const manifests = new Map<string, PackageManifest | undefined>();
  let byName: Map<string, PackageManifest[]> | undefined;

  function manifestIn(folder: string): PackageManifest | undefined {
    if (!manifests.has(folder)) {
      const content = readJsonObject(files, folder === "" ? "package.json" : `${folder}/package.json`);
      manifests.set(folder, content === undefined ? undefined : { folder, content });
    }
    return manifests.get(folder);
  }

  function around(path: string): PackageManifest | undefined {
    for (const folder of foldersFrom(folderOf(path))) {
      const manifest = manifestIn(folder);
      if (manifest !== undefined) return manifest;
    }
    return undefined;
  }

  function named(name: string): PackageManifest[] {
    if (byName === undefined) {
      byName = new Map();
      for (const path of files.files) {
        if (path !== "package.json" && !path.endsWith("/package.json")) continue;
        const manifest = manifestIn(folderOf(path));
        const itsName = manifest?.content["name"];
        if (manifest === undefined || typeof itsName !== "string") continue;
        const others = byName.get(itsName);
        if (others === undefined) byName.set(itsName, [manifest]);
        else others.push(manifest);
      }
    }
    return byName.get(name) ?? [];
  }

  function find(fromPath: string, name: string): PackageManifest | undefined {
    const importer = around(fromPath);
    const candidates = named(name).filter((candidate) => !asksForPublished(importer, candidate, name));
    return nearestTo(fromPath, candidates);
  }

  return {
    around,
    resolve(fromPath, name, subpath) {
      const found = find(fromPath, name);
      return found === undefined ? undefined : sourceOf(files, found, subpath);
    },
    folderOfPackage: (fromPath, name) => find(fromPath, name)?.folder,
  };
}

/** Whether the importing package depends on a version that the package in the project is not. */
function asksForPublished(
  importer: PackageManifest | undefined,
  candidate: PackageManifest,
  name: string,
): boolean {
  if (importer === undefined || importer.folder === candidate.folder) return false;
  for (const field of ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]) {
    const dependencies = importer.content[field];
    const range = isJsonObject(dependencies) ? dependencies[name] : undefined;
    if (typeof range !== "string") continue;
    if (validRange(range) === null) return false;
    const version = candidate.content["version"];
    return typeof version === "string"
      ? !satisfies(version, range, { includePrerelease: true })
      : range !== "*";
  }
  return false;
}

/** The candidate that shares the longest path with the importing file: copies of a template each have their own. */
function nearestTo(path: string, candidates: readonly PackageManifest[]): PackageManifest | undefined {
  const around = foldersFrom(folderOf(path));
  let best: PackageManifest | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const own = foldersFrom(candidate.folder);
    const distance = around.findIndex((folder) => own.includes(folder));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function sourceOf(files: ProjectFiles, manifest: PackageManifest, subpath: string): string | undefined {
  const { folder, content } = manifest;
  const targets = targetsOf(content["exports"], subpath === "" ? "." : `./${subpath}`);
  if (subpath === "") {
    for (const field of ["source", "module", "main", "types", "typings"]) {
      const target = content[field];
      if (typeof target === "string") targets.push(target);
    }
    targets.push("./src/index", "./index");
  } else {
    targets.push(`./${subpath}`, `./src/${subpath}`);
  }
  for (const target of targets) {
    const found = findSourceOfTarget(files, folder, target);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The file behind a name that starts with `#`, from the `imports` of the package.json around the importing file. */
export function resolvePackageImport(
  files: ProjectFiles,
  packages: WorkspacePackages,
  fromPath: string,
  name: string,
): { file: string } | { specifier: string } | undefined {
  const manifest = packages.around(fromPath);
  if (manifest === undefined) return undefined;
  for (const target of targetsOf(manifest.content["imports"], name)) {
    if (!target.startsWith(".")) return { specifier: target };
    const path = joinPath(manifest.folder, target);
    const file =
      findSourceOfTarget(files, manifest.folder, target) ??
      (path === undefined ? undefined : findSourceFile(files, path));
    if (file !== undefined) return { file };
  }
  return undefined;
}
