import { availableParallelism, cpus } from "node:os";
import { fastest, median, type Timing } from "../doctor/timed-runs.ts";
import type { Slice } from "./refresh-load.ts";
import { OURS } from "./servers.ts";

/** Names of what is measured beside the servers, as the tables show them. */
export const NODE = "node -e 0";
export const COMMAND = "convex-authkit dev";
export const START_LINE = "convex-authkit dev, its start line";
export const SIGNING = "crypto.sign";

/** Refreshes before the memory is measured for the first time, and for the second one with ours. */
export const WARM_REFRESHES = 1_000;
export const MANY_REFRESHES = 100_000;

/** What refreshed in turns, or signed. */
export interface Load {
  name: string;
  slices: Slice[];
}

/** What a server holds after so many refreshes, beyond what it held after {@link WARM_REFRESHES}. */
export interface Memory {
  name: string;
  refreshes: number;
  /** Bytes. */
  grown: number;
}

/** Everything one run of the bench found out. */
export interface Results {
  starts: Timing[];
  /** In the order of their turns; the first is {@link SIGNING}. */
  loads: Load[];
  memory: Memory[];
  /** Sentences about what could not be. */
  notMeasured: string[];
  /** Processes that wanted a processor when the run began, on average over a minute. */
  load: number;
  date: string;
}

/** A promise about speed or size, and whether this run keeps it. */
interface Target {
  promise: string;
  measured: string;
  /** Null: this run cannot tell. */
  kept: boolean | null;
}

const MEGABYTE = 1_000_000;

/** Writes the results as Markdown: also what the terminal shows. */
export function resultsText(results: Results): string {
  const { starts, loads, memory, notMeasured, load, date } = results;
  return `# The emulator, measured

Written by \`npm run bench:emulator\`. All servers of a table take their turns one after another, in one run.

${[
  `Node.js ${process.versions.node}`,
  `${process.platform} ${process.arch}`,
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
  `load ${load.toFixed(1)} when it began`,
  date,
].join(", ")}.
${
  isBusy(load)
    ? "\n**The machine had other things to do: only the processor time and the memory mean something here. To be measured again.**\n"
    : ""
}${notMeasured.map((sentence) => `\n${sentence}\n`).join("")}
## Start

From the start of the process to the first answer with the public keys, status 200. \`${OURS}\` is a file of a few lines that calls
\`createEmulator\` of \`convex-authkit/emulator\`; \`${COMMAND}\` is the built command with \`--authkit-only --json\` in a small Vite app,
which it reads first. Both have a key that an earlier start has kept. The others are started with their own commands, oidc-provider
with a file like its documentation's.

${table(
  ["", "turns", "ms, fastest / median", "÷ ours"],
  starts.map((timing) => [
    timing.name,
    timing.milliseconds.length,
    `${fastest(timing).toFixed(0)} / ${median(timing).toFixed(0)}`,
    ratio(fastest(timing), startOf(starts, OURS)),
  ]),
)}

## Refresh grants

Ten sessions refresh over ten connections from a process of their own, each with the token of its last answer. Ours writes every
exchange into its timeline, as users have it; limits on requests are off, also the one of \`workos emulate\`. \`${SIGNING}\` is one
thread that does nothing but sign with RS256 and a key of 2048 bits. oauth2-mock-server signs twice for an answer. Per second: the
best turn / the middle one. The ratios are of the middle ones. Processor time is the server's alone, all its threads, in the best turn.

${table(
  ["", "turns", "per second", "÷ crypto.sign", "processor time, µs"],
  loads.map(({ name, slices }) => [
    name,
    slices.length,
    `${best(slices).toFixed(0)} / ${middle(slices).toFixed(0)}`,
    ratio(middle(slices), middleOf(loads, SIGNING)),
    Math.min(...slices.map(({ cpu }) => cpu)).toFixed(0),
  ]),
)}

## Memory

Heap and buffers after a garbage collection, beyond those after ${count(WARM_REFRESHES)} refreshes.

${table(
  ["", "refreshes", "MB more", "bytes per refresh"],
  memory.map(({ name, refreshes, grown }) => [
    name,
    count(refreshes),
    (grown / MEGABYTE).toFixed(1),
    (grown / (refreshes - WARM_REFRESHES)).toFixed(0),
  ]),
)}

## Targets

${table(
  ["target", "measured", ""],
  targets(results).map(({ promise, measured, kept }) => [
    promise,
    measured,
    kept === null ? "open" : kept ? "kept" : "**missed**",
  ]),
)}
`;
}

/** Whether the machine had too much else to do for a figure in seconds to mean something. */
function isBusy(load: number): boolean {
  return load > availableParallelism() / 2;
}

function targets({ starts, loads, memory, load }: Results): Target[] {
  const start = startOf(starts, OURS);
  const command = startOf(starts, COMMAND);
  const refreshes = middleOf(loads, OURS) / middleOf(loads, SIGNING);
  const ours = memory.find(({ name }) => name === OURS);
  return [
    {
      promise: "first public keys within 150 ms of the start of the process, `createEmulator`",
      measured: `${start.toFixed(0)} ms`,
      kept: isBusy(load) || Number.isNaN(start) ? null : start < 150,
    },
    {
      promise: "the same with `convex-authkit dev`",
      measured: `${command.toFixed(0)} ms`,
      kept: isBusy(load) || Number.isNaN(command) ? null : command < 150,
    },
    {
      promise: "refresh grants at the rate of one thread that signs",
      measured: `${refreshes.toFixed(2)} of it`,
      kept: isBusy(load) || Number.isNaN(refreshes) ? null : refreshes >= 1,
    },
    {
      promise: `after ${count(MANY_REFRESHES)} refreshes within 10 MB of after ${count(WARM_REFRESHES)}`,
      measured: ours === undefined ? "–" : `${(ours.grown / MEGABYTE).toFixed(1)} MB`,
      kept: ours === undefined ? null : ours.grown <= 10 * MEGABYTE,
    },
  ];
}

function startOf(starts: readonly Timing[], name: string): number {
  const timing = starts.find((one) => one.name === name);
  return timing === undefined ? Number.NaN : fastest(timing);
}

function middleOf(loads: readonly Load[], name: string): number {
  return middle(loads.find((one) => one.name === name)?.slices ?? []);
}

function best(slices: readonly Slice[]): number {
  return Math.max(...slices.map(({ perSecond }) => perSecond));
}

function middle(slices: readonly Slice[]): number {
  return median({ name: "", milliseconds: slices.map(({ perSecond }) => perSecond) });
}

function ratio(one: number, other: number): string {
  return Number.isNaN(one / other) ? "–" : (one / other).toFixed(2);
}

function count(number: number): string {
  return number.toLocaleString("en");
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
