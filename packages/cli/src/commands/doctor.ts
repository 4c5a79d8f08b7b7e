import type { Examination } from "@convex-authkit/doctor/diagnosis/examination";
import { examine, type ExamineOptions } from "@convex-authkit/doctor/examine";
import type { FailureMode } from "@convex-authkit/doctor/failure-modes/failure-mode";
import { failureModes } from "@convex-authkit/doctor/failure-modes/index";
import type { ProjectFiles } from "@convex-authkit/doctor/project-files/project-files";
import { absence } from "@convex-authkit/doctor/report/headline";
import { jsonReport } from "@convex-authkit/doctor/report/json";
import { markdownReport } from "@convex-authkit/doctor/report/markdown";
import { terminalReport } from "@convex-authkit/doctor/report/terminal";
import { nearest } from "../arguments/nearest.ts";
import { parseArguments, type Values } from "../arguments/parse-arguments.ts";
import { renderHelp } from "../arguments/render-help.ts";
import { commandName } from "../command-name.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { projectFiles } from "../inputs/project-folder.ts";
import { readInputs, type GivenInputs } from "../inputs/read-inputs.ts";
import { stageNamed } from "../inputs/staged-option.ts";
import { optimizeLate } from "../optimize-late.ts";
import { milliseconds } from "../terminal/monotonic-clock.ts";
import { progressOn } from "../terminal/progress.ts";
import type { Streams } from "../terminal/streams.ts";
import { UserError } from "../user-error.ts";
import { VERSION } from "../version.ts";
import { DOCTOR_HELP, DOCTOR_OPTIONS } from "./doctor-options.ts";

/** In a smaller project, nothing runs often enough to be optimized. */
const MANY_FILES = 1_000;

/**
 * `convex-authkit [INPUT…]`: examines a project and what was handed in, and reports.
 *
 * @throws UserError when it cannot run as called
 */
export async function doctor(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, DOCTOR_OPTIONS);
  if (values.help) {
    streams.out(renderHelp(DOCTOR_HELP, DOCTOR_OPTIONS));
    return EXIT.fine;
  }
  if (values.json && values.markdown)
    throw new UserError("--json and --markdown exclude each other; choose one.");
  const options = examineOptions(values);
  const started = milliseconds();
  const given = await readInputs(
    {
      positionals,
      convexEnv: values["convex-env"],
      hostEnv: values["host-env"],
      jwtTemplates: values["jwt-template"],
      tokens: values.token,
      jwks: values.jwks,
      app: options.app,
    },
    () => streams.input(),
    Math.floor(Date.now() / 1000),
  );
  const progress = progressOn(streams.status);
  const files = projectFiles(given.folder);
  if (files.files.length > MANY_FILES) optimizeLate();
  const { crashes, ...examination } = await examine(progress.watching(files), given.inputs, options);
  progress.done();
  assertExamined(examination, given, files, values.app);
  const complete = { ...examination, unreadable: [...examination.unreadable, ...given.notRead] };
  report(complete, values, milliseconds() - started, streams);
  for (const { id, error } of crashes) {
    const message = error instanceof Error ? error.message : String(error);
    streams.say(`The check ${id} failed and was left out: ${message}. This is a defect of convex-authkit.`);
  }
  const worst = values.strict ? ["error", "warning"] : ["error"];
  return complete.findings.some(({ severity }) => worst.includes(severity)) ? EXIT.found : EXIT.fine;
}

type DoctorValues = Values<typeof DOCTOR_OPTIONS>;

function report(examination: Examination, values: DoctorValues, durationMs: number, streams: Streams): void {
  if (values.json) {
    streams.out(`${JSON.stringify(jsonReport(examination, durationMs), null, 2)}\n`);
  } else if (values.markdown) {
    streams.out(markdownReport(examination, { version: VERSION }));
  } else {
    const { width, paint } = streams;
    const { verbose } = values;
    streams.out(terminalReport(examination, { width, paint, verbose, durationMs, command: commandName() }));
  }
}

function examineOptions(values: DoctorValues): ExamineOptions {
  const only = values.only.flatMap((value) => idsIn(value, "--only"));
  const ignored = values.ignore.flatMap((value) => idsIn(value, "--ignore"));
  const modes: readonly FailureMode[] = failureModes.filter(
    ({ id }) => (only.length === 0 || only.includes(id)) && !ignored.includes(id),
  );
  return {
    modes,
    app: values.app?.replace(/^\.\/(?=.)|(?<=.)\/$/g, ""),
    stage: values.stage === undefined ? undefined : stageNamed(values.stage, "--stage"),
  };
}

function idsIn(value: string, option: string): string[] {
  const ids = value.split(",").map((id) => id.trim());
  const known = failureModes.map(({ id }) => id);
  for (const id of ids) {
    if (known.includes(id)) continue;
    const meant = nearest(id, known);
    throw new UserError(
      `${option}: there is no failure mode ${id}.${meant.length === 0 ? " `explain` lists them." : ` Did you mean ${meant.join(" or ")}?`}`,
    );
  }
  return ids;
}

/** Refuses to answer when there was nothing to look at: silence would be taken for health. */
function assertExamined(
  examination: Examination,
  { folder, inputs, notRead }: GivenInputs,
  files: ProjectFiles,
  app: string | undefined,
): void {
  const { diagnoses, findings } = examination;
  const [unread] = notRead;
  const nothing = diagnoses.length === 0 && findings.length === 0;
  if (app !== undefined && diagnoses.length === 0) throw new UserError(unknownApp(app, examination));
  if (nothing && unread !== undefined && inputs.tokens.length === 0) {
    throw new UserError(`${unread.file}: ${unread.why} ${absence(examination) ?? ""}`.trim());
  }
  if (nothing && files.files.length === 0 && inputs.tokens.length === 0) {
    throw new UserError(`There are no files in ${folder ?? "this folder"}, so nothing could be examined.`);
  }
}

function unknownApp(app: string, { facts }: Examination): string {
  const dirs = Object.keys(facts.apps).map((dir) => dir || ".");
  return dirs.length === 0
    ? `--app: there is no app ${app}; no app was found at all.`
    : `--app: there is no app ${app}. The apps are: ${dirs.join(", ")}.`;
}
