import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { majorOf, type Row } from "./rows.ts";

const run = promisify(execFile);
const APP = fileURLToPath(new URL("app", import.meta.url));
const CLI = fileURLToPath(new URL("../../packages/cli", import.meta.url));

const INSTALL = [
  "install",
  "--no-save",
  "--strict-peer-deps",
  "--ignore-scripts",
  "--prefer-offline",
  "--no-audit",
  "--no-fund",
];

/** Packs convex-authkit as it would be published, from what is built. @returns the tarball, absolute */
export async function pack(into: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", into], {
    cwd: CLI,
  });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  return join(into, packed!.filename);
}

/** A row's app, with its packages, outside of the workspace. */
export interface InstalledRow {
  folder: string;
  remove(): Promise<void>;
}

/**
 * Puts a row's app in a folder of its own and installs there what the lockfile says, and then convex-authkit as a user would: a
 * peer range that the row's versions do not fit is an error.
 */
export async function installRow(row: Row, tarball: string): Promise<InstalledRow> {
  const folder = await mkdtemp(join(tmpdir(), `convex-authkit-${row.name}-`));
  const remove = async (): Promise<void> => await rm(folder, { recursive: true, force: true });
  try {
    await cp(join(APP, row.framework), folder, { recursive: true });
    await cp(join(APP, "convex"), join(folder, "convex"), { recursive: true });
    for (const file of ["package.json", "package-lock.json"])
      await cp(join(row.folder, file), join(folder, file));
    const next = row.versions.next;
    // Before Next.js 16 the same file has another name.
    if (next !== undefined && majorOf(next) < 16)
      await rename(join(folder, "src", "proxy.ts"), join(folder, "src", "middleware.ts"));
    // Not `npm ci`: it refuses a lockfile without Next.js's optional packages for other systems, which not every registry has.
    await run("npm", [...INSTALL, tarball], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
    await checkVersions(row, folder);
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A lockfile that is behind its package.json would be mended silently. */
async function checkVersions({ name, versions }: Row, folder: string): Promise<void> {
  for (const [of, wanted] of Object.entries(versions)) {
    const text = await readFile(join(folder, "node_modules", of, "package.json"), "utf8");
    const { version } = JSON.parse(text) as { version: string };
    if (version !== wanted)
      throw new Error(`In ${name}, ${of} ${version} was installed instead of ${wanted}.`);
  }
}
