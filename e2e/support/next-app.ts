import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { AppSettings, RunningApp, StartApp } from "./emulated-app.ts";
import { copyProject } from "./project-copy.ts";

const SERVER_CLOCK = new URL("./server-clock.mjs", import.meta.url).href;
const NEXT = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** What is done with the copy of a project. */
interface NextAppOptions {
  /** The app's folder in the project, with `/`; the project itself where absent. */
  app?: string;
  /** Is called with the copy's folder before the build. */
  prepare?: (folder: string) => Promise<void>;
}

/** Builds a copy of a Next.js app for production and serves it with `next start`. @param root the project's folder, absolute */
export const nextApp =
  (root: string, { app = ".", prepare }: NextAppOptions = {}): StartApp =>
  async (settings) => {
    const { folder, remove } = await copyProject(root);
    try {
      await prepare?.(folder);
      const running = await buildAndServe(join(folder, app), NEXT, settings);
      return {
        ...running,
        async stop() {
          await running.stop();
          await remove();
        },
      };
    } catch (error) {
      await remove();
      throw error;
    }
  };

/**
 * Builds a Next.js app where it is and serves it.
 *
 * @param folder the app's, absolute; its `.next` is written
 * @param next the script of Next.js's command, absolute
 */
export async function buildAndServe(
  folder: string,
  next: string,
  { port, env }: AppSettings,
): Promise<RunningApp> {
  const variables: NodeJS.ProcessEnv = {
    ...process.env,
    ...env,
    NODE_ENV: "production",
    NODE_OPTIONS: "",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  await build(folder, next, variables);
  const server = spawn(
    process.execPath,
    ["--import", SERVER_CLOCK, next, "start", "--port", String(port), "--hostname", "localhost"],
    { cwd: folder, env: variables, stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
  const output = outputOf(server);
  await ready(server, `http://localhost:${port}`, output);
  return {
    follow: async (ahead) => await tell(server, ahead),
    async stop() {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

async function build(folder: string, next: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [next, "build"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = outputOf(child);
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`next build failed:\n${output()}`);
}

function outputOf(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => void (text += chunk.toString()));
  return () => text;
}

async function ready(server: ChildProcess, url: string, output: () => string): Promise<void> {
  while (server.exitCode === null) {
    try {
      await fetch(url, { redirect: "manual" });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`next start ended before it listened:\n${output()}`);
}

/** Waits for the server's answer, so that the next step of a test meets it at the new time. */
async function tell(server: ChildProcess, ahead: number): Promise<void> {
  const told = once(server, "message");
  server.send({ ahead });
  await told;
}
