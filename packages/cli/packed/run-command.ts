import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The launcher, as npm links it. */
export const LAUNCHER = fileURLToPath(new URL("../bin/convex-authkit.js", import.meta.url));

/** The built package. */
export const DIST = fileURLToPath(new URL("../dist", import.meta.url));

/** What a run of the built command left behind. */
export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** How a run differs from the plainest one. */
export interface RunOptions {
  cwd?: string;
  input?: string;
  env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself. */
  node?: readonly string[];
  /** Runs as this user where the tests run as root, who may read everything. */
  uid?: number;
  /** Another copy of the launcher, for a user who may not read this repository. */
  launcher?: string;
}

/** Runs the built command as a user would. */
export function runCommand(args: readonly string[], options: RunOptions = {}): Outcome {
  if (!existsSync(`${DIST}/main.cjs`))
    throw new Error("These tests run what is built: run `npm run build` first.");
  const { cwd, input, env, node = [], uid, launcher = LAUNCHER } = options;
  const { PATH = "", HOME = "" } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, launcher, ...args], {
    cwd,
    input: input ?? "",
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH, HOME, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { code: status, out: stdout, err: stderr };
}
