import { existsSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { Plugin } from "esbuild";
import type { AppCode, ComponentCode, ModuleCode } from "./app-code.ts";
import { BundleError, bundleError } from "./bundle-error.ts";
import type { BundleSources } from "./bundle-sources.ts";
import { findComponents } from "./component-tree.ts";
import { type EntryPoint, findEntryPoints } from "./entry-points.ts";
import { esbuildOptions, noteInputs } from "./esbuild-options.ts";
import { externalPackages } from "./external-packages.ts";
import { generatedModules } from "./generated-modules.ts";

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
  const instances = await findComponents(sources);
  const folders = [...new Set(instances.map((instance) => instance.folder))];
  const bundles = new Map(
    await Promise.all(
      folders.map(async (one) => [one, await bundleFolder({ ...sources, folder: one }, folders)] as const),
    ),
  );
  return instances.map(({ folder: one, ...instance }) => ({
    ...instance,
    modules: bundles.get(one)?.modules ?? [],
    schema: bundles.get(one)?.schema ?? null,
  }));
}

/** @param folders of the app and all components: their `_generated` modules need not exist */
async function bundleFolder(
  sources: BundleSources,
  folders: string[],
): Promise<Pick<ComponentCode, "modules" | "schema">> {
  const entryPoints = findEntryPoints(sources.folder);
  const [isolate, node, schema] = await Promise.all([
    bundleModules(sources, entryPoints, "isolate", folders),
    bundleModules(sources, entryPoints, "node", folders),
    bundleSchema(sources, folders),
  ]);
  return { modules: [...isolate, ...node], schema };
}

/** Bundles one file of the functions folder by itself: the schema, the auth config. */
export async function bundleFile(
  sources: BundleSources,
  file: string,
  folders: string[] = [sources.folder],
): Promise<ModuleCode> {
  const module = relative(sources.folder, file).slice(0, -extname(file).length).split(sep).join("/");
  const [code] = await bundleModules(sources, [{ file, module, environment: "isolate" }], "isolate", folders);
  if (code === undefined) throw new BundleError(`${file} gave no bundle.`);
  return code;
}

async function bundleSchema(sources: BundleSources, folders: string[]): Promise<ModuleCode | null> {
  const file = ["schema.ts", "schema.js"].map((name) => join(sources.folder, name)).find(existsSync);
  return file === undefined ? null : await bundleFile(sources, file, folders);
}

async function bundleModules(
  { root, folder, convex, externalPackages: packages, read }: BundleSources,
  entryPoints: EntryPoint[],
  environment: "isolate" | "node",
  folders: string[],
): Promise<ModuleCode[]> {
  const wanted = entryPoints.filter((entry) => entry.environment === environment);
  if (wanted.length === 0) return [];
  const plugins: Plugin[] = [
    generatedModules(folders),
    ...(environment === "node" ? [externalPackages(packages)] : []),
  ];
  const options = esbuildOptions(root, folder, environment, plugins);
  const built = await convex.esbuild
    .build({ ...options, entryPoints: wanted.map(({ file, module }) => ({ in: file, out: module })) })
    .catch((thrown: unknown) => {
      throw bundleError(thrown);
    });
  noteInputs(built.metafile, root, read);
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
