import type { Inputs } from "@convex-authkit/doctor/facts/inputs";
import type { Side } from "@convex-authkit/doctor/facts/stage";
import type { UnreadableFile } from "@convex-authkit/doctor/project-files/project-files";
import { UserError } from "../user-error.ts";
import { readInputFile, statOf } from "./read-input-file.ts";
import { recogniseArgument, recogniseText, tokenIn, type RecognisedInput } from "./recognise-input.ts";
import { requireStage, splitStage } from "./staged-option.ts";

/** The options and arguments that bring in evidence. */
export interface InputArguments {
  positionals: readonly string[];
  convexEnv: readonly string[];
  hostEnv: readonly string[];
  jwtTemplates: readonly string[];
  tokens: readonly string[];
  jwks: string | undefined;
  /** `--app`, tidied: folder or package name of the only app that was asked for. */
  app?: string | undefined;
}

/** What was handed in, read. */
export interface GivenInputs {
  /** The project folder that was named; undefined when none was. */
  folder: string | undefined;
  inputs: Inputs;
  /** What this version cannot read. */
  notRead: UnreadableFile[];
}

/**
 * Reads everything the user handed in.
 *
 * @param standardInput reads standard input; called at most once
 * @param now seconds since 1970
 * @throws UserError naming the argument or option that cannot be used
 */
export async function readInputs(
  given: InputArguments,
  standardInput: () => Promise<string>,
  now: number,
): Promise<GivenInputs> {
  const source = sourceReader(standardInput);
  const recognised: RecognisedInput[] = [];
  for (const argument of given.positionals) {
    recognised.push(
      argument === "-" ? recogniseText(await source("-"), "standard input") : recogniseArgument(argument),
    );
  }
  const folders = recognised.flatMap((it) => (it.kind === "folder" ? [it.path] : []));
  if (folders.length > 1) {
    throw new UserError(
      `One project is examined at a time, and these are ${folders.length}: ${folders.join(", ")}.`,
    );
  }
  const variables = async (
    side: Side,
    option: string,
    values: readonly string[],
  ): Promise<Inputs["variables"]> => {
    const read: Inputs["variables"] = [];
    for (const value of values) {
      const { stage, rest } = requireStage(value, option);
      read.push({ side, stage, file: nameOf(rest), text: await source(rest) });
    }
    return read;
  };
  const jwtTemplates: Inputs["jwtTemplates"] = [];
  for (const value of given.jwtTemplates) {
    const { stage, rest } = splitStage(value);
    jwtTemplates.push({ stage, file: nameOf(rest), text: await source(rest) });
  }
  const tokens: Inputs["tokens"] = recognised.flatMap((it) =>
    it.kind === "token" ? [{ label: it.label, stage: null, token: it.token }] : [],
  );
  for (const value of given.tokens) {
    const { stage, rest } = splitStage(value);
    tokens.push({ stage, ...(await tokenFrom(rest, source)) });
  }
  return {
    folder: folders[0],
    inputs: {
      variables: [
        ...(await variables("convex", "--convex-env", given.convexEnv)),
        ...(await variables("host", "--host-env", given.hostEnv)),
      ],
      tokens: tokens.map((token, index) => ({ ...token, label: distinctLabel(token.label, index, tokens) })),
      jwtTemplates,
      jwks: given.jwks === undefined ? null : { file: nameOf(given.jwks), text: await source(given.jwks) },
      app: given.app ?? null,
      now,
    },
    notRead: recognised.flatMap((it) => (it.kind === "not-read" ? [{ file: it.label, why: it.why }] : [])),
  };
}

/** Reads `-` or a file. Standard input can be given to one option only. */
function sourceReader(standardInput: () => Promise<string>): (path: string) => Promise<string> {
  let used = false;
  return async (path) => {
    if (path !== "-") return readInputFile(path);
    if (used) throw new UserError("Standard input (-) can be used only once; give the others as files.");
    used = true;
    return standardInput();
  };
}

async function tokenFrom(
  value: string,
  source: (path: string) => Promise<string>,
): Promise<{ label: string; token: string }> {
  const direct = tokenIn(value);
  if (direct !== undefined) return { label: "argument", token: direct };
  // A mistyped token must not be repeated in an error as if it were a file name.
  if (value !== "-" && statOf(value) === undefined && value.length > 40 && !/[\\/]/.test(value)) {
    throw new UserError(
      "--token: the value is neither a token (three parts of base64url, joined by dots) nor a file.",
    );
  }
  const token = tokenIn(await source(value));
  if (token === undefined) {
    throw new UserError(
      `--token: ${nameOf(value)} does not hold a token and nothing else (three parts of base64url, joined by dots).`,
    );
  }
  return { label: nameOf(value), token };
}

function nameOf(path: string): string {
  return path === "-" ? "standard input" : path;
}

function distinctLabel(label: string, index: number, all: readonly { label: string }[]): string {
  return all.filter((it) => it.label === label).length > 1 ? `${label} ${index + 1}` : label;
}
