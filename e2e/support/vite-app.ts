import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";
import type { StartApp } from "./emulated-app.ts";

/** Builds a Vite app for production and serves it. @param root the app's folder, absolute */
export const viteApp =
  (root: string): StartApp =>
  async ({ port, env }) => {
    const outDir = await mkdtemp(join(tmpdir(), "convex-authkit-vite-"));
    // What `.env` files would give; a test must not depend on those of a developer.
    const define = Object.fromEntries(
      Object.entries(env).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
    );
    await inProduction(() =>
      build({ root, logLevel: "error", envDir: outDir, define, build: { outDir, emptyOutDir: true } }),
    );
    const server = await inProduction(() =>
      preview({
        root,
        logLevel: "error",
        build: { outDir },
        preview: { port, strictPort: true, host: "localhost" },
      }),
    );
    return {
      async stop() {
        await server.close();
        await rm(outDir, { recursive: true, force: true });
      },
    };
  };

/**
 * Vite builds for whatever `NODE_ENV` says, and vitest says `test`: React and this package would then be what developers get. Where
 * nothing is said, it leaves `production` behind it, in which no further emulator would start.
 */
async function inProduction<Result>(work: () => Promise<Result>): Promise<Result> {
  const { NODE_ENV } = process.env;
  process.env["NODE_ENV"] = "production";
  try {
    return await work();
  } finally {
    if (NODE_ENV === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = NODE_ENV;
  }
}
