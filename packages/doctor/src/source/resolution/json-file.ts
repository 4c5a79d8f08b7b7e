import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";

/** A parsed JSON object: names to values of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with names, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Reads a JSON file that may hold comments and trailing commas.
 *
 * @returns the object, or undefined when the file does not exist or holds anything else
 */
export function readJsonObject(files: ProjectFiles, path: string): JsonObject | undefined {
  const text = files.has(path) ? files.read(path) : undefined;
  if (text === undefined || isNestedTooDeeplyForJson(text)) return undefined;
  try {
    const value: unknown = parse(text, [], { allowTrailingComma: true });
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The JSON parser recurses; no settings file is nested like this. */
function isNestedTooDeeplyForJson(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 91 || code === 123) {
      if (++depth > 500) return true;
    } else if (code === 93 || code === 125) {
      depth--;
    }
  }
  return false;
}

/** The strings of a JSON array; a single string counts as an array of one. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
