// npm test: everything CI does. Installs what is missing and runs every check; the tests come last, so that what they say stays
// on the screen. Plain JavaScript, because it has to start before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium, installChromium } from "./find-chromium.mjs";
import { vitestCounts } from "./vitest-counts.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const inCi = Boolean(process.env.CI) && process.env.CI !== "false";
const failures = [];

/** Runs one check; its output is shown only when it fails. */
function check(name, command, args) {
  const started = Date.now();
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    shell: process.platform === "win32",
    env: { ...process.env, FORCE_COLOR: "0" },
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (result.status === 0) {
    console.log(`ok      ${name} (${seconds} s)`);
    return;
  }
  failures.push(name);
  console.log(`FAILED  ${name} (${seconds} s)`);
  console.log(
    `${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`
      .trimEnd()
      .replace(/^/gm, "        "),
  );
}

if (!existsSync(join(root, "node_modules", ".package-lock.json"))) {
  console.log("Installing the dependencies.");
  const { status } = spawnSync("npm", ["ci"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}

let chromium = findChromium();
if (chromium === undefined && installChromium()) chromium = findChromium();
console.log(
  chromium === undefined
    ? "No Chromium here: the tests that need a browser are skipped. Install one, or set CHROMIUM_PATH."
    : `Browser: ${chromium}`,
);

check("build", "npm", ["run", "--silent", "build"]);
check("types", "npm", ["run", "--silent", "typecheck"]);
check("types of the examples", process.execPath, ["scripts/check-examples.mjs"]);
check("lint", "npm", ["run", "--silent", "lint"]);
check("format", "npm", ["run", "--silent", "format:check"]);
check("unused code", "npm", ["run", "--silent", "knip"]);
check("generated files", "npm", ["run", "--silent", "generate", "--", "--check"]);
check("published package", process.execPath, ["scripts/check-package.mjs"]);

/** Runs vitest. @returns what became of the tests */
function runTests(words) {
  const folder = mkdtempSync(join(tmpdir(), "convex-authkit-test-"));
  const json = join(folder, "vitest.json");
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${json}`,
      ...words,
    ],
    {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }) },
    },
  );
  const counts = vitestCounts(json, status ?? 1);
  rmSync(folder, { recursive: true, force: true });
  return counts;
}

const runs = [runTests([])];
if (inCi || process.argv.includes("--matrix"))
  runs.push(runTests(["--config", join("e2e", "matrix", "vitest.config.ts")]));
else
  console.log(
    "Left to CI: the matrix of supported versions, which installs and builds an app for each. Here: npm run test:matrix",
  );
const sum = (of) => runs.reduce((total, counts) => total + counts[of], 0);
const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
const skippedNames = runs.flatMap((counts) => counts.skippedNames);

if (skipped > 0) {
  console.log(`Skipped ${skipped}:`);
  for (const name of skippedNames) console.log(`  ${name}`);
  if (inCi) failures.push("a test was skipped, which CI does not allow");
}
if (failed > 0) failures.push("tests");
for (const failure of failures) console.log(`FAILED  ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
