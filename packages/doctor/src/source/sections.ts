import type { ModuleRecord } from "./module-record.ts";

/** A stretch of a source that is one top-level statement or several. */
export interface Section {
  start: number;
  /** Offset behind it. */
  end: number;
}

/**
 * Cuts a source between its top-level statements, without its tree: at the imports and exports, whose places the parser
 * records. What stands between two of them is one section. Together the sections hold all code of the text.
 */
export function sectionsOf(text: string, { staticImports, staticExports }: ModuleRecord): Section[] {
  const places = new Map([...staticImports, ...staticExports].map(({ start, end }) => [start, end]));
  const sections: Section[] = [];
  let done = 0;
  for (const [start, end] of [...places].sort(([one], [other]) => one - other)) {
    // Nothing that was recorded is inside another thing; if it were, it would be cut out of it.
    if (start < done) return [{ start: 0, end: text.length }];
    const between = text.slice(done, start);
    // A decorator before `export` belongs to what is exported.
    const isOwn = !between.includes("@");
    if (isOwn && between.trim() !== "") sections.push({ start: done, end: start });
    sections.push({ start: isOwn ? start : done, end });
    done = end;
  }
  if (text.slice(done).trim() !== "") sections.push({ start: done, end: text.length });
  return sections;
}

/** The text with nothing but some of its sections, which stay where they are. */
export function withOnly(text: string, sections: readonly Section[]): string {
  let kept = "";
  for (const { start, end } of sections) kept = kept.padEnd(start) + text.slice(start, end);
  return kept;
}
