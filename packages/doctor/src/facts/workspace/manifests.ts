import { parse, type ParseError } from "jsonc-parser";
import type { ProjectFiles, UnreadableFile } from "../../project-files/project-files.ts";
import { baseName, parentOf } from "./project-paths.ts";

/** What a `package.json` says, as far as it is of use. */
export interface Manifest {
  /** Folder relative to the root. */
  dir: string;
  name: string | null;
  /** All four kinds of dependencies in one map; a runtime dependency wins over a development one. */
  declared: Record<string, string>;
  scripts: Record<string, string>;
  /** `packageManager`, or `devEngines.packageManager.name`. */
  packageManager: string | null;
  /** Patterns of `workspaces`; null when there is no such key. */
  workspaces: string[] | null;
}

/** The manifests of a project ordered by folder, and those that could not be parsed. */
export interface Manifests {
  manifests: Manifest[];
  unreadable: UnreadableFile[];
}

/**
 * Reads every package.json that describes a package. Files that only set a module type (`{"type":"module"}`) are
 * markers for Node, not packages.
 */
export function readManifests(files: ProjectFiles): Manifests {
  const manifests: Manifest[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const path of files.files) {
    if (baseName(path) !== "package.json") continue;
    const text = files.read(path);
    if (text === undefined) continue;
    const errors: ParseError[] = [];
    const json: unknown = parse(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    const first = errors[0];
    if (first !== undefined) {
      const line = text.slice(0, first.offset).split("\n").length;
      unreadable.push({
        file: path,
        why: `It is no valid JSON from line ${line} on; what stands before is used.`,
      });
    }
    if (!isRecord(json)) continue;
    const manifest = manifestOf(parentOf(path), json);
    if (manifest !== null) manifests.push(manifest);
  }
  manifests.sort((one, other) => (one.dir < other.dir ? -1 : 1));
  return { manifests, unreadable };
}

function manifestOf(dir: string, json: Record<string, unknown>): Manifest | null {
  const declared = {
    ...strings(json.optionalDependencies),
    ...strings(json.peerDependencies),
    ...strings(json.devDependencies),
    ...strings(json.dependencies),
  };
  const scripts = strings(json.scripts);
  const name = typeof json.name === "string" ? json.name : null;
  const workspaces = workspacePatterns(json.workspaces);
  const isMarker = name === null && workspaces === null && isEmpty(declared) && isEmpty(scripts);
  if (isMarker && dir !== "") return null;
  return {
    dir,
    name,
    declared,
    scripts,
    packageManager: packageManagerOf(json),
    workspaces,
  };
}

function workspacePatterns(value: unknown): string[] | null {
  const list = isRecord(value) ? value.packages : value;
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : null;
}

function packageManagerOf(json: Record<string, unknown>): string | null {
  if (typeof json.packageManager === "string") return json.packageManager;
  const engines = isRecord(json.devEngines) ? json.devEngines.packageManager : undefined;
  const first: unknown = Array.isArray(engines) ? engines[0] : engines;
  return isRecord(first) && typeof first.name === "string" ? first.name : null;
}

function strings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

/** Whether a parsed value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
