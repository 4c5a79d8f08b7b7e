import { judge, type Verdict } from "@convex-authkit/core";
import { verdictText } from "@convex-authkit/doctor/report/verdict-text";
import { parseArguments, type Options, type Values } from "../arguments/parse-arguments.ts";
import { renderHelp, type Help } from "../arguments/render-help.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { judgeByFile, judgeByProject } from "../inputs/auth-config-file.ts";
import { projectFiles } from "../inputs/project-folder.ts";
import { readInputFile } from "../inputs/read-input-file.ts";
import { readInputs, type GivenInputs } from "../inputs/read-inputs.ts";
import { stageNamed } from "../inputs/staged-option.ts";
import type { Streams } from "../terminal/streams.ts";
import { UserError } from "../user-error.ts";

const OPTIONS = {
  config: {
    type: "string",
    value: "FILE",
    help: "the auth config: auth.config.ts (evaluated, not executed), or its value as JSON",
  },
  jwks: { type: "string", value: "FILE", help: "a saved JWKS, to check the signature without the network" },
  stage: { type: "string", value: "STAGE", help: "whose variables fill in the auth config" },
  "convex-env": {
    type: "string",
    multiple: true,
    value: "STAGE=FILE",
    help: "variables of a Convex deployment: the output of `npx convex env list [--prod]`",
  },
  now: { type: "string", value: "SECONDS", help: "the time to judge at, in seconds since 1970" },
  json: { type: "boolean", help: "print the verdict as JSON" },
  help: { type: "boolean", short: "h", help: "print this" },
} as const satisfies Options;

const HELP: Help = {
  about: "Says what Convex decides about one access token under one auth config, and the true reason.",
  usage: ["convex-authkit verdict [TOKEN] [FOLDER] [OPTION…]"],
  inputs: [
    ["TOKEN", "the token, a file that holds it, or - for standard input (also when none is named)"],
    ["FOLDER", "the project whose auth config counts; the working folder when none is named"],
  ],
  examples: [
    ["convex-authkit verdict token.txt --stage production", "under this project's auth config"],
    ["pbpaste | convex-authkit verdict --config convex/auth.config.ts", "the token stays out of the history"],
  ],
  notes: ["Exit codes: 0 accepted, or not decided; 1 rejected; 2 could not run. The token is never printed."],
};

/**
 * `convex-authkit verdict`: what Convex decides about one token.
 *
 * @throws UserError when it cannot run as called
 */
export async function verdict(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, OPTIONS);
  if (values.help) {
    streams.out(renderHelp(HELP, OPTIONS));
    return EXIT.fine;
  }
  const now = timeOf(values.now);
  const given = await readInputs(
    {
      positionals,
      convexEnv: values["convex-env"],
      hostEnv: [],
      jwtTemplates: [],
      tokens: [],
      jwks: values.jwks,
    },
    () => streams.input(),
    now,
  );
  const withToken = given.inputs.tokens.length > 0 ? given : await withStandardInput(given, streams);
  const result = await decide(withToken, values);
  if (values.json) {
    streams.out(`${JSON.stringify({ config: result.config, ...result.verdict }, null, 2)}\n`);
  } else {
    const { width, paint } = streams;
    streams.out(verdictText(result.verdict, { width, paint, now, config: result.config }));
  }
  return result.verdict.accepted === false ? EXIT.found : EXIT.fine;
}

async function withStandardInput(given: GivenInputs, streams: Streams): Promise<GivenInputs> {
  const [unread] = given.notRead;
  if (unread !== undefined) throw new UserError(`${unread.file} is not a token. ${unread.why}`);
  const read = await readInputs(
    { positionals: ["-"], convexEnv: [], hostEnv: [], jwtTemplates: [], tokens: [], jwks: undefined },
    () => streams.input(),
    given.inputs.now,
  );
  if (read.inputs.tokens.length === 0) {
    throw new UserError(
      "There is no token on standard input: three parts of base64url, joined by dots, are needed.",
    );
  }
  return { ...given, inputs: { ...given.inputs, tokens: read.inputs.tokens } };
}

interface Decision {
  config: string;
  verdict: Verdict;
}

async function decide({ folder, inputs }: GivenInputs, values: Values<typeof OPTIONS>): Promise<Decision> {
  const [token, ...others] = inputs.tokens;
  if (token === undefined || others.length > 0) {
    throw new UserError(`One token is judged at a time, and these are ${inputs.tokens.length}.`);
  }
  const stage = values.stage === undefined ? null : stageNamed(values.stage, "--stage");
  if (values.config !== undefined && /^\s*[[{]/.test(readInputFile(values.config))) {
    const config = jsonConfig(values.config);
    const options = { config, jwks: inputs.jwks?.text, now: inputs.now };
    return { config: values.config, verdict: await judge(token.token, options) };
  }
  const judged =
    values.config === undefined
      ? await judgeByProject(projectFiles(folder), folder ?? "this folder", inputs, stage)
      : await judgeByFile(values.config, inputs, stage);
  if (judged.token.verdict === null) throw new UserError(`${judged.config} could not be evaluated.`);
  return { config: judged.config, verdict: judged.token.verdict };
}

function jsonConfig(file: string): unknown {
  try {
    return JSON.parse(readInputFile(file));
  } catch {
    throw new UserError(`${file} begins like JSON and is none; give JSON or a .ts file.`);
  }
}

function timeOf(value: string | undefined): number {
  if (value === undefined) return Math.floor(Date.now() / 1000);
  const seconds = Number(value);
  if (value.trim() === "" || !Number.isFinite(seconds)) {
    throw new UserError(`--now needs seconds since 1970, and ${value} is no number.`);
  }
  if (seconds > 1e11)
    throw new UserError(`--now needs seconds since 1970; ${value} looks like milliseconds.`);
  return seconds;
}
