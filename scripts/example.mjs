// npm run example:vite, npm run example:nextjs: builds what is needed and runs an example app on this machine alone, with AuthKit
// and Convex beside it. Arguments go to `convex-authkit dev`, such as -- --fault rate-limit.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { installAndBuild, root } from "./prepare.mjs";

const EXAMPLES = {
  vite: { folder: "examples/vite-spa", command: ["npm", "run", "--silent", "dev"] },
  nextjs: {
    folder: "examples/nextjs-monorepo/apps/web",
    command: ["npm", "run", "--silent", "dev"],
  },
};

const [name, ...options] = process.argv.slice(2);
const example = EXAMPLES[name];
if (example === undefined) {
  process.stderr.write(
    `There is no example "${name ?? ""}". There are: ${Object.keys(EXAMPLES).join(", ")}.\n`,
  );
  process.exit(2);
}

installAndBuild(["run", "build"]);

const child = spawn(
  process.execPath,
  [join(root, "packages", "cli", "bin", "convex-authkit.js"), "dev", ...options, "--", ...example.command],
  { cwd: join(root, example.folder), stdio: "inherit" },
);
// A terminal interrupts the whole group; this process only waits for the end.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (status) => process.exit(status ?? 1));
