import { watch } from "chokidar";
import { sep } from "node:path";

/** Watches what a push reads. */
export interface FileWatch {
  /** Adds files outside of the watched folder, such as those of other packages of the workspace. */
  add(files: Iterable<string>): void;
  /** Settled once changes are seen. */
  ready: Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds without another change after which a save counts as finished; editors write in several steps. */
const QUIET = 60;

/**
 * Calls back after each save.
 *
 * chokidar, because the recursive `fs.watch` of Node 20 on Linux goes blind for a file once an editor has saved it by renaming.
 *
 * @param paths folders and files, absolute; they need not exist
 */
export function watchFiles(paths: readonly string[], saved: () => void): FileWatch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch([...paths], { ignored: isBesideThePoint, ignoreInitial: true });
  watcher.on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(saved, QUIET);
  });
  // A folder that cannot be watched (too many of them) must not end the emulator; the next push is by hand then.
  watcher.on("error", () => undefined);
  return {
    add: (files) => void watcher.add([...files].filter((file) => !isBesideThePoint(file))),
    ready: new Promise((resolve) => void watcher.once("ready", resolve)),
    async close() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Installed packages do not change while an app is developed, and are many. */
function isBesideThePoint(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`) || path.endsWith("~") || path.endsWith(".swp");
}
