import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { BundleSources } from "../bundle/bundle-sources.ts";
import { findEntryPoints } from "../bundle/entry-points.ts";
import { readConvexJson } from "../project/convex-json.ts";
import { generatedFiles } from "./generated-files.ts";

const NAMES = ["api.d.ts", "api.js", "dataModel.d.ts", "server.d.ts", "server.js"];

/** Milliseconds; the command takes one second. */
const PATIENCE = 60_000;

/** Whether an app has no `_generated` folder, or one that lacks a file. */
export function lacksGenerated({ folder }: Pick<BundleSources, "folder">): boolean {
  const present = (name: string): boolean => existsSync(join(folder, "_generated", name));
  return !NAMES.every((name) => present(name) || present(name.replace(/(?:\.d\.ts|\.js)$/, ".ts")));
}

/**
 * Writes the `_generated` folder without a deployment and without the network: by the `convex` command of the project
 * where it can (the way Convex uses for its own system functions needs no deployment), else by ourselves.
 */
export async function writeGenerated(sources: BundleSources): Promise<void> {
  const { folder } = sources;
  const hasComponents =
    existsSync(join(folder, "convex.config.ts")) || existsSync(join(folder, "convex.config.js"));
  const byCommand = await runCodegen(sources);
  const ours = generatedFiles({
    modules: findEntryPoints(folder).map(({ module }) => module),
    hasSchema: ["schema.ts", "schema.js"].some((name) => existsSync(join(folder, name))),
    hasComponents,
  });
  mkdirSync(join(folder, "_generated"), { recursive: true });
  for (const [name, text] of Object.entries(ours)) {
    // The command leaves components out when it works without a deployment.
    if (byCommand && !(hasComponents && name.startsWith("api."))) continue;
    const file = join(folder, "_generated", name);
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  }
}

/** @returns whether all files are there afterwards */
async function runCodegen({ root, folder, convex }: BundleSources): Promise<boolean> {
  // The command knows its functions folder from convex.json alone.
  if (resolve(root, readConvexJson(root).functions) !== folder) return false;
  try {
    await promisify(execFile)(
      process.execPath,
      [join(convex.directory, "bin", "main.js"), "codegen", "--system-udfs", "--typecheck", "disable"],
      { cwd: root, timeout: PATIENCE, windowsHide: true },
    );
  } catch {
    return false;
  }
  return !lacksGenerated({ folder });
}
