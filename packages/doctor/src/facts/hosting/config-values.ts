import { positionsIn } from "../positions.ts";
import type { Location } from "../location.ts";

/** Whether a value is an object with keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; empty for anything else. */
export function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A text, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A path in a folder; `""` is the root. */
export function inDir(dir: string, path: string): string {
  return dir === "" ? path : `${dir}/${path}`;
}

/** Finds where a text is first written in a config file; its start when it is not found literally. */
export function placeOf(file: string, text: string): (written: string) => Location {
  const position = positionsIn(text);
  return (written) => ({ file, ...position(Math.max(text.indexOf(written), 0)) });
}
