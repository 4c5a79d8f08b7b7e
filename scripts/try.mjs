// npm run try [-- PATH…]: installs, builds and runs the doctor on the shipped broken project, or on any path or arguments instead.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

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

if (!existsSync(join(root, "node_modules", ".package-lock.json"))) prepare("Installing", ["ci"]);
prepare("Building", ["run", "build", "--workspace", "convex-authkit"]);

const given = process.argv.slice(2);
const args = given.length > 0 ? given : [join(root, "demo", "broken-notes")];
const { status } = spawnSync(
  process.execPath,
  [join(root, "packages", "cli", "bin", "convex-authkit.js"), ...args],
  {
    // npm runs scripts in the repository; paths are meant from where the user stands.
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: "inherit",
  },
);
process.exitCode = status ?? 2;
