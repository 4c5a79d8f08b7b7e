import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type * as Esbuild from "esbuild";

/** Beside the built package; the build makes it from `worker/main.ts`. */
const BUILT = new URL("./functions-worker.cjs", import.meta.url);
const SOURCE = new URL("../worker/main.ts", import.meta.url);

let source: Promise<string> | undefined;

/**
 * The program of the worker in which functions run, as one CommonJS text: convex-test and what stands around it.
 *
 * @param esbuild bundles it where the emulator itself runs from source
 */
export async function workerSource(esbuild: typeof Esbuild): Promise<string> {
  return await (source ??= existsSync(BUILT) ? readFile(BUILT, "utf8") : bundle(esbuild));
}

async function bundle(esbuild: typeof Esbuild): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(SOURCE)],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    conditions: ["import", "module"],
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
