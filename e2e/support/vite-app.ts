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
    await build({
      root,
      logLevel: "error",
      envDir: outDir,
      define: define,
      build: { outDir, emptyOutDir: true },
    });
    const server = await preview({
      root,
      logLevel: "error",
      build: { outDir },
      preview: { port, strictPort: true, host: "localhost" },
    });
    return {
      async stop() {
        await server.close();
        await rm(outDir, { recursive: true, force: true });
      },
    };
  };
