/** What the process ends with; the contract for scripts and CI. */
export const EXIT = {
  /** Nothing at `error` (with `--strict`: nor at `warning`). */
  fine: 0,
  /** Findings, or a token that is rejected. */
  found: 1,
  /** The command could not run: wrong arguments, nothing that could be examined. */
  couldNotRun: 2,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
