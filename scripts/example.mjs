// npm run example:vite, npm run example:nextjs: builds what is needed and runs an example app on this machine alone, with AuthKit
// and Convex beside it. Arguments go to `convex-authkit dev`, such as -- --fault rate-limit.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
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
prepare("Building", ["run", "build"]);

const child = spawn(
  process.execPath,
  [join(root, "packages", "cli", "bin", "convex-authkit.js"), "dev", ...options, "--", ...example.command],
  { cwd: join(root, example.folder), stdio: "inherit" },
);
// A terminal interrupts the whole group; this process only waits for the end.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (status) => process.exit(status ?? 1));
