import { parse } from "jsonc-parser";
import { parse as parseYaml } from "yaml";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { isRecord } from "../workspace/manifests.ts";
import { joined, upwards } from "../workspace/project-paths.ts";

/** Gives the range that a workspace's catalog holds for a package; null when no catalog does. */
export type Catalogs = (name: string, range: string) => string | null;

/**
 * Reads the catalogs that a package can refer to by `catalog:` and `catalog:NAME`: those of pnpm-workspace.yaml,
 * .yarnrc.yml and bun's package.json, in its folder or above.
 */
export function catalogsFor(files: ProjectFiles, dir: string): Catalogs {
  return (name, range) => {
    const catalog = /^catalog:\s*(.*)$/.exec(range)?.[1];
    if (catalog === undefined) return null;
    for (const folder of upwards(dir)) {
      for (const holder of catalogHolders(files, folder)) {
        const found = rangeIn(holder, catalog === "" ? "default" : catalog, name);
        if (found !== null) return found;
      }
    }
    return null;
  };
}

function catalogHolders(files: ProjectFiles, dir: string): Record<string, unknown>[] {
  const manifest: unknown = parse(textOf(files, joined(dir, "package.json")));
  const workspaces = isRecord(manifest) ? manifest.workspaces : undefined;
  const yamls = ["pnpm-workspace.yaml", ".yarnrc.yml"].map((name) =>
    yamlOf(textOf(files, joined(dir, name))),
  );
  return [manifest, workspaces, ...yamls].filter(isRecord);
}

function rangeIn(holder: Record<string, unknown>, catalog: string, name: string): string | null {
  const named = isRecord(holder.catalogs) ? holder.catalogs[catalog] : undefined;
  const entries = catalog === "default" ? [holder.catalog, named] : [named];
  const range = entries.filter(isRecord).map((entry) => entry[name])[0];
  return typeof range === "string" ? range : null;
}

function textOf(files: ProjectFiles, path: string): string {
  return files.has(path) ? (files.read(path) ?? "") : "";
}

function yamlOf(text: string): unknown {
  try {
    return text === "" ? undefined : parseYaml(text);
  } catch {
    return undefined;
  }
}
