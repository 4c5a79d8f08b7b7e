import type { Location } from "../location.ts";

/** What the project asks not to be told, as it is written; whether the ids exist is judged by the diagnosis. */
export interface IgnoresFact {
  ignores: Ignore[];
  /** Requests that could not be understood. */
  malformed: IgnoreProblem[];
}

/** One request to silence one failure mode in one place. */
export interface Ignore {
  /** Id of the failure mode, as written. */
  id: string;
  /** Why; null when none is given. */
  reason: string | null;
  scope: IgnoreScope;
  /** Where it is written. */
  location: Location;
}

/** What is silenced: a line, a file, or everything below a folder (`""` is the whole project). */
export type IgnoreScope =
  | { kind: "line"; file: string; line: number }
  | { kind: "file"; file: string }
  | { kind: "folder"; dir: string };

/** A sentence about a request that does not do what it was meant to do. */
export interface IgnoreProblem {
  sentence: string;
  location: Location;
}
