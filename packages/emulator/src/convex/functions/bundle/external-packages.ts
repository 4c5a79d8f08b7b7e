import { realpathSync } from "node:fs";
import { sep } from "node:path";
import type { Plugin } from "esbuild";

/**
 * Leaves packages out of a bundle for Node; they are loaded from `node_modules` when it runs.
 *
 * @param names as in `node.externalPackages` of convex.json; `*`: every installed package, but not those of the workspace,
 *   which may be written in TypeScript
 */
export function externalPackages(names: readonly string[]): Plugin {
  return {
    name: "convex-external-packages",
    setup(build) {
      if (names.length === 0) return;
      build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...args }) => {
        const name = packageName(path);
        if (pluginData === "resolving" || name === "convex") return null;
        if (names.includes(name)) return { path, external: true };
        if (!names.includes("*") || args.kind === "entry-point") return null;
        const { importer, resolveDir, kind } = args;
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: "resolving" });
        if (found.errors.length > 0 || found.external || found.namespace !== "file") return null;
        return realpathSync(found.path).includes(`${sep}node_modules${sep}`)
          ? { path, external: true }
          : null;
      });
    },
  };
}

function packageName(path: string): string {
  return path.split("/", path.startsWith("@") ? 2 : 1).join("/");
}
