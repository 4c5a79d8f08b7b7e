import { join } from "node:path";
import type { Emulator } from "@convex-authkit/emulator";
import { EMULATOR_URL_VARIABLE } from "@convex-authkit/emulator/testing/loopback-only";
import { providerSnippet } from "@convex-authkit/emulator/authkit/tokens/provider-snippet";
import { parseArguments, type Values } from "../arguments/parse-arguments.ts";
import { renderHelp } from "../arguments/render-help.ts";
import { commandName } from "../command-name.ts";
import { EXIT } from "../exit-codes.ts";
import type { Streams } from "../terminal/streams.ts";
import { UserError } from "../user-error.ts";
import { describeStart, issuerText, type Description } from "./dev/describe-start.ts";
import { DEV_HELP, DEV_OPTIONS } from "./dev/dev-options.ts";
import { untilEndSignal } from "./dev/end-signals.ts";
import { faultList } from "./dev/fault-list.ts";
import { faultOption } from "./dev/fault-option.ts";
import { holdPort } from "./dev/hold-port.ts";
import { prepare, type Prepared } from "./dev/prepare.ts";
import { refuseLiveKeys, refuseProduction } from "./dev/refusals.ts";
import { programOf, runFrontend } from "./dev/run-frontend.ts";
import { seedFile } from "./dev/seed-file.ts";
import { splitArguments } from "./dev/split-arguments.ts";
import { startEmulator } from "./dev/start-emulator.ts";
import { startLine } from "./dev/start-line.ts";
import { startReport } from "./dev/start-report.ts";
import { cookiePassword } from "./dev/state-directory.ts";
import { tellEvents } from "./dev/tell-events.ts";

type DevValues = Values<typeof DEV_OPTIONS>;

/** Where the command was called. */
export interface Surroundings {
  /** Absolute. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * `convex-authkit dev [-- COMMAND…]`: AuthKit and Convex on this machine, and the app led to them.
 *
 * @returns the exit code of COMMAND
 * @throws UserError when it cannot run as called
 */
export async function dev(
  args: readonly string[],
  streams: Streams,
  around: Surroundings = { cwd: process.cwd(), env: process.env },
): Promise<number> {
  const { own, command } = splitArguments(args, DEV_OPTIONS);
  const { values } = parseArguments(own, DEV_OPTIONS);
  if (values.help) {
    streams.out(renderHelp(DEV_HELP, DEV_OPTIONS));
    return EXIT.fine;
  }
  refuseProduction(around.env);
  if (values["authkit-only"] && values["convex-only"])
    throw new UserError(
      "--authkit-only and --convex-only exclude each other; leave both out for both sides.",
    );
  const faults = values.fault.map(faultOption);
  if (faults.includes("list")) {
    streams.out(await faultList(streams));
    return EXIT.fine;
  }
  const prepared = await prepare(values, command, { ...around, streams });
  return values["print-provider"]
    ? await printProvider(prepared, streams)
    : await serve(prepared, values, faults, { ...around, streams });
}

async function serve(
  prepared: Prepared,
  values: DevValues,
  faults: string[],
  { env: shell, streams }: Surroundings & { streams: Streams },
): Promise<number> {
  const { plan, project, stateDirectory } = prepared;
  const program = programOf(prepared);
  const password = cookiePassword(stateDirectory);
  const { authkit, convex } = plan;
  if (authkit === false && convex === false)
    throw new UserError(`Nothing is left to start: ${plan.notes[0] ?? ""}`);
  const seed = authkit === false ? null : await seedFile(values.seed, seedFolders(prepared));
  const takesAny = [authkit, convex].some((side) => side !== false && side.port === 0);
  const letGo = takesAny ? await holdPort(plan.server.port) : null;
  const emulator = await startEmulator({
    authkit: authkit === false || seed === null ? authkit : { ...authkit, seed: seed.seed },
    convex: convex === false ? false : { ...convex, root: join(project.root, convex.root) },
    faults,
    stateDirectory,
  }).finally(letGo);
  try {
    const description = describeStart(prepared, emulator, password, shell);
    const { notes } = description.started;
    notes.push(...(seed?.notes ?? []));
    for (const { id } of emulator.faults.active())
      notes.push(`The fault ${id} is on; the console switches it off.`);
    const env = { ...shell, ...description.app.variables, [EMULATOR_URL_VARIABLE]: emulator.url };
    refuseLiveKeys(env, "of your shell");
    tell(description, values.json, streams);
    tellEvents(emulator, streams.say);
    if (program === null) {
      await untilEndSignal();
      return EXIT.fine;
    }
    return await runFrontend(program, env, {
      prepared,
      emulator,
      cookiePassword: password,
      streams,
      isJson: values.json,
    });
  } finally {
    await emulator.close();
  }
}

/** Where a file of test accounts counts: beside the app, where the command was called, at the project's root. */
function seedFolders({ project, wishes, facts }: Prepared): string[] {
  return [facts.app?.app.dir ?? "", wishes.dir, ""].map((dir) => join(project.root, dir));
}

/** Passwords and keys in it are the emulator's own and open nothing elsewhere: they are there to be used. */
function tell({ started }: Description, isJson: boolean, streams: Streams): void {
  const { width, paint } = streams;
  streams.local(isJson ? startLine(started) : startReport(started, { width, paint, command: commandName() }));
}

async function printProvider({ plan, stateDirectory }: Prepared, streams: Streams): Promise<number> {
  if (plan.authkit === false)
    throw new UserError("--print-provider prints AuthKit's key, which --convex-only leaves out.");
  const emulator: Emulator = await startEmulator({ authkit: { ...plan.authkit, port: 0 }, stateDirectory });
  try {
    if (emulator.authkit === null) return EXIT.couldNotRun;
    const issuer = issuerText(emulator.authkit.environment.issuer, emulator.clientId);
    streams.say(
      `Put this in the place of the provider for ${issuer} in the auth config, and push it to a development deployment, never to production: whoever can read ${stateDirectory} can sign in there as anybody.`,
    );
    streams.local(providerSnippet(issuer, await emulator.authkit.jwks()));
    return EXIT.fine;
  } finally {
    await emulator.close();
  }
}
