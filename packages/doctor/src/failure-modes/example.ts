import type { Stage } from "../facts/stage.ts";

/**
 * A right project with a few lines changed, and exactly the findings that must come out. Plain data: the bundler
 * drops it from what ships.
 */
export interface Example {
  /** What the case is, as a test title. */
  name: string;
  /** Which of the two right projects is edited. */
  project: "nextjs-monorepo" | "vite-spa";
  edits: readonly Edit[];
  /** What is handed in beside the project. */
  inputs?: ExampleInputs;
  /**
   * All findings of all failure modes, as `severity id file:line`, the line of the edited file; followed by
   * ` (likely)` when not certain, and ` < ID` when it is a consequence of ID. A finding without a place has `-`.
   * Empty for a healthy example.
   */
  expect: readonly string[];
}

/** One change of the project. */
export type Edit =
  | { file: string; replace: string; with: string }
  | { file: string; write: string }
  | { file: string; remove: true }
  | { file: string; moveTo: string };

/** What the command line would hand in. */
export interface ExampleInputs {
  /** `npx convex env list` of a stage, as `NAME=value` lines. */
  convexEnv?: Partial<Record<Stage, string>>;
  /** Variables of the host of a stage, in the format of an env file. */
  hostEnv?: Partial<Record<Stage, string>>;
  /**
   * Access tokens with these claims; `iat`, `exp`, `sub`, and the `name`, `email` and `picture` that the right
   * projects read are added where absent. A claim that is `undefined` is left out.
   */
  tokens?: readonly { stage?: Stage; claims: Readonly<Record<string, unknown>> }[];
  /** A JWT template, for the stage or for all. */
  jwtTemplate?: { stage?: Stage; text: string };
}
