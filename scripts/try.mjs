// npm run try [-- PATH…]: installs, builds and runs the doctor on the shipped broken project, or on any path or arguments instead.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installAndBuild, root } from "./prepare.mjs";

installAndBuild(["run", "build", "--workspace", "convex-authkit"]);

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
