import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import type { StartApp } from "../support/emulated-app.ts";
import { buildAndServe } from "../support/next-app.ts";
import type { InstalledRow } from "./install-row.ts";
import type { Row } from "./rows.ts";

const run = promisify(execFile);

/** Checks the types of a row's app, builds it for production with the row's own tools, and serves it. */
export function serveRow({ framework }: Row, { folder }: InstalledRow): StartApp {
  const script = (path: string): string => join(folder, "node_modules", path);
  // Next.js checks the types at its build.
  if (framework === "next")
    return async (settings) => await buildAndServe(folder, script("next/dist/bin/next"), settings);
  return async ({ port, env }) => {
    const variables: NodeJS.ProcessEnv = { ...process.env, ...env, NODE_ENV: "production", NODE_OPTIONS: "" };
    const node = async (path: string, words: string[]): Promise<void> => {
      await run(process.execPath, [script(path), ...words], { cwd: folder, env: variables }).catch(
        withOutput,
      );
    };
    await node("typescript/bin/tsc", ["--noEmit"]);
    await node("vite/bin/vite.js", ["build"]);
    const preview = ["preview", "--port", String(port), "--strictPort", "--host", "localhost"];
    const server = spawn(process.execPath, [script("vite/bin/vite.js"), ...preview], {
      cwd: folder,
      env: variables,
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(server.stdout, "data");
    return {
      async stop() {
        const ended = once(server, "exit");
        server.kill();
        await ended;
      },
    };
  };
}

function withOutput(error: unknown): never {
  const { message, stdout = "", stderr = "" } = error as Error & { stdout?: string; stderr?: string };
  throw new Error(`${message}\n${stdout}${stderr}`);
}
