import type { Row } from "./rows.ts";

/** What was measured of a row; absent where it did not come to that. */
export interface Figures {
  row: Row;
  installSeconds?: number;
  /** With the check of its types. */
  buildSeconds?: number;
  refreshesPerLoad?: number;
  refreshesPerExpiry?: number;
  signOutsInOutage?: number;
}

const HEAD = ["row", "install s", "build s", "refreshes/load", "refreshes/expiry", "sign-outs/outage"];

/** A table of what was measured, for a terminal. */
export function figuresTable(all: readonly Figures[]): string {
  const lines = all.map((it) => [
    it.row.name,
    seconds(it.installSeconds),
    seconds(it.buildSeconds),
    String(it.refreshesPerLoad ?? "-"),
    String(it.refreshesPerExpiry ?? "-"),
    String(it.signOutsInOutage ?? "-"),
  ]);
  const widths = HEAD.map((_, column) =>
    Math.max(...[HEAD, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  return [HEAD, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const seconds = (value: number | undefined): string => (value === undefined ? "-" : value.toFixed(0));
