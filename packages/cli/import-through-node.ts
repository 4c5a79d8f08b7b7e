import type { Rolldown } from "tsdown";

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/** What stands for `import` in what is built. */
const IMPORT = 'require("../bin/import-module.js")';

/**
 * Leaves `import("…")` of what is not bundled to a file that Node itself loads: in a script from a code cache, Node 20 has
 * forgotten who imports.
 */
export function importThroughNode(): Rolldown.Plugin {
  return {
    name: "import-through-node",
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk" || !output.code.includes("import(")) continue;
        const starts = importsIn(this.parse(output.code)).sort((one, other) => other - one);
        for (const start of starts) {
          output.code = output.code.slice(0, start) + IMPORT + output.code.slice(start + "import".length);
        }
      }
    },
  };
}

function importsIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(importsIn);
  if (typeof value !== "object" || value === null) return [];
  const node = value as Node;
  const inner = Object.values(node).flatMap(importsIn);
  return node.type === "ImportExpression" ? [node.start, ...inner] : inner;
}
