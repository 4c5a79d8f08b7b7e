import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { hasUseNode } from "./use-node.ts";

/** A file of the functions folder that is deployed as a module. */
export interface EntryPoint {
  /** Absolute. */
  file: string;
  /** Relative to the functions folder, without extension, with `/`: the part of a function's path before the colon. */
  module: string;
  /** `node`: the file begins with `"use node"`. */
  environment: "isolate" | "node";
}

const EXTENSIONS = new Set([".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"]);

/** Modules that Convex evaluates in its own runtime only. */
const NEVER_NODE = new Set(["http", "crons", "schema", "auth.config"]);

/**
 * The files that a push deploys, as the `convex` command of 1.48 picks them.
 *
 * @param folder the functions folder, absolute
 * @throws {Error} with the command's message, where a file may not stand where it stands
 */
export function findEntryPoints(folder: string): EntryPoint[] {
  return [...filesIn(folder)].flatMap((file) => {
    const path = relative(folder, file);
    if (path.startsWith(`_deps${sep}`))
      throw new Error(
        `The path "${file}" is within the "_deps" directory, which is reserved for dependencies. Please move your code to another directory.`,
      );
    if (!mayBeDeployed(path)) return [];
    const source = readFileSync(file, "utf8");
    if (/\.tsx?$/.test(path) && !/^\s{0,100}(?:import|export)/m.test(source)) return [];
    const module = path.slice(0, -extname(path).length).split(sep).join("/");
    checkModulePath(`${module}.js`);
    const environment = hasUseNode(source) ? "node" : "isolate";
    if (environment === "node" && NEVER_NODE.has(module))
      throw new Error(`"use node" directive is not allowed for ${path}.`);
    return [{ file, module, environment }];
  });
}

/** Characters. */
const LONGEST_COMPONENT = 64;

/** What the deployment says about a name, which the command does not look at. */
function checkModulePath(path: string): void {
  for (const component of path.split("/")) {
    const problem = problemOf(component);
    if (problem !== null) throw new Error(`${path} is not a valid path to a Convex module. ${problem}`);
  }
}

function problemOf(component: string): string | null {
  if (component.length > LONGEST_COMPONENT)
    return `Path component is too long (${component.length} > maximum ${LONGEST_COMPONENT}): ${component.slice(0, LONGEST_COMPONENT)}...`;
  if (!/^[a-zA-Z0-9_.]*$/.test(component))
    return `Path component ${component} can only contain alphanumeric characters, underscores, or periods.`;
  return /[a-zA-Z0-9]/.test(component)
    ? null
    : `Path component ${component} must have at least one alphanumeric character.`;
}

function mayBeDeployed(path: string): boolean {
  const name = path.split(sep).at(-1) ?? "";
  return (
    EXTENSIONS.has(extname(name)) &&
    !path.startsWith(`_generated${sep}`) &&
    !name.startsWith(".") &&
    !name.startsWith("#") &&
    name !== "schema.ts" &&
    name !== "schema.js" &&
    name.split(".").length === 2 &&
    !path.includes(" ")
  );
}

/** Every file below a folder, sorted; folders that are components of their own are left out. */
function* filesIn(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !existsSync(join(path, "convex.config.ts"))) yield* filesIn(path);
  }
}
