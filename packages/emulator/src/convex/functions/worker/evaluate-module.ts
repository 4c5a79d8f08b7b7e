import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import type { ModuleCode } from "../bundle/app-code.ts";
import { registerSource } from "./stack-frames.ts";

/** What a module exports. */
export type Exports = Record<string, unknown>;

/** What Node has and Convex's own runtime has not: code that uses it must fail here as well. */
const NODE_GLOBALS = [
  "Buffer",
  "global",
  "setImmediate",
  "clearImmediate",
  "__filename",
  "__dirname",
  "require",
];

type Run = (exports: object, module: { exports: object }, url: string) => void;

/**
 * Compiles a module once.
 *
 * @returns evaluates it: each time anew for Convex's own runtime, where a function finds its module fresh; once for Node, where
 *   the process lives on
 */
export function compileModule(component: string, code: ModuleCode): () => Exports {
  const script = new vm.Script(wrap(code), {
    filename: registerSource(component, code.module, code.sourceMap),
    lineOffset: -1,
  });
  const evaluate = (): Exports => {
    const make = script.runInThisContext() as (...globals: unknown[]) => Run;
    const module = { exports: {} };
    make(...globalsFor(component, code))(module.exports, module, moduleUrl(code));
    return module.exports;
  };
  if (code.environment === "isolate") return evaluate;
  let evaluated: Exports | undefined;
  return () => (evaluated ??= evaluate());
}

/** The module may declare names of its own like those handed in: hence a function within a function. */
function wrap({ environment, code }: ModuleCode): string {
  const globals = environment === "node" ? ["require"] : ["process", "self", ...NODE_GLOBALS];
  return `(function (${globals.join(", ")}) { return function (exports, module, __convexModuleUrl) {\n${code}\n}; })`;
}

function globalsFor(component: string, { environment, folder }: ModuleCode): unknown[] {
  if (environment === "node") return [createRequire(join(folder, "index.js"))];
  // A component does not see the variables of the app.
  return [{ env: component === "" ? process.env : {} }, globalThis];
}

function moduleUrl({ environment, folder, module }: ModuleCode): string {
  return environment === "node" ? pathToFileURL(join(folder, `${module}.js`)).href : `convex:/${module}.js`;
}
