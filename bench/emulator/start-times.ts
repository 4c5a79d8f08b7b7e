import { get } from "node:http";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type NodeProcess, startNode } from "./node-process.ts";

/** How long a server may take until it answers. Milliseconds. */
const LONGEST_START = 60_000;

/** When a process that was started did what is waited for, in milliseconds. */
export interface Start {
  /** It answered with 200. */
  answered: number;
  /** It printed its first line; null where it printed none by then. */
  printed: number | null;
}

/**
 * Starts a process and asks it until it answers.
 *
 * @param args what stands behind `node`
 * @param path asked for, with 200 as the answer
 */
export async function timedStart(
  args: readonly string[],
  folder: string,
  port: number,
  path: string,
): Promise<Start> {
  const started = performance.now();
  const server = startNode(args, { cwd: folder, output: "pipe" });
  let printed: number | null = null;
  server.child.stdout?.once("data", () => (printed = performance.now() - started));
  try {
    await untilAnswer(server, port, path);
    const answered = performance.now() - started;
    // The line may be under way.
    if (printed === null) await wait(50);
    return { answered, printed };
  } finally {
    await server.end();
  }
}

/** Asks a server until it answers with 200. @throws Error when it does not */
export async function untilAnswer(server: NodeProcess, port: number, path: string): Promise<void> {
  const started = performance.now();
  while ((await statusOf(port, path)) !== 200) {
    server.check();
    if (performance.now() - started > LONGEST_START)
      throw new Error(`Port ${port} did not answer ${path} with 200.`);
    await wait(1);
  }
}

/** @returns 0: nobody listens there yet */
function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).once("error", () => resolve(0));
  });
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("This machine gave no port.");
  return address.port;
}
