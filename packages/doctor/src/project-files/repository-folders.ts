import type { ProjectFiles } from "./project-files.ts";

/**
 * The folders between the examined one and the root of its git repository, nearest first, as prefixes of paths
 * (`../`, `../../`). Empty when the examined folder is the root of its repository, or lies in none.
 */
export function repositoryFoldersAbove(files: ProjectFiles): readonly string[] {
  let above = known.get(files);
  if (above === undefined) known.set(files, (above = foldersAbove(files)));
  return above;
}

const known = new WeakMap<ProjectFiles, readonly string[]>();

function foldersAbove(files: ProjectFiles): string[] {
  const above: string[] = [];
  if (files.has(".git")) return above;
  for (let prefix = "../"; prefix.length <= 30; prefix += "../") {
    above.push(prefix);
    if (files.has(`${prefix}.git`)) return above;
  }
  return [];
}
