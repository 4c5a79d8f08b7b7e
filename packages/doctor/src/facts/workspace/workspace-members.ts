import { parse } from "jsonc-parser";
import picomatch from "picomatch";
import { parse as parseYaml } from "yaml";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { isRecord, type Manifest } from "./manifests.ts";
import { joined, resolved } from "./project-paths.ts";
import { isInDir } from "./workspace.ts";

/** Which packages belong together. A project can hold several workspaces, or none. */
export interface WorkspaceMembers {
  /** The workspace root of each member, by the member's folder; roots are members of themselves. */
  rootOf: ReadonlyMap<string, string>;
  /** Whether the folder is listed by a workspace other than as its root. */
  isListed(dir: string): boolean;
}

/** Reads the `workspaces` of npm, yarn and bun, `pnpm-workspace.yaml` and `lerna.json`. */
export function readWorkspaceMembers(files: ProjectFiles, manifests: readonly Manifest[]): WorkspaceMembers {
  const rootOf = new Map<string, string>();
  const listed = new Set<string>();
  for (const root of manifests) {
    const patterns = patternsOf(files, root);
    if (patterns.length === 0) continue;
    rootOf.set(root.dir, root.dir);
    const isMember = membership(root.dir, patterns);
    for (const { dir } of manifests) {
      if (dir === root.dir || !isMember(dir)) continue;
      rootOf.set(dir, root.dir);
      listed.add(dir);
    }
  }
  return { rootOf, isListed: (dir) => listed.has(dir) };
}

function patternsOf(files: ProjectFiles, root: Manifest): string[] {
  return [...(root.workspaces ?? []), ...pnpmPatterns(files, root.dir), ...lernaPatterns(files, root.dir)];
}

function pnpmPatterns(files: ProjectFiles, dir: string): string[] {
  const text = files.read(joined(dir, "pnpm-workspace.yaml"));
  if (text === undefined) return [];
  try {
    const yaml: unknown = parseYaml(text);
    return isRecord(yaml) ? textsIn(yaml.packages) : [];
  } catch {
    return [];
  }
}

function lernaPatterns(files: ProjectFiles, dir: string): string[] {
  const text = files.read(joined(dir, "lerna.json"));
  const json: unknown = text === undefined ? undefined : parse(text);
  return isRecord(json) ? textsIn(json.packages) : [];
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function membership(root: string, patterns: readonly string[]): (dir: string) => boolean {
  const positive: string[] = [];
  const negative: string[] = [];
  for (const pattern of patterns) {
    const isNegative = pattern.startsWith("!");
    const glob = resolved("", isNegative ? pattern.slice(1) : pattern);
    if (glob !== null && glob !== "") (isNegative ? negative : positive).push(glob);
  }
  if (positive.length === 0) return () => false;
  const matches = picomatch(positive, { ignore: negative, dot: true });
  return (dir) => isInDir(dir, root) && matches(root === "" ? dir : dir.slice(root.length + 1));
}
