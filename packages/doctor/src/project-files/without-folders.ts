import type { ProjectFiles } from "./project-files.ts";

/** The same project without the files of some folders. They can still be read by path. */
export function withoutFolders(files: ProjectFiles, folders: readonly string[]): ProjectFiles {
  if (folders.length === 0) return files;
  const prefixes = folders.map((folder) => `${folder}/`);
  return {
    files: files.files.filter((path) => !prefixes.some((prefix) => path.startsWith(prefix))),
    has: (path) => files.has(path),
    read: (path, isKept) => files.read(path, isKept),
    get unreadable() {
      return files.unreadable;
    },
  };
}
