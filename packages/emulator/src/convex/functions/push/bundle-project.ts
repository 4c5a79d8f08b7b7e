import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AppCode, ModuleCode } from "../bundle/app-code.ts";
import { bundleFile, bundleFunctions } from "../bundle/bundle-functions.ts";
import type { BundleSources } from "../bundle/bundle-sources.ts";
import type { ConvexPackage } from "../project/convex-package.ts";
import { readConvexJson } from "../project/convex-json.ts";

/** Everything that a push sends. */
export interface ProjectBundle {
  code: AppCode;
  authConfig: ModuleCode | null;
}

/** What there is to bundle in a project as it is now. `read` is filled by bundling. */
export function sourcesOf(
  { root, functions }: { root: string; functions: string },
  convex: ConvexPackage,
): BundleSources {
  const { externalPackages } = readConvexJson(root);
  return { root, folder: resolve(root, functions), convex, externalPackages, read: new Set() };
}

/**
 * Bundles a project.
 *
 * @throws {Error} what a push would say
 */
export async function bundleProject(sources: BundleSources): Promise<ProjectBundle> {
  const [code, authConfig] = await Promise.all([bundleFunctions(sources), bundleAuthConfig(sources)]);
  return { code, authConfig };
}

async function bundleAuthConfig(sources: BundleSources): Promise<ModuleCode | null> {
  const [file, other] = ["auth.config.ts", "auth.config.js"]
    .map((name) => join(sources.folder, name))
    .filter(existsSync);
  if (other !== undefined) throw new Error(`Found both ${other} and ${file}, choose one.`);
  return file === undefined ? null : await bundleFile(sources, file);
}
