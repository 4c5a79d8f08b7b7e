import { join } from "node:path";
import type { Emulator } from "@convex-authkit/emulator";
import type { Streams } from "../../terminal/streams.ts";
import { UserError } from "../../user-error.ts";
import { addressesAt } from "./app-addresses.ts";
import { appVariables, hasRedirectVariable } from "./app-variables.ts";
import { roleValues } from "./describe-start.ts";
import { registrations } from "./plan.ts";
import type { Prepared } from "./prepare.ts";
import { runApp } from "./run-app.ts";
import { pathWith } from "./run-command.ts";
import { frontendScripts } from "./frontend-scripts.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What is run, and where. */
export interface FrontendProgram {
  /** A shell text. */
  text: string;
  /** Folders, absolute, whose `node_modules/.bin` it may need. */
  folders: string[];
}

/**
 * The program that starts the app; null where only the servers run.
 *
 * @throws UserError where nothing but `convex dev` is in the command
 */
export function programOf({ wishes, plan, project, facts }: Prepared): FrontendProgram | null {
  const { frontend } = plan;
  if (wishes.command === null || frontend === null) return null;
  if (frontend.text === null) {
    const others = frontendScripts(facts);
    throw new UserError(
      `\`${wishes.command}\` runs only \`${frontend.leftOut[0]?.command ?? "convex dev"}\`, which the emulator stands in for, and no frontend. ${
        others.length === 0
          ? "Name the command that starts the frontend."
          : `Did you mean ${others.map((it) => `\`${it}\``).join(" or ")}?`
      }`,
    );
  }
  const folders = [
    join(project.root, wishes.dir),
    project.root,
    ...frontend.folders.map((dir) => join(project.root, dir)),
  ];
  return { text: frontend.text, folders: [...new Set(folders)] };
}

/** What running the app needs beside the program. */
export interface FrontendRun {
  prepared: Prepared;
  emulator: Emulator;
  cookiePassword: string;
  streams: Pick<Streams, "say">;
  /** Whether standard output is kept for the line of `--json`. */
  isJson: boolean;
}

/**
 * Runs the app and follows it to another port.
 *
 * @returns its exit code
 */
export async function runFrontend(
  { text, folders }: FrontendProgram,
  env: Environment,
  { prepared, emulator, cookiePassword, streams, isJson }: FrontendRun,
): Promise<number> {
  const { facts, plan, project } = prepared;
  const withPath = { ...env, ...colour(env), PATH: pathWith(folders, env) };
  // Expo draws on the whole terminal and asks questions there.
  const isPiped = facts.app?.app.framework !== "expo" || isJson;
  return await runApp({
    text,
    cwd: join(project.root, prepared.wishes.dir),
    env: withPath,
    output: isPiped ? (piece, from) => void process[isJson ? "stderr" : from].write(piece) : null,
    origin: plan.server.inFront === null ? plan.addresses.origin : null,
    ownPorts: portsOf(emulator),
    onMoved: (origin) => {
      const { redirectUri } = moveTo(origin, prepared, emulator);
      const isRestarted = emulator.authkit !== null && hasRedirectVariable(facts);
      streams.say(
        `convex-authkit: The app is on ${origin}, not on ${plan.addresses.origin}: ${redirectUri} is registered now${isRestarted ? ", and the app is started again with it" : ""}. WorkOS itself refuses a redirect URI whose port is not in its dashboard.`,
      );
      if (!isRestarted) return null;
      return {
        ...withPath,
        ...appVariables(facts, roleValues(emulator, redirectUri, cookiePassword), {}).variables,
      };
    },
  });
}

/** Registers another origin of the app, as somebody would in the dashboard. */
function moveTo(origin: string, { plan }: Prepared, { authkit }: Emulator): { redirectUri: string } {
  const addresses = addressesAt(plan.addresses, origin);
  if (authkit !== null) Object.assign(authkit.environment, registrations(addresses));
  return addresses;
}

function portsOf({ url, convexUrl, convexSiteUrl }: Emulator): number[] {
  return [url, convexUrl, convexSiteUrl].flatMap((it) => (it === null ? [] : [Number(new URL(it).port)]));
}

/** Programs look for a terminal, which a pipe is not: they are told that there is one behind it. */
function colour(env: Environment): Record<string, string> {
  const isWished = process.stdout.isTTY && env["FORCE_COLOR"] === undefined && env["NO_COLOR"] === undefined;
  return isWished ? { FORCE_COLOR: "1" } : {};
}
