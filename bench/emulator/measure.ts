// npm run bench:emulator [-- --turns N]: measures the built emulator beside `workos emulate`, oauth2-mock-server and
// oidc-provider, prints the tables and writes them to results.md. Nothing here is a test: a figure that is missed is a line.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { loadRightProject } from "../../packages/doctor/right-projects/load.ts";
import { install } from "../doctor/footprint.ts";
import { timedRuns, type Timing } from "../doctor/timed-runs.ts";
import { type LoadedServer, loadServer, type Slice, startSigning } from "./refresh-load.ts";
import {
  COMMAND,
  MANY_REFRESHES,
  NODE,
  resultsText,
  SIGNING,
  START_LINE,
  WARM_REFRESHES,
  type Load,
  type Memory,
} from "./results-text.ts";
import { mockServer, oidcProvider, ours, OURS, type Server, workosEmulate } from "./servers.ts";
import { freePort, timedStart } from "./start-times.ts";

const root = join(import.meta.dirname, "..", "..");
const cli = join(root, "packages", "cli");
const emulator = join(cli, "dist", "emulator.js");
const { values } = parseArgs({ options: { turns: { type: "string", default: "9" } } });
const turns = Number(values.turns);
if (!Number.isInteger(turns) || turns < 1) throw new Error("--turns takes a number of turns, 1 or more.");
if (!existsSync(emulator)) throw new Error("The emulator is not built: run `npm run build` first.");

/** Turns of the load, and how long each server has in one. Milliseconds. */
const LOAD_TURNS = 6;
const LOAD_SLICE = 1_500;
const SIGNING_SLICE = 700;

const [load = 0] = loadavg();
const work = mkdtempSync(join(tmpdir(), "convex-authkit-bench-"));
try {
  say("Installing what is compared.");
  const others: [string, (folder: string) => Server][] = [
    ["workos@0.14.0", workosEmulate],
    ["oauth2-mock-server@8.2.0", mockServer],
    ["oidc-provider@9.13.3", oidcProvider],
  ];
  const notMeasured: string[] = [];
  const servers = [await ourServer(), ...others.flatMap(([spec, server]) => installed(spec, server))];

  say(`Starting each ${turns + 1} times.`);
  const starts = await measureStarts(servers);
  say("Refreshing.");
  const { loads, memory } = await measureLoad(servers);
  const date = new Date().toISOString().slice(0, 10);
  const text = resultsText({ starts, loads, memory, notMeasured, load, date });
  writeFileSync(join(import.meta.dirname, "results.md"), text);
  process.stdout.write(`\n${text}`);

  function installed(spec: string, server: (folder: string) => Server): Server[] {
    const folder = join(work, spec);
    try {
      install(spec, folder);
      return [server(folder)];
    } catch (error) {
      const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
      notMeasured.push(`${spec} could not be installed (${why}), so it was not measured.`);
      return [];
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function ourServer(): Promise<Server> {
  const project = join(work, "project");
  for (const [path, text] of Object.entries(loadRightProject("vite-spa"))) {
    const file = join(project, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const bin = join(cli, "bin", "convex-authkit.js");
  return ours(bin, pathToFileURL(emulator).href, project, join(work, "state"));
}

/** In turns, so that whatever else the machine does hits all alike. The first turn warms up, and makes our key. */
async function measureStarts(all: readonly Server[]): Promise<Timing[]> {
  const timings = new Map<string, number[]>();
  const note = (name: string, milliseconds: number): void => {
    timings.set(name, [...(timings.get(name) ?? []), milliseconds]);
  };
  for (let turn = 0; turn <= turns; turn++) {
    const isCounted = turn > 0;
    const [node] = timedRuns([{ name: NODE, args: ["-e", "0"] }], work, 1);
    if (isCounted) note(NODE, node?.milliseconds[0] ?? Number.NaN);
    for (const { name, args, command, folder, jwks } of all) {
      const port = await freePort();
      const { answered } = await timedStart(args(port), folder, port, jwks);
      if (isCounted) note(name, answered);
      if (command === undefined) continue;
      const other = await freePort();
      const started = await timedStart(command(other), folder, other, jwks);
      if (!isCounted) continue;
      note(COMMAND, started.answered);
      if (started.printed !== null) note(START_LINE, started.printed);
    }
  }
  return [...timings].map(([name, milliseconds]) => ({ name, milliseconds }));
}

async function measureLoad(all: readonly Server[]): Promise<{ loads: Load[]; memory: Memory[] }> {
  const signing = startSigning();
  const loaded: LoadedServer[] = [];
  try {
    for (const server of all) loaded.push(await loadServer(server));
    const before = new Map<string, number>();
    for (const server of loaded) {
      await server.refreshUntil(WARM_REFRESHES);
      before.set(server.name, await server.held());
    }
    const slices = new Map<string, Slice[]>([
      [SIGNING, []],
      ...loaded.map(({ name }): [string, Slice[]] => [name, []]),
    ]);
    for (let turn = 0; turn < LOAD_TURNS; turn++) {
      slices.get(SIGNING)?.push(await signing.signFor(SIGNING_SLICE));
      for (const server of loaded) slices.get(server.name)?.push(await server.refreshFor(LOAD_SLICE));
    }
    const memory: Memory[] = [];
    for (const server of loaded) {
      if (server.name === OURS) {
        say(`Refreshing until there were ${MANY_REFRESHES.toLocaleString("en")}.`);
        await server.refreshUntil(MANY_REFRESHES);
      }
      const grown = (await server.held()) - (before.get(server.name) ?? Number.NaN);
      memory.push({ name: server.name, refreshes: server.refreshes(), grown });
    }
    return { loads: [...slices].map(([name, turned]) => ({ name, slices: turned })), memory };
  } finally {
    await Promise.all([signing.end(), ...loaded.map((server) => server.end())]);
  }
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
