import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Example } from "../src/failure-modes/example.ts";

/** Reads one of the two right projects from disk: path to text. For tests and scripts only. */
export function loadRightProject(name: Example["project"]): Record<string, string> {
  const root = join(import.meta.dirname, name);
  const texts: Record<string, string> = {};
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    texts[relative(root, path).replaceAll("\\", "/")] = readFileSync(path, "utf8");
  }
  return texts;
}
