import { redact } from "@convex-authkit/core";
import { EXIT } from "./exit-codes.ts";
import { processStreams, type Streams } from "./terminal/streams.ts";
import { UserError } from "./user-error.ts";
import { VERSION } from "./version.ts";

type Command = (args: readonly string[], streams: Streams) => Promise<number>;

/** Loaded when called: `--version` must not wait for a parser. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  dev: async () => (await import("./commands/dev.ts")).dev,
  verdict: async () => (await import("./commands/verdict.ts")).verdict,
  explain: async () => (await import("./commands/explain.ts")).explain,
};

/**
 * Runs the command line.
 *
 * @param args without the runtime and the script
 * @returns the exit code: one of {@link EXIT}, or that of the command which `dev` runs
 */
export async function main(args: readonly string[]): Promise<number> {
  const streams = processStreams(redact);
  try {
    if (args.length === 1 && (args[0] === "--version" || args[0] === "-v")) {
      streams.out(`${VERSION}\n`);
      return EXIT.fine;
    }
    const [first = "", ...rest] = args;
    const named = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
    const command = await (named ?? COMMANDS["doctor"])?.();
    return (await command?.(named === undefined ? args : rest, streams)) ?? EXIT.couldNotRun;
  } catch (error) {
    streams.say(error instanceof UserError ? error.message : crashSentence(error));
    return EXIT.couldNotRun;
  }
}

function crashSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (process.env["CONVEX_AUTHKIT_DEBUG"] === "1" && error instanceof Error) return error.stack ?? message;
  const [firstLine = ""] = message.split("\n");
  return `convex-authkit itself failed: ${firstLine.replace(/[.\s]*$/, ".")} This is a defect of convex-authkit, not of your project. With CONVEX_AUTHKIT_DEBUG=1 it says where.`;
}
