// Checks what would be published: packs it, installs the tarball into an empty project, and holds it against the budget.
// Prints the figures; every broken rule is a sentence and a failure.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGES_BUDGET = 10;
const INSTALLED_BUDGET = 15 * 1024 * 1024;

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "packages", "cli");
const work = mkdtempSync(join(tmpdir(), "convex-authkit-package-"));
const broken = [];

try {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", work], {
      cwd: cli,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const tarball = join(work, packed.filename);
  run("publint", ["--strict", tarball]);
  run("attw", [tarball, "--profile", "esm-only"]);

  const project = join(work, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "private": true }\n');
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const packages = installedPackages(join(project, "node_modules"));
  const bytes = sizeOf(join(project, "node_modules"));
  const bin = join(project, "node_modules", ".bin", "convex-authkit");
  const version = execFileSync(bin, ["--version"], { encoding: "utf8" }).trim();

  console.log(
    `packed ${kilobytes(packed.size)} kB, unpacked ${kilobytes(packed.unpackedSize)} kB in ${packed.entryCount} files`,
  );
  console.log(`installed ${packages.length} packages, ${kilobytes(bytes)} kB: ${packages.join(", ")}`);
  if (packages.length > PACKAGES_BUDGET) broken.push(`More than ${PACKAGES_BUDGET} packages are installed.`);
  if (bytes > INSTALLED_BUDGET) broken.push(`More than ${INSTALLED_BUDGET / 1024 / 1024} MB are installed.`);
  if (version !== packed.version)
    broken.push(`The installed command says it is ${version}, not ${packed.version}.`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

for (const sentence of broken) console.error(sentence);
process.exitCode = broken.length > 0 ? 1 : 0;

function run(name, args) {
  const bin = join(root, "node_modules", ".bin", name);
  const { status, stdout, stderr } = spawnSync(bin, args, { cwd: cli, encoding: "utf8" });
  if (status === 0) return;
  console.error(`${stdout}${stderr}`);
  broken.push(`${name} is not content with the package.`);
}

/** Names of everything installed, nested copies included. */
function installedPackages(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap(({ name }) => {
      if (name.startsWith("@")) return installedPackages(join(folder, name)).map((it) => `${name}/${it}`);
      const nested = join(folder, name, "node_modules");
      return [name, ...(statSync(nested, { throwIfNoEntry: false }) ? installedPackages(nested) : [])];
    });
}

/** Bytes on disk of all files. */
function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + sizeOf(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

function kilobytes(bytes) {
  return Math.round(bytes / 1024).toLocaleString("en");
}
