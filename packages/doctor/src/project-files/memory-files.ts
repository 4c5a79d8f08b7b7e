import type { ProjectFiles, UnreadableFile } from "./project-files.ts";

/**
 * A project held in memory: a map from path to text. Paths under `node_modules` can be read but are not listed,
 * exactly as on a disk.
 *
 * @example
 * const files = memoryFiles({ "package.json": "{}", "convex/auth.config.ts": "export default { providers: [] };" });
 */
export function memoryFiles(texts: Readonly<Record<string, string>>): ProjectFiles {
  const byPath = new Map(Object.entries(texts));
  const unreadable: UnreadableFile[] = [];
  return {
    files: [...byPath.keys()].filter((path) => !`/${path}`.includes("/node_modules/")).sort(),
    has: (path) => byPath.has(path),
    read: (path) => byPath.get(path)?.replace(/^\uFEFF/, ""),
    unreadable,
  };
}
