import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The project a command was called in. */
export interface ProjectRoot {
  /** Absolute. */
  root: string;
  /** The folder of the call, relative to the root with `/`; `""` for the root itself. */
  dir: string;
}

/**
 * The project around a folder: the workspace that it is in, so that an app finds its backend in another package; else the
 * nearest folder with a package.json; else the folder itself. Never looks out of the repository.
 *
 * @param cwd absolute
 */
export function projectRoot(cwd: string): ProjectRoot {
  let nearest: string | undefined;
  let workspace: string | undefined;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) {
      nearest ??= folder;
      if (isWorkspace(folder)) workspace = folder;
    }
    if (existsSync(join(folder, ".git")) || folder === dirname(folder)) break;
  }
  const root = workspace ?? nearest ?? cwd;
  return { root, dir: relative(root, cwd).split(sep).join("/") };
}

function isWorkspace(folder: string): boolean {
  if (existsSync(join(folder, "pnpm-workspace.yaml"))) return true;
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof manifest === "object" && manifest !== null && "workspaces" in manifest;
  } catch {
    return false;
  }
}
