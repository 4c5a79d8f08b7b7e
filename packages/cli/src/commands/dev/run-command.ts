import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { inPlaceOfShell } from "./command-line/shell-text.ts";

/** How it is run. */
export interface RunOptions {
  /** Absolute. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Takes its output as it comes; null: it writes to the terminal itself. */
  onOutput: ((piece: Buffer, from: "stdout" | "stderr") => void) | null;
}

/** A command that runs with all the processes it starts. */
export interface RunningCommand {
  /** The exit code, 128 and the number of the signal where one ended it, once none of its processes is left. */
  exited: Promise<number>;
  /** Sends a signal to all its processes. */
  signal(name: NodeJS.Signals): void;
}

/** How long processes may take to end once the command has, or was told to. Milliseconds. */
const PATIENCE = 5_000;
const POLL = 50;

/**
 * Starts a shell text as a process group of its own, so that a signal reaches everything it has started: a package manager
 * starts a shell, and that a server, which starts workers.
 */
export function runCommand(text: string, { cwd, env, onOutput }: RunOptions): RunningCommand {
  const isWindows = process.platform === "win32";
  const child = spawn(isWindows ? text : inPlaceOfShell(text), {
    cwd,
    env: { ...env },
    shell: true,
    detached: !isWindows,
    // The terminal's input stays the command's: Vite and Expo take keys.
    stdio: onOutput === null ? "inherit" : ["inherit", "pipe", "pipe"],
  });
  child.stdout?.on("data", (piece: Buffer) => onOutput?.(piece, "stdout"));
  child.stderr?.on("data", (piece: Buffer) => onOutput?.(piece, "stderr"));
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
  return {
    exited: ended.then(async (code) => {
      await endGroup(child);
      return code;
    }),
    signal: (name) => void signalGroup(child, name),
  };
}

/**
 * The programs that packages of the project bring, in front of the PATH: those of a folder and of all folders above it, as
 * package managers do for scripts.
 *
 * @param folders absolute
 */
export function pathWith(
  folders: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const own = folders.flatMap(upwards).map((folder) => join(folder, "node_modules", ".bin"));
  return [...new Set(own), env["PATH"] ?? ""].filter((part) => part !== "").join(delimiter);
}

function upwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

/** @returns whether a process of the group is left */
function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  if (process.platform === "win32") {
    if (name !== 0) spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
    return false;
  }
  try {
    return process.kill(-pid, name);
  } catch (error) {
    // A process of another user is one that is left.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Makes sure that nothing the command has started is left behind. */
async function endGroup(child: ChildProcess): Promise<void> {
  if (!signalGroup(child, "SIGTERM")) return;
  for (const until = performance.now() + PATIENCE; performance.now() < until;) {
    if (!signalGroup(child, 0)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  signalGroup(child, "SIGKILL");
}
