import type { ChainLink, StepStatus } from "../diagnosis/diagnosis.ts";
import type { ChainGroup } from "./chain-groups.ts";
import type { Paint, PaintStyle } from "./paint.ts";
import { visibleText } from "./visible-text.ts";
import { wrap } from "./wrap.ts";

/** How a step's status is marked, so that it can be told without colour. */
export const STATUS_MARKS: Record<StepStatus, string> = {
  holds: "✓",
  broken: "✗",
  unknown: "·",
  "not-checked": "?",
};

/** What the marks say. */
export const STATUS_WORDS: Record<StepStatus, string> = {
  broken: "broken",
  holds: "shown to hold",
  unknown: "checked, nothing wrong found",
  "not-checked": "not checked",
};

const STATUS_STYLES: Record<StepStatus, PaintStyle | null> = {
  holds: "green",
  broken: "red",
  unknown: null,
  "not-checked": "dim",
};

/**
 * Draws the ten steps of each group of targets in aligned columns, in as few lines as the width allows, with a
 * legend of the marks that occur.
 *
 * @param width columns at hand
 * @returns the lines
 */
export function drawChains(groups: readonly ChainGroup[], width: number, paint: Paint): string[] {
  const used = new Set(groups.flatMap(({ chain }) => chain.map(({ status }) => status)));
  const inLegend = (Object.keys(STATUS_WORDS) as StepStatus[]).filter((status) => used.has(status));
  return [
    ...groups.flatMap(({ label, chain }) => [
      ...wrap(visibleText(label), { first: "  ", width }),
      ...rowsOf(chain, width - 4, paint),
    ]),
    ...legendRows(inLegend, width - 2, paint),
  ];
}

function legendRows(statuses: readonly StepStatus[], width: number, paint: Paint): string[] {
  const rows: StepStatus[][] = [];
  const lengthOf = (row: readonly StepStatus[]): number =>
    row.reduce((sum, status) => sum + STATUS_WORDS[status].length + 5, -3);
  for (const status of statuses) {
    const row = rows.at(-1);
    if (row === undefined || lengthOf([...row, status]) > width) rows.push([status]);
    else row.push(status);
  }
  return rows.map(
    (row) =>
      `  ${row.map((status) => `${mark(status, paint)} ${paint("dim", STATUS_WORDS[status])}`).join("   ")}`,
  );
}

function rowsOf(chain: readonly ChainLink[], width: number, paint: Paint): string[] {
  const perRow = [10, 5, 4, 3, 2].find((columns) => widthIn(chain, columns) <= width) ?? 1;
  const widths = columnWidths(chain, perRow);
  const rows: string[] = [];
  for (let start = 0; start < chain.length; start += perRow) {
    const cells = chain.slice(start, start + perRow).map(({ step, status }, column) => {
      const style = STATUS_STYLES[status];
      const name = style === null ? step : paint(style, step);
      return `${mark(status, paint)} ${name}${" ".repeat((widths[column] ?? 0) - step.length)}`;
    });
    rows.push(`    ${cells.join("  ").trimEnd()}`);
  }
  return rows;
}

function mark(status: StepStatus, paint: Paint): string {
  const style = STATUS_STYLES[status];
  return style === null ? STATUS_MARKS[status] : paint(style, STATUS_MARKS[status]);
}

function columnWidths(chain: readonly ChainLink[], perRow: number): number[] {
  return Array.from({ length: Math.min(perRow, chain.length) }, (_value, column) =>
    Math.max(...chain.filter((_link, index) => index % perRow === column).map(({ step }) => step.length)),
  );
}

function widthIn(chain: readonly ChainLink[], perRow: number): number {
  const widths = columnWidths(chain, perRow);
  return widths.reduce((sum, width) => sum + width + 2, 0) + 2 * (widths.length - 1);
}
