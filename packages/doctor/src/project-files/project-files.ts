/**
 * The files of one examined project, as everything behind the edges sees them. The doctor never touches the file
 * system through anything else, so the same rules run on a disk, on an example in memory and in a browser.
 */
export interface ProjectFiles {
  /** Paths of all files, relative to the examined root, separated by `/`, sorted. Nothing under `node_modules`. */
  readonly files: readonly string[];
  /** Whether the path exists; also answers for files under `node_modules`. */
  has(path: string): boolean;
  /**
   * The text without a byte order mark. `undefined` when the file does not exist or cannot be used as text; the
   * reason of the latter is in {@link ProjectFiles.unreadable}. Also reads under `node_modules`.
   *
   * @param isKept whether a text is worth its memory, so that who reads it again need not wait; every one is when absent
   */
  read(path: string, isKept?: (text: string) => boolean): string | undefined;
  /** What could not be examined so far, and why; grows while files are read. */
  readonly unreadable: readonly UnreadableFile[];
}

/** A file or folder that exists and could not be examined. */
export interface UnreadableFile {
  /** Path relative to the examined root. */
  file: string;
  /** A sentence for the report, e.g. "It is larger than 2 MB." */
  why: string;
}
