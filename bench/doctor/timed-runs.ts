import { spawnSync } from "node:child_process";

/** A command to measure. */
export interface Command {
  name: string;
  args: string[];
  /** Variables beside those of this process. */
  env?: Readonly<Record<string, string>>;
}

/** What runs of one command took, in milliseconds, in the order in which they ran. */
export interface Timing {
  name: string;
  milliseconds: number[];
}

/**
 * Runs commands of this Node.js as whole processes, one after another and in turns, so that whatever else the machine
 * does hits all of them alike. The first turn warms the file cache and is not counted.
 *
 * @param folder the working folder of every process
 * @throws Error when a process cannot be started, or is ended by a signal
 */
export function timedRuns(commands: readonly Command[], folder: string, turns: number): Timing[] {
  const timings = commands.map(({ name }): Timing => ({ name, milliseconds: [] }));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [at, { name, args, env }] of commands.entries()) {
      const started = performance.now();
      const { error, signal } = spawnSync(process.execPath, args, {
        cwd: folder,
        stdio: "ignore",
        env: { ...process.env, NO_COLOR: "1", WORKOS_TELEMETRY: "false", ...env },
      });
      const took = performance.now() - started;
      if (error !== undefined) throw error;
      if (signal !== null) throw new Error(`${name} was ended by ${signal}.`);
      if (turn > 0) timings[at]?.milliseconds.push(took);
    }
  }
  return timings;
}

/** The fastest run: what the machine can do when nothing else disturbs. */
export function fastest({ milliseconds }: Timing): number {
  return Math.min(...milliseconds);
}

/** The middle run. */
export function median({ milliseconds }: Timing): number {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
