import { joinPath } from "../../source/path.ts";

/**
 * The path that a command or a setting means when it is read in a folder.
 *
 * @param dir folder relative to the root; `""` for the root
 * @returns path relative to the root; null when it is absolute or leaves the root
 */
export function pathFrom(dir: string, written: string): string | null {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(written)) return null;
  return joinPath(dir, written.replaceAll("\\", "/")) ?? null;
}
