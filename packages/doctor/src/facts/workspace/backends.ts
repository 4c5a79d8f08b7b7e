import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { isRecord } from "./manifests.ts";
import { baseName, joined, nearest, parentOf, resolved, upwards } from "./project-paths.ts";
import { isInDir, type Backend } from "./workspace.ts";

/** The backends of a project and the settings that name them. */
export interface Backends {
  backends: Backend[];
  /** For each folder with a convex.json of its own: the functions folder that it names or implies. */
  namedBy: ReadonlyMap<string, string>;
}

const SOURCE = /(?<!\.d)\.[cm]?[jt]sx?$/;

/**
 * Finds the folders whose functions are pushed to a deployment: `functions` of a convex.json, `convex` beside it,
 * and folders that look like one wherever they are. Components (`defineComponent`) belong to the backend that uses
 * them; a folder with nothing but `_generated` is what an earlier layout left behind.
 *
 * @param packageDirs folders with a package.json
 */
export function readBackends(files: ProjectFiles, packageDirs: ReadonlySet<string>): Backends {
  const folders = functionFolders(files);
  const settings = convexSettings(files);
  const namedBy = new Map<string, string>();
  const found = new Map<string, Backend>();
  for (const { dir, path, functions } of settings) {
    const functionsDir = resolved(dir, functions);
    if (functionsDir === null || !folders.hasSources(functionsDir)) continue;
    namedBy.set(dir, functionsDir);
    const known = found.get(functionsDir);
    // Several settings may name one folder; its own package's wins over an app's that points at it.
    if (known !== undefined && isInDir(functionsDir, known.dir)) continue;
    found.set(functionsDir, { functionsDir, dir, convexJson: path });
  }
  for (const functionsDir of folders.likely) {
    const dir = nearest(packageDirs, parentOf(functionsDir)) ?? parentOf(functionsDir);
    const isMovedElsewhere = functionsDir === joined(dir, "convex") && namedBy.has(dir);
    const isPartOfAnother = upwards(parentOf(functionsDir)).some((above) => found.has(above));
    if (found.has(functionsDir) || isMovedElsewhere || isPartOfAnother) continue;
    found.set(functionsDir, { functionsDir, dir, convexJson: null });
  }
  const backends = [...found.values()].sort((one, other) => (one.functionsDir < other.functionsDir ? -1 : 1));
  return { backends, namedBy };
}

interface ConvexSettings {
  dir: string;
  path: string;
  functions: string;
}

function convexSettings(files: ProjectFiles): ConvexSettings[] {
  return files.files.flatMap((path) => {
    if (baseName(path) !== "convex.json") return [];
    const json: unknown = parse(files.read(path) ?? "", [], { allowTrailingComma: true });
    if (!isRecord(json) || isTypeScriptConfig(json)) return [];
    const functions = typeof json.functions === "string" ? json.functions : "convex";
    return [{ dir: parentOf(path), path, functions }];
  });
}

function isTypeScriptConfig(json: Record<string, unknown>): boolean {
  if ("functions" in json || "authKit" in json) return false;
  return ["compilerOptions", "extends", "include", "references", "files"].some((key) => key in json);
}

interface FunctionFolders {
  /** Folders that look like Convex functions by themselves, outermost first. */
  likely: string[];
  /** Whether a folder holds a source outside of `_generated`. */
  hasSources(dir: string): boolean;
}

function functionFolders(files: ProjectFiles): FunctionFolders {
  const sources = files.files.filter((path) => SOURCE.test(path) && !/(?:^|\/)_generated\//.test(path));
  const folders = new Set(sources.map(parentOf));
  const withSources = new Set([...folders].flatMap(upwards));
  const candidates = new Set([...withSources].filter((dir) => baseName(dir) === "convex"));
  for (const path of files.files) {
    if (!path.includes("/_generated/")) continue;
    const match = /^(.+)\/_generated\/(?:api|server|dataModel)\.(?:d\.)?[cm]?[jt]s$/.exec(path);
    if (match?.[1] !== undefined && withSources.has(match[1])) candidates.add(match[1]);
  }
  const likely = [...candidates]
    .filter((dir) => {
      const own = sources.filter((path) => isInDir(path, dir));
      return !isComponent(files, dir) && (isPushed(files, dir, own) || hasTellingFile(files, dir));
    })
    .sort((one, other) => one.length - other.length);
  return { likely, hasSources: (dir) => withSources.has(dir) };
}

/** A component is pushed with the backend that installs it, never by itself. */
function isComponent(files: ProjectFiles, dir: string): boolean {
  const text = textOf(files, dir, ["convex.config.ts", "convex.config.js"]);
  return /\bdefineComponent\s*\(/.test(text) && !/\bdefineApp\s*\(/.test(text);
}

/** A file by which a `convex` folder is known before its first push, with what must stand in it. */
function hasTellingFile(files: ProjectFiles, dir: string): boolean {
  return (
    textOf(files, dir, ["schema.ts", "schema.js"]).includes("defineSchema") ||
    textOf(files, dir, ["convex.config.ts", "convex.config.js"]).includes("defineApp") ||
    /\bproviders\b|getAuthConfigProviders/.test(textOf(files, dir, ["auth.config.ts", "auth.config.js"]))
  );
}

/**
 * Whether a source in the folder imports `_generated/server` of this very folder. That file need not be checked in,
 * and where only copies of `_generated` lie (for clients elsewhere) nothing imports the server.
 */
function isPushed(files: ProjectFiles, dir: string, sources: readonly string[]): boolean {
  return sources.some((path) => {
    const imports =
      files.read(path)?.matchAll(/["'](\.{1,2}(?:\/[^"']*)?)\/_generated\/server(?:\.[jt]s)?["']/g) ?? [];
    return [...imports].some(([, written = "."]) => resolved(parentOf(path), written) === dir);
  });
}

function textOf(files: ProjectFiles, dir: string, names: readonly string[]): string {
  const name = names.find((candidate) => files.has(joined(dir, candidate)));
  return name === undefined ? "" : (files.read(joined(dir, name)) ?? "");
}
