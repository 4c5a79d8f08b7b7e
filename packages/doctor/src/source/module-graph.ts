import type { ProjectFiles } from "../project-files/project-files.ts";
import { parseModule } from "./parse.ts";
import type { ParsedModule } from "./parse.ts";
import { folderOf, foldersFrom, joinPath } from "./path.ts";
import { findSourceFile } from "./resolution/source-file.ts";
import { readTsconfigPaths } from "./resolution/tsconfig-paths.ts";
import { readViteAliases } from "./resolution/vite-alias.ts";
import type { Alias } from "./resolution/vite-alias.ts";
import { readWorkspacePackages, resolvePackageImport } from "./resolution/workspace-packages.ts";

/** What an import specifier stands for. */
export type Resolution =
  | { kind: "file"; path: string }
  /** A package from outside: `subpath` is `""` for the package itself, `"react"` for `convex/react`. */
  | { kind: "package"; name: string; subpath: string }
  /** An alias or a relative path behind which no file was found; generated files are often not committed. */
  | { kind: "unresolved" };

/** The source files of a project and how they refer to each other. Nothing is read or parsed before it is asked for. */
export interface ModuleGraph {
  readonly files: ProjectFiles;
  /** The parsed file; undefined when it does not exist or cannot be read. Equal paths give the identical module. */
  module(path: string): ParsedModule | undefined;
  /** What a specifier in a file stands for: relative path, alias, package of this project or package from outside. */
  resolve(fromPath: string, specifier: string): Resolution;
}

/** A package name as npm allows it, with what follows it. */
const PACKAGE_SPECIFIER = /^((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9_~-][\w.~-]*)(?:\/(.*))?$/i;

/**
 * Makes the module graph of a project.
 */
export function createModuleGraph(files: ProjectFiles): ModuleGraph {
  const modules = new Map<string, ParsedModule | undefined>();
  const resolutions = new Map<string, Resolution>();
  const aliasesByFolder = new Map<string, Alias[]>();
  const packages = readWorkspacePackages(files);
  const tsconfigs = readTsconfigPaths(files, packages);

  function resolveUncached(fromPath: string, specifier: string, depth: number): Resolution {
    const bare = specifier.replace(/\?.*$/, "");
    if (bare.startsWith(".") || bare.startsWith("/")) {
      const folder = bare.startsWith("/") ? "" : folderOf(fromPath);
      const path = joinPath(folder, bare);
      const file = path === undefined ? undefined : findSourceFile(files, path);
      return file === undefined ? { kind: "unresolved" } : { kind: "file", path: file };
    }
    if (bare.startsWith("#")) {
      const imported = resolvePackageImport(files, packages, fromPath, bare);
      if (imported !== undefined && "file" in imported) return { kind: "file", path: imported.file };
      if (imported !== undefined && depth < 5)
        return resolveUncached(fromPath, imported.specifier, depth + 1);
    }
    const aliased = tsconfigs.resolve(fromPath, bare) ?? viteAliased(fromPath, bare);
    if (aliased !== undefined) return { kind: "file", path: aliased };
    if (/^(?:node|bun|cloudflare|virtual|astro|data|https?):/.test(bare)) {
      return { kind: "package", name: bare, subpath: "" };
    }
    const [, name, subpath = ""] = PACKAGE_SPECIFIER.exec(bare) ?? [];
    // `~/x` and `@/x` are aliases whose settings were not found; no package has such a name.
    if (name === undefined || name === "~") return { kind: "unresolved" };
    const own = packages.resolve(fromPath, name, subpath);
    return own === undefined ? { kind: "package", name, subpath } : { kind: "file", path: own };
  }

  function viteAliased(fromPath: string, specifier: string): string | undefined {
    for (const folder of foldersFrom(folderOf(fromPath))) {
      let aliases = aliasesByFolder.get(folder);
      if (aliases === undefined) {
        aliases = readViteAliases(files, folder);
        aliasesByFolder.set(folder, aliases);
      }
      for (const { find, path } of aliases) {
        const isMatch = specifier === find || specifier.startsWith(find.endsWith("/") ? find : `${find}/`);
        const joined = isMatch ? joinPath(path, specifier.slice(find.length)) : undefined;
        const file = joined === undefined ? undefined : findSourceFile(files, joined);
        if (file !== undefined) return file;
      }
    }
    return undefined;
  }

  return {
    files,
    module(path) {
      if (!modules.has(path)) {
        const text = files.read(path);
        modules.set(path, text === undefined ? undefined : parseModule(path, text));
      }
      return modules.get(path);
    },
    resolve(fromPath, specifier) {
      const key = `${folderOf(fromPath)}\0${specifier}`;
      let resolution = resolutions.get(key);
      if (resolution === undefined) {
        resolution = resolveUncached(fromPath, specifier, 0);
        resolutions.set(key, resolution);
      }
      return resolution;
    },
  };
}
