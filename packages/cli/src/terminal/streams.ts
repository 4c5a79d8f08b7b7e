import type { Paint } from "@convex-authkit/doctor/report/paint";
import { paintFor } from "./colour.ts";

/** The process around a command, so that commands can be tested without one. */
export interface Streams {
  /** Data only. What is written passes the redaction border. */
  out(text: string): void;
  /** Data made of the emulator's own values, which open nothing elsewhere and are there to be used: nothing is redacted. */
  local(text: string): void;
  /** Everything else, one sentence per call, without a line feed. Passes the redaction border. */
  say(sentence: string): void;
  /** Standard input, completely. */
  input(): Promise<string>;
  /** Progress on the terminal, over itself; null where standard error is not a terminal. */
  status: ((text: string) => void) | null;
  /** Columns of standard output. */
  width: number;
  paint: Paint;
}

const WITHOUT_A_TERMINAL = 100;

/** The largest input that is read from a pipe, in bytes. */
const INPUT_LIMIT = 64 * 1024 * 1024;

/**
 * The streams of this process.
 *
 * @param redact the redaction border
 */
export function processStreams(redact: (text: string) => string): Streams {
  const { stdout, stderr, env } = process;
  // A reader that has seen enough (`| head`) closes the pipe: that is no failure.
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  return {
    out: (text) => stdout.write(redact(text)),
    local: (text) => stdout.write(text),
    say: (sentence) => stderr.write(`${redact(sentence)}\n`),
    input: async () => {
      // Opened only here: that alone loads much of Node.
      const { stdin } = process;
      if (stdin.isTTY) stderr.write("Reading standard input; end it with Ctrl-D.\n");
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stdin) {
        const bytes = Buffer.from(chunk);
        chunks.push(bytes);
        size += bytes.length;
        if (size > INPUT_LIMIT) break;
      }
      return Buffer.concat(chunks).toString("utf8");
    },
    status: stderr.isTTY ? (text) => void stderr.write(`\r\u001B[2K${text}`) : null,
    // A terminal that does not know its size says 0.
    width: (stdout.isTTY && stdout.columns) || WITHOUT_A_TERMINAL,
    paint: paintFor({ isTTY: stdout.isTTY, env }),
  };
}
