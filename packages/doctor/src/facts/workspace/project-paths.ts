/** Joins folder and path with `/`; `""` is the root. */
export function joined(dir: string, path: string): string {
  return dir === "" ? path : `${dir}/${path}`;
}

/** The folder that holds a path; `""` for what lies in the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * Resolves a path written in a file of a folder: `./`, `..`, doubled and trailing slashes, Windows separators.
 *
 * @returns the path relative to the root, or null when it leads out of the root
 */
export function resolved(dir: string, written: string): string | null {
  const kept = dir === "" ? [] : dir.split("/");
  for (const segment of written.replaceAll("\\", "/").split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) return null;
  }
  return kept.join("/");
}

/** The folder and all folders above it, nearest first, `""` last. */
export function upwards(dir: string): string[] {
  const dirs = [dir];
  for (let current = dir; current !== "";) {
    current = parentOf(current);
    dirs.push(current);
  }
  return dirs;
}

/** Finds the nearest of some folders that holds a path. */
export function nearest(dirs: ReadonlySet<string>, path: string): string | undefined {
  return upwards(path).find((dir) => dirs.has(dir));
}
