import { existsSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { Plugin } from "esbuild";
import type { ConvexPackage } from "../project/convex-package.ts";
import type { AppCode, ModuleCode } from "./app-code.ts";
import { BundleError, bundleError } from "./bundle-error.ts";
import { type EntryPoint, findEntryPoints } from "./entry-points.ts";
import { esbuildOptions } from "./esbuild-options.ts";
import { generatedModules } from "./generated-modules.ts";

/** What is bundled, and with what. */
export interface BundleSources {
  /** The project's folder, absolute. */
  root: string;
  /** The functions folder, absolute. */
  folder: string;
  convex: ConvexPackage;
}

/**
 * Bundles the functions folder of an app.
 *
 * @throws {BundleError} what a push would say, with file and line
 */
export async function bundleFunctions(sources: BundleSources): Promise<AppCode> {
  const { root, folder } = sources;
  if (!existsSync(folder))
    throw new BundleError(
      `There is no folder ${relative(root, folder) || folder} with functions in ${root}. Name it in "functions" of convex.json, or create it.`,
    );
  const entryPoints = findEntryPoints(folder);
  const [isolate, node, schema] = await Promise.all([
    bundleModules(sources, entryPoints, "isolate"),
    bundleModules(sources, entryPoints, "node"),
    bundleSchema(sources),
  ]);
  return [{ path: "", modules: [...isolate, ...node], schema }];
}

/** Bundles one file of the functions folder by itself: the schema, the auth config. */
export async function bundleFile(sources: BundleSources, file: string): Promise<ModuleCode> {
  const module = relative(sources.folder, file).slice(0, -extname(file).length).split(sep).join("/");
  const [code] = await bundleModules(sources, [{ file, module, environment: "isolate" }], "isolate");
  if (code === undefined) throw new BundleError(`${file} gave no bundle.`);
  return code;
}

async function bundleSchema(sources: BundleSources): Promise<ModuleCode | null> {
  const file = ["schema.ts", "schema.js"].map((name) => join(sources.folder, name)).find(existsSync);
  return file === undefined ? null : await bundleFile(sources, file);
}

async function bundleModules(
  { root, folder, convex }: BundleSources,
  entryPoints: EntryPoint[],
  environment: "isolate" | "node",
): Promise<ModuleCode[]> {
  const wanted = entryPoints.filter((entry) => entry.environment === environment);
  if (wanted.length === 0) return [];
  const plugins: Plugin[] = [generatedModules([folder])];
  const options = esbuildOptions(root, folder, environment, plugins);
  const built = await convex.esbuild
    .build({ ...options, entryPoints: wanted.map(({ file, module }) => ({ in: file, out: module })) })
    .catch((thrown: unknown) => {
      throw bundleError(thrown);
    });
  const texts = new Map(
    built.outputFiles.map(({ path, text }) => [
      relative(join(root, options.outdir), path).split(sep).join("/"),
      text,
    ]),
  );
  return wanted.map(({ module }) => ({
    module,
    environment,
    code: texts.get(`${module}.js`) ?? "",
    sourceMap: texts.get(`${module}.js.map`) ?? "{}",
    folder,
  }));
}
