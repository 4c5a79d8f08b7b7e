import { onEndSignals } from "./end-signals.ts";
import { followPort } from "./follow-port.ts";
import { lineReader } from "./local-url.ts";
import { runCommand } from "./run-command.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** How the app is run. */
export interface AppRun {
  /** A shell text. */
  text: string;
  /** Absolute. */
  cwd: string;
  env: Environment;
  /** Takes its output; null: it writes to the terminal itself, and nothing is known of its address. */
  output: ((piece: Buffer, from: "stdout" | "stderr") => void) | null;
  /** Where it is expected; null: it is not looked for. */
  origin: string | null;
  /** Ports of the emulator. */
  ownPorts: readonly number[];
  /**
   * Is told where the app is instead. @returns the environment to start it with again, because what it was started with is wrong
   * there; null: it may go on
   */
  onMoved(origin: string): Environment | null;
  /** See {@link followPort}. */
  quietMs?: number;
}

/**
 * Runs the app until it ends or this process is asked to end; then nothing of it is left.
 *
 * @returns its exit code
 */
export async function runApp(run: AppRun): Promise<number> {
  let env = run.env;
  let origin = run.origin;
  let again: Environment | null = null;
  let signals = 0;
  let hasMoved = false;
  const start = () => {
    const follower =
      origin === null || hasMoved
        ? null
        : followPort({
            origin,
            ownPorts: run.ownPorts,
            ...(run.quietMs === undefined ? {} : { quietMs: run.quietMs }),
            onMoved: (moved) => {
              hasMoved = true;
              origin = moved;
              again = run.onMoved(moved);
              if (again !== null) running.signal("SIGTERM");
            },
          });
    // One reader for each stream: their pieces come in any order.
    const readers = { stdout: lineReader(read), stderr: lineReader(read) };
    function read(line: string): void {
      follower?.line(line);
    }
    const { output } = run;
    const started = runCommand(run.text, {
      cwd: run.cwd,
      env,
      onOutput:
        output === null
          ? null
          : (piece, from) => {
              output(piece, from);
              readers[from](String(piece));
            },
    });
    return { ...started, exited: started.exited.finally(() => follower?.close()) };
  };
  let running = start();
  const stop = onEndSignals((name) => running.signal(++signals > 1 ? "SIGKILL" : name));
  try {
    for (;;) {
      const code = await running.exited;
      if (again === null || signals > 0) return code;
      env = again;
      again = null;
      running = start();
    }
  } finally {
    stop();
  }
}
