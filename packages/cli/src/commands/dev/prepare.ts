import { resolve } from "node:path";
import { noInputs } from "@convex-authkit/doctor/facts/inputs";
import type { Values } from "../../arguments/parse-arguments.ts";
import { projectFiles } from "../../inputs/project-folder.ts";
import { readInputFile } from "../../inputs/read-input-file.ts";
import { readInputs } from "../../inputs/read-inputs.ts";
import type { Streams } from "../../terminal/streams.ts";
import { UserError } from "../../user-error.ts";
import { appAddresses } from "./app-addresses.ts";
import { nextFreePort } from "./busy-port.ts";
import { literalLine } from "./command-line/shell-text.ts";
import { givenVariables } from "./deployment-variables.ts";
import { readDevFacts, type DevFacts } from "./dev-facts.ts";
import type { DEV_OPTIONS } from "./dev-options.ts";
import { planDev, registrations, type Plan, type Wishes } from "./plan.ts";
import { projectRoot, type ProjectRoot } from "./project-root.ts";
import { refuseLiveKeys } from "./refusals.ts";
import { stateDirectoryOf } from "./state-directory.ts";

type DevValues = Values<typeof DEV_OPTIONS>;

/** What is known before anything is started. */
export interface Prepared {
  project: ProjectRoot;
  facts: DevFacts;
  wishes: Wishes;
  plan: Plan;
  /** Absolute. */
  stateDirectory: string;
}

/**
 * Reads the project and what was asked for, and plans.
 *
 * @param command words of the command that starts the app; empty where only the servers run
 * @throws UserError when it cannot run as called
 */
export async function prepare(
  values: DevValues,
  command: readonly string[],
  { cwd, streams }: { cwd: string; streams: Pick<Streams, "input"> },
): Promise<Prepared> {
  const project = projectRoot(cwd);
  const files = projectFiles(project.root);
  const facts = readDevFacts(files, noInputs(Math.floor(Date.now() / 1000)), {
    app: values.app,
    dir: project.dir,
  });
  const wishes = await wishesOf(values, command, project, streams);
  refuseLiveKeys(wishes.variables, "of the Convex side");
  const plan = planDev(facts, wishes, (path) => files.read(path));
  return {
    project,
    facts,
    wishes,
    plan: await atFreePort(plan, facts),
    stateDirectory: resolve(values["state-dir"] ?? stateDirectoryOf(project.root)),
  };
}

async function wishesOf(
  values: DevValues,
  command: readonly string[],
  { dir }: ProjectRoot,
  streams: Pick<Streams, "input">,
): Promise<Wishes> {
  const given = await readInputs(
    {
      positionals: [],
      convexEnv: values["convex-env"],
      hostEnv: [],
      jwtTemplates: [],
      tokens: [],
      jwks: undefined,
    },
    () => streams.input(),
    0,
  );
  const others = given.inputs.variables.filter(({ stage }) => stage !== "development");
  if (others[0] !== undefined)
    throw new UserError(
      `--convex-env: only development runs on this machine, and ${others[0].file} is of ${others[0].stage}.`,
    );
  const convexPort = portOf(values["convex-port"], "--convex-port") ?? 3210;
  const template = values["jwt-template"];
  return {
    command: commandText(command),
    dir,
    authkit: !values["convex-only"],
    convex: !values["authkit-only"],
    port: portOf(values.port, "--port") ?? 4100,
    convexPort,
    sitePort:
      portOf(values["convex-site-port"], "--convex-site-port") ?? (convexPort === 0 ? 0 : convexPort + 1),
    jwtTemplate: template === undefined ? null : readInputFile(template),
    variables: givenVariables(given.inputs.variables, values.env),
    writeGenerated: values["write-generated"],
  };
}

/** One word with spaces in it is a command line; several are a program and its arguments. */
function commandText(command: readonly string[]): string | null {
  const [first, ...others] = command;
  if (first === undefined) return null;
  return others.length === 0 && /\s/.test(first) ? first : literalLine(command);
}

function portOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UserError(`${option} needs a port from 1 to 65535, or 0 for any free one; ${text} is none.`);
  return port;
}

/** Foresees that the app's server takes another port than its own, so that it is started with the right redirect URI. */
async function atFreePort(plan: Plan, facts: DevFacts): Promise<Plan> {
  const { server, frontend, authkit, convex } = plan;
  if (frontend === null || !server.drifts || server.inFront !== null) return plan;
  const own = [authkit, convex].flatMap((side) => (side === false ? [] : [side.port ?? 0]));
  const port = await nextFreePort(server.port, own);
  if (port === server.port) return plan;
  const addresses = appAddresses(facts, { ...server, port });
  return {
    ...plan,
    server: { ...server, port },
    addresses,
    authkit: authkit === false ? false : { ...authkit, ...registrations(addresses) },
    notes: [
      ...plan.notes,
      `Port ${server.port} is taken, so the app will be on ${port}: ${addresses.redirectUri} is registered. WorkOS itself refuses a redirect URI whose port is not in its dashboard.`,
    ],
  };
}
