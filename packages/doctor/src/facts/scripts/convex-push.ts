import type { Location } from "../location.ts";
import type { Stage } from "../stage.ts";
import type { ShellCommand } from "./shell-commands.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** A command that pushes functions and auth config to a Convex deployment. */
export interface ConvexPush {
  /** What runs it. */
  where: "script" | "github-actions" | "gitlab" | "circleci" | "netlify" | "vercel";
  command: "deploy" | "dev";
  /** The command as written, without secrets. */
  quote: string;
  location: Location;
  /** Folder it runs in, relative to the root; null when that cannot be told. */
  dir: string | null;
  /** The stage of the deployment it pushes to; null when the files do not tell. */
  stage: Stage | null;
  deployKey: DeployKey;
  /** `--skip-workos-check`: the CLI neither checks credentials nor provisions AuthKit. */
  skipsWorkosCheck: boolean;
}

/**
 * The key with which a push signs in: `deployment` keys (`prod:`, `dev:`) cannot provision WorkOS environments, `preview` and
 * `project` keys can, as far as the account may; `some` is one of them; `unseen`: no key in the file, which the
 * host may still add.
 */
export type DeployKey = "deployment" | "preview" | "project" | "some" | "unseen";

/** What surrounds a command and says more about its deployment. */
export interface PushSurroundings {
  where: ConvexPush["where"];
  location: Location;
  /** Variables that the CI file sets for it, as written. */
  variables: Readonly<Record<string, string>>;
  /** The stage that triggers, conditions and environment names speak of; null when they do not. */
  stage: Stage | null;
}

/** Reads a command as a push to Convex; null when it is none. */
export function convexPush(command: ShellCommand, around: PushSurroundings): ConvexPush | null {
  const [program, subcommand, ...args] = command.words;
  if (program !== "convex" || (subcommand !== "deploy" && subcommand !== "dev")) return null;
  if (args.includes("--dry-run") || args.includes("--help")) return null;
  const variables = { ...around.variables, ...command.assignments };
  const deployKey = deployKeyOf(variables);
  return {
    where: around.where,
    command: subcommand,
    quote: withoutSecrets(command.text),
    location: around.location,
    dir: command.dir,
    stage: stageOf(subcommand, args, deployKey, variables, around),
    deployKey,
    skipsWorkosCheck: args.includes("--skip-workos-check"),
  };
}

const KEY_NAMES = ["CONVEX_DEPLOY_KEY", "CONVEX_DEPLOYMENT_TOKEN"];

function deployKeyOf(variables: Readonly<Record<string, string>>): DeployKey {
  const value = KEY_NAMES.map((name) => variables[name]).find((text) => text !== undefined && text !== "");
  if (value === undefined) return "unseen";
  if (/^(?:prod|dev):/.test(value)) return "deployment";
  if (/^preview:[^:|]+:[^:|]+\|/.test(value)) return "preview";
  if (value.startsWith("project:")) return "project";
  const reference = value.toUpperCase();
  if (/PREVIEW/.test(reference)) return "preview";
  return /PROD/.test(reference) ? "deployment" : "some";
}

function stageOf(
  command: "deploy" | "dev",
  args: readonly string[],
  deployKey: DeployKey,
  variables: Readonly<Record<string, string>>,
  around: PushSurroundings,
): Stage | null {
  if (args.some((arg) => /^--(?:url|admin-key|env-file|deployment)\b/.test(arg))) return null;
  if (variables["CONVEX_SELF_HOSTED_URL"] !== undefined) return null;
  if (args.some((arg) => /^--preview-(?:name|create)\b/.test(arg))) return "preview";
  if (deployKey === "preview") return "preview";
  const key = KEY_NAMES.map((name) => variables[name] ?? "").join(" ");
  if (/^prod:|PROD/.test(key.trim())) return "production";
  if (/^dev:|[_.]DEV/.test(key.trim())) return "development";
  if (command === "dev") return deployKey === "unseen" ? "development" : around.stage;
  // Without a key the CLI takes the project's production deployment.
  return around.where === "script" ? "production" : around.stage;
}
