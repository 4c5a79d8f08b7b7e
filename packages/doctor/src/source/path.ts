/** The folder of a path; `""` for a path at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/**
 * Joins paths relative to the examined root and resolves `.` and `..`; a leading `/` means the root.
 *
 * @returns the path without leading or trailing `/`, or undefined when it leaves the root
 */
export function joinPath(...parts: readonly string[]): string | undefined {
  const names: string[] = [];
  for (const name of parts.join("/").split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join("/");
}

/** The folder and those around it up to the root (`""`), the nearest first. */
export function foldersFrom(folder: string): string[] {
  const folders = [folder];
  for (let current = folder; current !== "";) {
    current = folderOf(current);
    folders.push(current);
  }
  return folders;
}
