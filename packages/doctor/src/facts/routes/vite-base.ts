import type { ModuleGraph } from "../../source/module-graph.ts";
import { keyName } from "../../source/scopes.ts";
import { literalText } from "../../source/walk.ts";

const NAMES = ["vite.config.ts", "vite.config.mts", "vite.config.js", "vite.config.mjs"];

/**
 * The `base` of a Vite config: the path below which the app is served.
 *
 * @returns `""` for the root and for relative bases, null when it is not a literal
 */
export function readViteBase(graph: ModuleGraph, appDir: string): string | null {
  const path = NAMES.map((name) => (appDir === "" ? name : `${appDir}/${name}`)).find((it) =>
    graph.files.has(it),
  );
  const module = path === undefined ? undefined : graph.module(path);
  if (module === undefined) return "";
  let base: string | null = "";
  for (const node of module.nodes) {
    if (node.type !== "Property" || keyName(node) !== "base") continue;
    const text = literalText(node.value);
    if (text === undefined) base = null;
    else base = text.startsWith("/") ? text.replace(/\/+$/, "") : "";
  }
  return base;
}
