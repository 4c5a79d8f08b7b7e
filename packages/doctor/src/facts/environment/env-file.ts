import { parse } from "dotenv";
import type { Location } from "../location.ts";
import { positionsIn } from "../positions.ts";

/** One assignment of an env file, before any `$` is expanded. */
export interface EnvFileEntry {
  name: string;
  /** null when the line holds a name alone. */
  text: string | null;
  location: Location;
}

/**
 * Reads an env file as dotenv does: the last assignment of a name wins, lines that are none are passed over.
 *
 * @param namesAlone also take lines that hold nothing but a name, as `npx convex env list --names-only` prints them
 */
export function readEnvFile(file: string, text: string, { namesAlone = false } = {}): EnvFileEntry[] {
  const position = positionsIn(text);
  const values = parse(text);
  const places = new Map<string, number>();
  for (const match of text.matchAll(/^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)(?=[^\S\n]*=|:[^\S\n])/gm)) {
    const name = match[1] ?? "";
    places.set(name, match.index + match[0].length - name.length);
  }
  const entries: EnvFileEntry[] = Object.entries(values).map(([name, value]) => ({
    name,
    text: value,
    location: { file, ...position(places.get(name) ?? 0) },
  }));
  if (!namesAlone) return entries;
  for (const match of text.matchAll(/^[^\S\n]*([A-Za-z_]\w*)[^\S\n]*$/gm)) {
    const name = match[1] ?? "";
    if (Object.hasOwn(values, name)) continue;
    entries.push({ name, text: null, location: { file, ...position(match.index + match[0].indexOf(name)) } });
  }
  return entries;
}
