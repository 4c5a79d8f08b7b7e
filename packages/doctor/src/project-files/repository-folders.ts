import type { ProjectFiles } from "./project-files.ts";

/**
 * The folders between the examined one and the root of its git repository, nearest first, as prefixes of paths
 * (`../`, `../../`). Empty when the examined folder is the root of its repository, or lies in none.
 */
export function repositoryFoldersAbove(files: ProjectFiles): string[] {
  const above: string[] = [];
  if (files.has(".git")) return above;
  for (let prefix = "../"; prefix.length <= 30; prefix += "../") {
    above.push(prefix);
    if (files.has(`${prefix}.git`)) return above;
  }
  return [];
}
