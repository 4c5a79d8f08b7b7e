import picomatch from "picomatch";
import type { ProjectFiles } from "../../project-files/project-files.ts";

/**
 * What the `.gitignore` files of a project say about a path: whether it is ignored, or null where there is no
 * `.gitignore` above it at all.
 */
export function gitIgnored(files: Pick<ProjectFiles, "read">, path: string): boolean | null {
  const parts = path.split("/");
  let ignored: boolean | null = null;
  for (let depth = 0; depth < parts.length; depth++) {
    const dir = parts.slice(0, depth).join("/");
    const text = files.read(dir === "" ? ".gitignore" : `${dir}/.gitignore`);
    if (text === undefined) continue;
    ignored ??= false;
    const below = parts.slice(depth).join("/");
    for (const line of text.split(/\r?\n/)) {
      const pattern = line.replace(/(?<!\\)\s+$/, "");
      if (pattern === "" || pattern.startsWith("#")) continue;
      const negated = pattern.startsWith("!");
      if (matches(negated ? pattern.slice(1) : pattern, below)) ignored = !negated;
    }
  }
  return ignored;
}

/** Whether a pattern of a .gitignore covers a path below it, or a folder that holds it. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.replace(/\/$/, "").includes("/");
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "");
  const glob = anchored ? bare : `**/${bare}`;
  const isMatch = picomatch([glob, `${glob}/**`], { dot: true });
  return isMatch(path);
}
