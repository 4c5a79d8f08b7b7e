// npm run bench:doctor [-- --turns N]: measures the built doctor beside oxlint and `workos doctor`, prints the table and
// writes it to results.md. Nothing here is a test: a figure that is missed is a line in the table.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { loadRightProject } from "../../packages/doctor/right-projects/load.ts";
import { footprintOf, install, pack, type Footprint } from "./footprint.ts";
import { generateProject, measured, oneFileProject, type GeneratedProject } from "./generated-project.ts";
import { NODE, OURS, OURS_UNCACHED, OXLINT, resultsText, WORKOS, type Case } from "./results-text.ts";
import { timedRuns, type Command } from "./timed-runs.ts";

const WORKOS_SPEC = "workos@0.14.0";
const root = join(import.meta.dirname, "..", "..");
const bin = join(root, "packages", "cli", "bin", "convex-authkit.js");
const { values } = parseArgs({ options: { turns: { type: "string", default: "15" } } });
const turns = Number(values.turns);
if (!Number.isInteger(turns) || turns < 1) throw new Error("--turns takes a number of turns, 1 or more.");
if (!existsSync(join(root, "packages", "cli", "dist", "main.cjs"))) {
  throw new Error("The doctor is not built: run `npm run build` first.");
}

const work = mkdtempSync(join(tmpdir(), "convex-authkit-bench-"));
try {
  say("Installing what is compared.");
  const ours = footprintOf(install(pack(join(root, "packages", "cli"), work), join(work, "ours")));
  const workos = installedWorkos();
  const vite = loadRightProject("vite-spa");
  const cases = [
    measure("right Vite app", { texts: vite, ...measured(vite) }, turns),
    measure("one file", oneFileProject(), turns),
    measure("400 files", generateProject(400, 0.13), turns),
    measure("400 files, half about auth", generateProject(400, 0.5), turns),
    measure("5,000 files", generateProject(5_000, 0.13), Math.ceil(turns / 2)),
  ];
  const text = resultsText({
    cases,
    ours,
    workos: workos.footprint,
    date: new Date().toISOString().slice(0, 10),
  });
  writeFileSync(join(import.meta.dirname, "results.md"), text);
  process.stdout.write(`\n${text}`);

  function measure(name: string, project: GeneratedProject, count: number): Case {
    const folder = join(work, name.replaceAll(/[^a-z0-9]+/gi, "-"));
    write(folder, project.texts);
    const commands: Command[] = [
      { name: NODE, args: ["-e", "0"] },
      { name: OXLINT, args: [join(root, "node_modules", "oxlint", "bin", "oxlint"), "."] },
      ...(workos.bin === null
        ? []
        : [{ name: WORKOS, args: [workos.bin, "doctor", "--skip-api", "--skip-ai"] }]),
      { name: OURS, args: [bin, "."] },
      { name: OURS_UNCACHED, args: [bin, "."], env: { NODE_DISABLE_COMPILE_CACHE: "1" } },
    ];
    say(`Measuring ${name}: ${project.sources} source files, ${count} turns.`);
    const { sources, aboutAuth, bytes } = project;
    return {
      name,
      sources,
      aboutAuth,
      bytes,
      turns: count,
      timings: timedRuns(commands, folder, count),
      said: whatWasSaid(folder),
    };
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function installedWorkos(): { bin: string | null; footprint: Footprint | string } {
  try {
    const modules = install(WORKOS_SPEC, join(work, "workos"));
    const path = join(modules, "workos", "dist", "bin.js");
    execFileSync(process.execPath, [path, "--version"], { stdio: "ignore" });
    return { bin: path, footprint: footprintOf(modules) };
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return {
      bin: null,
      footprint: `\`${WORKOS}\` was not measured, because ${WORKOS_SPEC} could not be installed (${why}).`,
    };
  }
}

/** Reads back what the doctor examined, so that the table shows that it did. */
function whatWasSaid(folder: string): string {
  const { stdout, status } = spawnSync(process.execPath, [bin, ".", "--json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const report = JSON.parse(stdout) as {
    findings: { severity: string }[];
    examined: { apps: string[]; backends: string[]; files: number };
  };
  const { apps, backends, files } = report.examined;
  const count = (severity: string) =>
    report.findings.filter((finding) => finding.severity === severity).length;
  return `exit ${status}: ${files} files, ${apps.length} app, ${backends.length} backend; ${count("error")} errors, ${count("warning")} warnings, ${count("note")} notes`;
}

function write(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
