import { homedir } from "node:os";
import { resolve } from "node:path";
import { diskFiles, UnexaminableRoot } from "@convex-authkit/doctor/project-files/disk-files";
import type { ProjectFiles } from "@convex-authkit/doctor/project-files/project-files";
import { UserError } from "../user-error.ts";

/**
 * The files of the project in a folder; of the working folder when none was named, unless that is nobody's project.
 *
 * @throws UserError when it cannot be examined
 */
export function projectFiles(folder: string | undefined): ProjectFiles {
  const root = folder ?? ".";
  const absolute = resolve(root);
  if (folder === undefined && (absolute === homedir() || absolute === resolve("/"))) {
    throw new UserError(`${absolute} is no project. Call it in the project's folder, or name that folder.`);
  }
  try {
    return diskFiles(root);
  } catch (error) {
    if (error instanceof UnexaminableRoot) throw new UserError(error.message);
    throw error;
  }
}
