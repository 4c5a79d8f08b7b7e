import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";

/** A process of this Node.js that answers one message with one message. */
export interface NodeProcess {
  child: ChildProcess;
  /** @throws Error with what it said at last, if it has ended */
  check(): void;
  /** @throws Error when the process ends before it answers */
  ask<Answer>(message: object): Promise<Answer>;
  end(): Promise<void>;
}

/** What a process is started with, beside the variables of this one. */
export interface NodeProcessOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** Where its standard output goes. */
  output?: "pipe" | "ignore";
}

/** @param args what stands behind `node` */
export function startNode(
  args: readonly string[],
  { cwd, env, output = "ignore" }: NodeProcessOptions = {},
): NodeProcess {
  const stdio: StdioOptions = ["ignore", output, "pipe", "ipc"];
  const child = spawn(process.execPath, args, {
    cwd,
    stdio,
    env: { ...process.env, NO_COLOR: "1", WORKOS_TELEMETRY: "false", ...env },
  });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ending = (): Error => new Error(`node ${args.join(" ")} ended with ${child.exitCode}: ${said}`);
  return {
    child,
    check() {
      if (child.exitCode !== null) throw ending();
    },
    ask: (message) =>
      new Promise((resolve, reject) => {
        const failed = (): void => reject(ending());
        child.once("exit", failed);
        child.once("message", (answer) => {
          child.off("exit", failed);
          const { problem } = answer as { problem?: string };
          if (problem === undefined) resolve(answer as never);
          else reject(new Error(problem));
        });
        child.send(message);
      }),
    async end() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
