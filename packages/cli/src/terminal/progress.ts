import { count } from "@convex-authkit/doctor/report/headline";
import type { ProjectFiles } from "@convex-authkit/doctor/project-files/project-files";
import { milliseconds } from "./monotonic-clock.ts";

// Short runs must not flicker.
const QUIET_MS = 1000;
const EVERY_MS = 100;

/** Shows how far a run is, once it has taken longer than a second. */
export interface Progress {
  /** The same files; each file read moves the progress. */
  watching(files: ProjectFiles): ProjectFiles;
  /** Removes it from the terminal. */
  done(): void;
}

/**
 * Progress of an examination. It runs in one go, so no timer would fire: the files it reads are the clock.
 *
 * @param status writes over the last line; null where there is no terminal
 * @param now milliseconds, monotonic
 */
export function progressOn(
  status: ((text: string) => void) | null,
  now: () => number = milliseconds,
): Progress {
  const started = now();
  let last = started + QUIET_MS - EVERY_MS;
  let shown = false;
  return {
    watching: (files) => {
      if (status === null) return files;
      const seen = new Set<string>();
      return {
        files: files.files,
        unreadable: files.unreadable,
        has: (path) => files.has(path),
        read: (path, isKept) => {
          seen.add(path);
          const time = now();
          if (time - last >= EVERY_MS) {
            last = time;
            shown = true;
            status(`Examining: ${seen.size} of ${count(files.files.length, "file")} read`);
          }
          return files.read(path, isKept);
        },
      };
    },
    done: () => {
      if (shown) status?.("");
    },
  };
}
