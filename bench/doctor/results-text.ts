import { availableParallelism, cpus, loadavg } from "node:os";
import type { Footprint } from "./footprint.ts";
import { fastest, median, type Timing } from "./timed-runs.ts";

/** Names of what is measured, as the table shows them. */
export const OURS = "convex-authkit";
export const OURS_UNCACHED = "without its code cache";
export const OXLINT = "oxlint";
export const WORKOS = "workos doctor";
export const NODE = "node -e 0";

/** The runs on one project. */
export interface Case {
  name: string;
  sources: number;
  aboutAuth: number;
  bytes: number;
  turns: number;
  timings: Timing[];
  /** What our doctor said; a measurement of a doctor that does not look is worth nothing. */
  said: string;
}

/** A promise about speed or size, and whether this run keeps it. */
interface Target {
  promise: string;
  measured: string;
  kept: boolean | null;
}

/** Everything one run of the bench found out. */
export interface Results {
  cases: Case[];
  ours: Footprint;
  /** A sentence where it could not be installed. */
  workos: Footprint | string;
  date: string;
}

/** Writes the results as Markdown: also what the terminal shows. */
export function resultsText(results: Results): string {
  return `# The doctor, measured

Whole processes from start to exit, each with nothing of its own in memory and the project in the operating system's file
cache. All commands of a project run in turns. In milliseconds: fastest run / median. Written by \`npm run bench:doctor\`.

${[
  `Node.js ${process.versions.node}`,
  `${process.platform} ${process.arch}`,
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "unknown processor"}`,
  `load ${loadavg()[0]?.toFixed(1)} when it ended`,
  results.date,
].join(", ")}.

${timingTable(results)}

Ratios are of the fastest runs. ${typeof results.workos === "string" ? results.workos : `\`${WORKOS}\` is \`workos doctor --skip-api --skip-ai\` of workos 0.14.0.`}
\`oxlint\` lints the same files with its default rules, on all processors. \`convex-authkit\` runs as it was built, with the code cache
that the build makes for the Node.js that builds; the column beside is what it takes where there is none for the Node.js that runs
it: another version, another kind of machine. Ratios are of the runs with it.

| what the doctor said | |
| --- | --- |
${results.cases.map(({ name, said }) => `| ${name} | ${said} |`).join("\n")}

## Targets

| target | measured | |
| --- | --- | --- |
${targets(results)
  .map(
    ({ promise, measured, kept }) =>
      `| ${promise} | ${measured} | ${kept === null ? "not measured" : kept ? "kept" : "**missed**"} |`,
  )
  .join("\n")}

## Installed size

| | packages | MB |
| --- | --- | --- |
| ${OURS} | ${results.ours.packages} | ${megabytes(results.ours.bytes)} |
| workos 0.14.0 | ${typeof results.workos === "string" ? "– | –" : `${results.workos.packages} | ${megabytes(results.workos.bytes)}`} |
`;
}

function timingTable({ cases }: Results): string {
  const names = [NODE, OXLINT, WORKOS, OURS, OURS_UNCACHED];
  const head = ["project", "sources", "about auth", "MB", "turns", ...names, "÷ oxlint", "÷ workos"];
  const rows = cases.map((one) => [
    one.name,
    one.sources,
    `${Math.round((100 * one.aboutAuth) / one.sources)} %`,
    megabytes(one.bytes),
    one.turns,
    ...names.map((name) => milliseconds(timingOf(one, name))),
    ratio(one, OXLINT)?.toFixed(2) ?? "–",
    ratio(one, WORKOS)?.toFixed(2) ?? "–",
  ]);
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function targets({ cases, ours }: Results): Target[] {
  const [small, , medium, , large] = cases;
  const ofWorkos = small && ratio(small, WORKOS);
  const ofOxlint = large && ratio(large, OXLINT);
  const took = medium && timingOf(medium, OURS);
  return [
    {
      promise: "a small app in under a third of what `workos doctor` takes",
      measured: ofWorkos == null ? "–" : `${ofWorkos.toFixed(2)} of it`,
      kept: ofWorkos == null ? null : ofWorkos < 1 / 3,
    },
    {
      promise: "400 source files in 250 ms",
      measured: took === undefined ? "–" : `${fastest(took).toFixed(0)} ms`,
      kept: took === undefined ? null : fastest(took) <= 250,
    },
    {
      promise: "5,000 source files within twice of `oxlint`",
      measured: ofOxlint == null ? "–" : `${ofOxlint.toFixed(2)} times`,
      kept: ofOxlint == null ? null : ofOxlint <= 2,
    },
    {
      promise: "at most 10 packages and 15 MB installed",
      measured: `${ours.packages} packages, ${megabytes(ours.bytes)} MB`,
      kept: ours.packages <= 10 && ours.bytes <= 15_000_000,
    },
  ];
}

function timingOf({ timings }: Case, name: string): Timing | undefined {
  return timings.find((timing) => timing.name === name);
}

function ratio(one: Case, name: string): number | null {
  const ours = timingOf(one, OURS);
  const other = timingOf(one, name);
  return ours === undefined || other === undefined ? null : fastest(ours) / fastest(other);
}

function milliseconds(timing: Timing | undefined): string {
  return timing === undefined ? "–" : `${fastest(timing).toFixed(0)} / ${median(timing).toFixed(0)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes < 1_000_000 ? 3 : 1);
}
