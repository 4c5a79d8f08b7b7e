import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Within the repository, so that the copies find its packages. */
const BUILT = fileURLToPath(new URL("../.built", import.meta.url));

/** A project's copy, which a build may write into. */
export interface ProjectCopy {
  /** Absolute. */
  folder: string;
  remove(): Promise<void>;
}

/** Copies a project without what is installed, built or set on a developer's machine. @param root its folder, absolute */
export async function copyProject(root: string): Promise<ProjectCopy> {
  await mkdir(BUILT, { recursive: true });
  const folder = await mkdtemp(join(BUILT, `${basename(root)}-`));
  await cp(root, folder, { recursive: true, filter: isSource });
  return { folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}

/** A lockfile would make the copy a repository of its own for Next.js. */
const isSource = (path: string): boolean =>
  !/^(?:node_modules|\.next|\.env(?!\.example).*|package-lock\.json)$/.test(basename(path));
