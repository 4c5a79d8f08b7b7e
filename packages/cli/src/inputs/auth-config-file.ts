import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Facts } from "@convex-authkit/doctor/facts/facts";
import type { Inputs } from "@convex-authkit/doctor/facts/inputs";
import { isMissing } from "@convex-authkit/doctor/facts/missing";
import { readFacts } from "@convex-authkit/doctor/facts/read-facts";
import type { Stage } from "@convex-authkit/doctor/facts/stage";
import type { TokenFact } from "@convex-authkit/doctor/facts/tokens/tokens";
import { diskFiles } from "@convex-authkit/doctor/project-files/disk-files";
import { memoryFiles } from "@convex-authkit/doctor/project-files/memory-files";
import type { ProjectFiles } from "@convex-authkit/doctor/project-files/project-files";
import { UserError } from "../user-error.ts";
import { readInputFile } from "./read-input-file.ts";

/** A token under the auth config of a project. */
export interface JudgedToken {
  /** The auth config as the user would call it: as named, or relative to the project. */
  config: string;
  token: TokenFact;
}

/**
 * Judges the one token of the inputs by the auth config in this file, evaluated without being executed: within its
 * project where it lies in one, so that its imports are followed, otherwise on its own.
 *
 * @param file path of a `.ts` or `.js` file
 * @param stage whose variables fill in; null to tell it from the token
 * @throws UserError when it cannot be evaluated
 */
export async function judgeByFile(file: string, inputs: Inputs, stage: Stage | null): Promise<JudgedToken> {
  let best: JudgedToken | undefined;
  for (const root of projectRootsOf(file)) {
    const inside = relative(root, resolve(file)).split(sep).join("/");
    const facts = await readFacts(diskFiles(root), inputs, stage);
    const found = judgedTokens(facts).find(({ config }) => config === inside);
    if (found === undefined) continue;
    best ??= { ...evaluated(found, facts), config: file };
    // In a workspace with several backends variables belong to none; seen from the config's own package they do.
    if (found.token.verdict?.accepted !== null) return { ...found, config: file };
  }
  if (best !== undefined) return best;
  const alone: ProjectFiles = memoryFiles({
    "package.json": '{ "dependencies": { "convex": "*" } }',
    "convex/auth.config.ts": readInputFile(file),
  });
  const facts = await readFacts(alone, inputs, stage);
  const [found] = judgedTokens(facts);
  if (found === undefined) throw new UserError(`${file} could not be evaluated as an auth config.`);
  return { ...evaluated(found, facts), config: file };
}

/**
 * Judges the one token of the inputs by the auth config of a project.
 *
 * @param folder for messages
 * @throws UserError when the project has none, several, or one that cannot be evaluated
 */
export async function judgeByProject(
  files: ProjectFiles,
  folder: string,
  inputs: Inputs,
  stage: Stage | null,
): Promise<JudgedToken> {
  const facts = await readFacts(files, inputs, stage);
  const all = judgedTokens(facts);
  const [only] = all;
  if (only === undefined) {
    throw new UserError(
      `No Convex functions were found in ${folder}; name the auth config with --config FILE.`,
    );
  }
  if (all.length > 1) {
    const names = all.map(({ config }) => config).join(", ");
    throw new UserError(
      `There are ${all.length} auth configs in ${folder}: ${names}. Say which: --config FILE.`,
    );
  }
  return evaluated(only, facts);
}

function judgedTokens({ backends }: Facts): JudgedToken[] {
  return Object.values(backends).flatMap(({ authConfig, tokens }) => {
    const token = isMissing(tokens) ? undefined : tokens[0];
    return isMissing(authConfig) || token === undefined ? [] : [{ config: authConfig.file, token }];
  });
}

function evaluated(judged: JudgedToken, { backends }: Facts): JudgedToken {
  if (judged.token.verdict !== null) return judged;
  const fact = Object.values(backends)
    .map(({ authConfig }) => authConfig)
    .find((it) => !isMissing(it) && it.file === judged.config);
  if (fact === undefined || isMissing(fact)) return judged;
  if (fact.state === "absent") throw new UserError(`There is no auth config: ${fact.file} does not exist.`);
  const place = fact.problem === null ? fact.file : `${fact.file}:${fact.problem.location.line}`;
  const why = fact.problem?.why ?? "It may have providers that could not be evaluated.";
  throw new UserError(`${place} could not be evaluated. ${why}`);
}

/** The folders with a package.json above the file, within its repository: the outermost, then the innermost. */
function projectRootsOf(file: string): string[] {
  const found: string[] = [];
  for (let folder = dirname(resolve(file)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) found.unshift(folder);
    if (existsSync(join(folder, ".git")) || folder === dirname(folder)) break;
  }
  return found.length > 1 ? [found.at(0) ?? "", found.at(-1) ?? ""] : found;
}
