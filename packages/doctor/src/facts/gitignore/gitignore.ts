import type { Location } from "../location.ts";

/** Whether git ignores a path of the project. */
export type GitignoreVerdict =
  | { kind: "ignored"; pattern: string; location: Location }
  | { kind: "not-ignored" }
  | {
      kind: "unknown";
      /** Completes "not checked, because …". */
      because: string;
    };

/** Answers for any path of the project, existing or not, relative to the examined root. */
export type Gitignore = (path: string) => GitignoreVerdict;
