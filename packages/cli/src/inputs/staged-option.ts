import type { Stage } from "@convex-authkit/doctor/facts/stage";
import { UserError } from "../user-error.ts";

const STAGE_NAMES: Readonly<Record<string, Stage>> = {
  development: "development",
  dev: "development",
  preview: "preview",
  production: "production",
  prod: "production",
};

/**
 * The stage that a word names.
 *
 * @throws UserError when it names none
 */
export function stageNamed(word: string, option: string): Stage {
  const stage = STAGE_NAMES[word.toLowerCase()];
  if (stage === undefined) {
    throw new UserError(`${option}: there is no stage ${word}; use development, preview or production.`);
  }
  return stage;
}

/** Splits `STAGE=VALUE`; the stage is null when the value begins with none. */
export function splitStage(value: string): { stage: Stage | null; rest: string } {
  const [word = "", ...rest] = value.split("=");
  const stage = rest.length === 0 ? undefined : STAGE_NAMES[word.toLowerCase()];
  return stage === undefined ? { stage: null, rest: value } : { stage, rest: rest.join("=") };
}

/**
 * Splits `STAGE=VALUE` where the stage must be said.
 *
 * @throws UserError when it is not, or names none
 */
export function requireStage(value: string, option: string): { stage: Stage; rest: string } {
  const { stage, rest } = splitStage(value);
  if (stage !== null) return { stage, rest };
  const [word = "", ...others] = value.split("=");
  if (others.length > 0) return { stage: stageNamed(word, option), rest: others.join("=") };
  throw new UserError(`${option} needs the stage before the file: ${option} production=${value}.`);
}
