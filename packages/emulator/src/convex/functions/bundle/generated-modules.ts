import { existsSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import type { Plugin } from "esbuild";
import { SERVER } from "../generated/generated-files.ts";

const API = `
import { anyApi } from "convex/server";
import * as server from "convex/server";
export const api = anyApi;
export const internal = anyApi;
export const components = server.componentsGeneric === undefined ? undefined : server.componentsGeneric();
`;

/** What the modules of a `_generated` folder hold at run time; types are erased before anyone reads them. */
const GENERATED: Record<string, string> = { api: API, server: SERVER, dataModel: "" };

/**
 * Stands in for the modules of a `_generated` folder that are not there, so that a project bundles before anyone has run
 * the `convex` command in it. Files that are there are read as they are.
 *
 * @param folders the functions folders whose `_generated` may be missing, absolute
 */
export function generatedModules(folders: readonly string[]): Plugin {
  return {
    name: "convex-generated-modules",
    setup(build) {
      build.onResolve(
        { filter: /_generated\/(?:api|server|dataModel)(?:\.[jt]s)?$/ },
        ({ path, resolveDir }) => {
          if (!path.startsWith(".")) return null;
          const wanted = resolve(resolveDir, path).replace(/\.[jt]s$/, "");
          const folder = dirname(dirname(wanted));
          const name = wanted.split(sep).at(-1) ?? "";
          if (!folders.includes(folder) || [".js", ".ts"].some((end) => existsSync(wanted + end)))
            return null;
          return { path: wanted, namespace: "convex-generated", pluginData: { folder, name } };
        },
      );
      build.onLoad({ filter: /.*/, namespace: "convex-generated" }, ({ pluginData }) => {
        const { folder, name } = pluginData as { folder: string; name: string };
        return { contents: GENERATED[name] ?? "", loader: "js", resolveDir: folder };
      });
    },
  };
}
