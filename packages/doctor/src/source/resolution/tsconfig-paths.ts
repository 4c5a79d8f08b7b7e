import type { ProjectFiles } from "../../project-files/project-files.ts";
import { folderOf, foldersFrom, joinPath } from "../path.ts";
import { matchStar } from "./conditional-target.ts";
import { isJsonObject, readJsonObject, stringsOf } from "./json-file.ts";
import type { JsonObject } from "./json-file.ts";
import { findSourceFile } from "./source-file.ts";
import type { WorkspacePackages } from "./workspace-packages.ts";

/** How far `extends` and `references` are followed. */
const LONGEST_CHAIN = 10;

/** `paths` and `baseUrl` of one tsconfig.json, with those of the files it extends. */
interface PathSettings {
  /** Folder that a `baseUrl` names; null without one. */
  baseUrl: string | null;
  /** Patterns with the folder their targets are relative to. */
  paths: { pattern: string; targets: string[]; folder: string }[];
}

/** Resolves import specifiers through the tsconfig.json and jsconfig.json files of a project. */
export interface TsconfigPaths {
  /** The file that an alias such as `@/components` stands for in an importing file, or undefined. */
  resolve(fromPath: string, specifier: string): string | undefined;
}

/** Reads the path settings of a project; each file is read when it is first needed. */
export function readTsconfigPaths(files: ProjectFiles, packages: WorkspacePackages): TsconfigPaths {
  const settingsByFolder = new Map<string, PathSettings[]>();

  function settingsIn(folder: string): PathSettings[] {
    let settings = settingsByFolder.get(folder);
    if (settings === undefined) {
      settings = [];
      for (const name of ["tsconfig.json", "jsconfig.json"]) {
        const path = folder === "" ? name : `${folder}/${name}`;
        if (files.has(path)) settings.push(...settingsOf(path, new Set()));
      }
      settingsByFolder.set(folder, settings);
    }
    return settings;
  }

  /** The settings of a file and, as Vite's templates divide them, of the files it references. */
  function settingsOf(path: string, seen: Set<string>): PathSettings[] {
    if (seen.has(path) || seen.size >= LONGEST_CHAIN) return [];
    seen.add(path);
    const content = readJsonObject(files, path);
    if (content === undefined) return [];
    const settings = [ownOrInherited(path, content, new Set())];
    const references = content["references"];
    for (const reference of Array.isArray(references) ? references : []) {
      const target = isJsonObject(reference) ? reference["path"] : undefined;
      if (typeof target !== "string") continue;
      const joined = joinPath(folderOf(path), target);
      if (joined === undefined) continue;
      const file = files.has(joined) && joined.endsWith(".json") ? joined : `${joined}/tsconfig.json`;
      // A reference into another folder is another project, which has its own files.
      if (folderOf(file) === folderOf(path)) settings.push(...settingsOf(file, seen));
    }
    return settings;
  }

  function ownOrInherited(path: string, content: JsonObject, seen: Set<string>): PathSettings {
    seen.add(path);
    const folder = folderOf(path);
    const options = content["compilerOptions"];
    const own = isJsonObject(options) ? options : {};
    let inherited: PathSettings = { baseUrl: null, paths: [] };
    for (const extended of stringsOf(content["extends"])) {
      const target = extendedFile(path, extended);
      const targetContent =
        target === undefined || seen.has(target) || seen.size >= LONGEST_CHAIN
          ? undefined
          : readJsonObject(files, target);
      if (target === undefined || targetContent === undefined) continue;
      const found = ownOrInherited(target, targetContent, seen);
      inherited = {
        baseUrl: found.baseUrl ?? inherited.baseUrl,
        paths: found.paths.length > 0 ? found.paths : inherited.paths,
      };
    }
    const baseUrl = typeof own["baseUrl"] === "string" ? joinPath(folder, own["baseUrl"]) : undefined;
    const effectiveBase = baseUrl ?? inherited.baseUrl;
    const paths = isJsonObject(own["paths"])
      ? Object.entries(own["paths"]).map(([pattern, targets]) => ({
          pattern,
          targets: stringsOf(targets),
          folder: effectiveBase ?? folder,
        }))
      : inherited.paths;
    return { baseUrl: effectiveBase, paths };
  }

  function extendedFile(path: string, extended: string): string | undefined {
    const withExtension = (file: string) => [file, `${file}.json`, `${file}/tsconfig.json`];
    const candidates: string[] = [];
    if (extended.startsWith(".")) {
      const joined = joinPath(folderOf(path), extended);
      if (joined !== undefined) candidates.push(...withExtension(joined));
    } else {
      const [, name = "", subpath = ""] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(extended) ?? [];
      const workspaceFolder = packages.folderOfPackage(path, name);
      const folders = foldersFrom(folderOf(path)).map((folder) => joinPath(folder, "node_modules", name));
      for (const folder of [workspaceFolder, ...folders]) {
        const joined = folder === undefined ? undefined : joinPath(folder, subpath);
        if (joined !== undefined) candidates.push(...withExtension(joined));
      }
    }
    return candidates.find((candidate) => candidate.endsWith(".json") && files.has(candidate));
  }

  function resolveWith(settings: PathSettings, specifier: string): string | undefined {
    const matches = settings.paths
      .map((entry) => ({ ...entry, star: matchStar(entry.pattern, specifier) }))
      .filter((entry) => entry.star !== undefined)
      .sort((first, second) => specificity(second.pattern) - specificity(first.pattern));
    for (const { targets, folder, star } of matches) {
      for (const target of targets) {
        const path = joinPath(folder, target.replace("*", star ?? ""));
        const file = path === undefined ? undefined : findSourceFile(files, path);
        if (file !== undefined) return file;
      }
    }
    if (settings.baseUrl === null) return undefined;
    const path = joinPath(settings.baseUrl, specifier);
    return path === undefined ? undefined : findSourceFile(files, path);
  }

  return {
    resolve(fromPath, specifier) {
      for (const folder of foldersFrom(folderOf(fromPath))) {
        for (const settings of settingsIn(folder)) {
          const file = resolveWith(settings, specifier);
          if (file !== undefined) return file;
        }
      }
      return undefined;
    },
  };
}

/** A pattern without `*` comes before all others; then the longest text before the `*` wins. */
function specificity(pattern: string): number {
  const star = pattern.indexOf("*");
  return star === -1 ? Infinity : star;
}
