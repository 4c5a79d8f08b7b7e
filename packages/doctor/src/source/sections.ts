import type { Span } from "oxc-parser";
import type { ModuleRecord, RecordedImport } from "./module-record.ts";

/** A stretch of a source that is one top-level statement or several. */
export interface Section {
  start: number;
  /** Offset behind it. */
  end: number;
  /** The import that it is; null for everything else. */
  imported: RecordedImport | null;
}

/**
 * Cuts a source between its top-level statements, without its tree: at the imports and exports, whose places the parser
 * records. What stands between two of them is one section. Together the sections hold all code of the text.
 */
export function sectionsOf(text: string, { staticImports, staticExports }: ModuleRecord): Section[] {
  const places = new Map<number, Section>();
  for (const imported of staticImports) places.set(imported.start, section(imported, imported));
  // An import that is exported again is recorded as both, at the same place.
  for (const place of staticExports) if (!places.has(place.start)) places.set(place.start, section(place));
  const sections: Section[] = [];
  let done = 0;
  for (const place of [...places.values()].sort((one, other) => one.start - other.start)) {
    const { start, end } = place;
    // Nothing that was recorded is inside another thing; if it were, it would be cut out of it.
    if (start < done) return [section({ start: 0, end: text.length })];
    const between = text.slice(done, start);
    // A decorator before `export` belongs to what is exported.
    const isOwn = !between.includes("@");
    if (isOwn && between.trim() !== "") sections.push(section({ start: done, end: start }));
    sections.push(isOwn ? place : section({ start: done, end }));
    done = end;
  }
  if (text.slice(done).trim() !== "") sections.push(section({ start: done, end: text.length }));
  return sections;
}

function section({ start, end }: Span, imported: RecordedImport | null = null): Section {
  return { start, end, imported };
}

/** The text with nothing but some of its sections, which stay where they are. */
export function withOnly(text: string, sections: readonly Span[]): string {
  let kept = "";
  for (const { start, end } of sections) kept = kept.padEnd(start) + text.slice(start, end);
  return kept;
}
