import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Installs the dependencies, where nobody has, and builds. @param {string[]} build what npm is called with */
export function installAndBuild(build) {
  if (!existsSync(join(root, "node_modules", ".package-lock.json"))) prepare("Installing", ["ci"]);
  prepare("Building", build);
}

/** Runs a preparation; what it says is of interest only when it fails. */
function prepare(what, args) {
  process.stderr.write(`${what}…\n`);
  const { status, stdout, stderr } = spawnSync("npm", args, {
    cwd: root,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(2);
}
