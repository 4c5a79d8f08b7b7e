import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is needed of a project's convex.json. */
export interface ConvexJson {
  /** The functions folder, relative to the project. */
  functions: string;
  /** Packages that `"use node"` modules load from `node_modules`; `["*"]`: all of them. */
  externalPackages: string[];
}

/**
 * Reads convex.json; a missing one has its standard values.
 *
 * @param root the project's folder, absolute
 * @throws {Error} a sentence where it is no JSON object
 */
export function readConvexJson(root: string): ConvexJson {
  const file = join(root, "convex.json");
  const { functions, node } = existsSync(file) ? parse(file) : {};
  const packages = isRecord(node) ? node.externalPackages : undefined;
  return {
    functions: typeof functions === "string" ? functions : "convex",
    externalPackages: Array.isArray(packages)
      ? packages.filter((name): name is string => typeof name === "string")
      : [],
  };
}

function parse(file: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (!isRecord(json)) throw new Error(`${file} must hold an object.`);
  return json;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
