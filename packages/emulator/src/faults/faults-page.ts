import type { Fault } from "./fault.ts";

/** The documentation of the faults, in Markdown. */
export function faultsPage(faults: readonly Fault[]): string {
  return [
    "# Faults of the emulator",
    "",
    "Written by `npm run generate`. How they are switched on, and what all of them understand: [emulator.md](emulator.md#faults).",
    "",
    ...(["authkit", "convex"] as const).flatMap((side) => [
      `## ${side === "authkit" ? "AuthKit" : "Convex"}`,
      "",
      ...faults.filter((fault) => fault.side === side).flatMap(section),
    ]),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function section({ id, title, about, provokes, parameters }: Fault): string[] {
  const rows = Object.entries(parameters).map(
    ([name, parameter]) =>
      `| \`${name}\` | \`${JSON.stringify(parameter.default)}\` | ${parameter.about.replaceAll("|", "\\|")} |`,
  );
  return [
    `### ${id}`,
    "",
    `${title} ${about}`,
    "",
    ...(rows.length === 0 ? [] : ["| parameter | standard | meaning |", "| --- | --- | --- |", ...rows, ""]),
    provokes.length === 0
      ? "An outage: every app has to survive it."
      : `Leads into: ${provokes.map((failureMode) => `[${failureMode}](failure-modes/${failureMode}.md)`).join(", ")}.`,
    "",
  ];
}
