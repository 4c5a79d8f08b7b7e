import { isBuildingBlock } from "../relevant-packages.ts";
import type { LockedPackage, Lockfile } from "./lockfile.ts";
import { isRecord } from "../../workspace/manifests.ts";

/** Reads `package-lock.json` and `npm-shrinkwrap.json` of npm 5 and later; null when it is none. */
export function npmLockfile(text: string): Lockfile | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(json)) return null;
  const packages = isRecord(json.packages) ? json.packages : installedBelow(json, "");
  return {
    locked: ({ dir, name }) => find(packages, dir, name),
    dependenciesOf: ({ key }) => {
      const entry = packages[key];
      const dependencies = isRecord(entry) ? (entry.dependencies ?? entry.requires) : undefined;
      if (!isRecord(dependencies)) return [];
      return Object.keys(dependencies)
        .filter(isBuildingBlock)
        .flatMap((name) => find(packages, key, name) ?? []);
    },
  };
}

/** Looks where Node would look: in `node_modules` of the folder, then of the folders above it. */
function find(packages: Record<string, unknown>, dir: string, name: string): LockedPackage | null {
  for (let folder = dir; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/"), 0))) {
    const key = `${folder}${folder === "" ? "" : "/"}node_modules/${name}`;
    const entry = packages[key];
    if (isRecord(entry) && typeof entry.version === "string") return { name, version: entry.version, key };
    if (folder === "") return null;
  }
}

/** The tree of `lockfileVersion: 1`, written in the flat form of later versions. */
function installedBelow(json: Record<string, unknown>, prefix: string): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  if (!isRecord(json.dependencies)) return flat;
  for (const [name, entry] of Object.entries(json.dependencies)) {
    if (!isRecord(entry)) continue;
    const key = `${prefix}node_modules/${name}`;
    flat[key] = { version: entry.version, requires: entry.requires };
    Object.assign(flat, installedBelow(entry, `${key}/`));
  }
  return flat;
}
