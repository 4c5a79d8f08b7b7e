import { isHandOffPackage, isRelevantPackage } from "../relevant-packages.ts";
import type { LockedPackage, Lockfile } from "./lockfile.ts";

/**
 * Reads `pnpm-lock.yaml` of pnpm 6 to 11, line by line: the file is written by a machine in one shape, and a YAML
 * parser takes a hundred times as long for a large one.
 */
export function pnpmLockfile(text: string): Lockfile {
  const importers = new Map<string, Map<string, string>>();
  const dependencies = new Map<string, Map<string, string>>();
  const path: string[] = [];
  for (const line of text.split("\n")) {
    const depth = indentation(line);
    if (depth === -1) continue;
    const entry = entryOf(line);
    if (entry === null) continue;
    path.length = depth / 2;
    path.push(entry.key);
    remember(path, entry.value);
  }
  return {
    locked: ({ dir, name }) => {
      const version = importers.get(dir === "" ? "." : dir)?.get(name);
      return version === undefined ? null : lockedAs(name, version);
    },
    dependenciesOf: ({ key }) =>
      [...(dependencies.get(key) ?? [])].flatMap(([name, version]) => lockedAs(name, version) ?? []),
  };

  function remember(at: readonly string[], value: string): void {
    const [section = "", first = "", second = "", third = "", fourth = ""] = at;
    if (section === "importers") {
      if (!isDependencyBlock(second) || !isRelevantPackage(third)) return;
      // Since pnpm 8: `specifier` and `version` below the name; before: the version itself.
      if (at.length === 4 && value !== "") set(importers, first, third, value);
      if (at.length === 5 && fourth === "version") set(importers, first, third, value);
    } else if (isDependencyBlock(section)) {
      // A lockfile of one package had no importers before pnpm 9.
      if (!isRelevantPackage(first)) return;
      if (at.length === 2 && value !== "") set(importers, ".", first, value);
      if (at.length === 3 && second === "version") set(importers, ".", first, value);
    } else if ((section === "snapshots" || section === "packages") && at.length === 4) {
      if (!isDependencyBlock(second) || !isHandOffPackage(third)) return;
      set(dependencies, first.replace(/^\//, ""), third, value);
    }
  }
}

function isDependencyBlock(key: string): boolean {
  return key === "dependencies" || key === "devDependencies" || key === "optionalDependencies";
}

function set(maps: Map<string, Map<string, string>>, outer: string, inner: string, value: string): void {
  const map = maps.get(outer) ?? new Map<string, string>();
  map.set(inner, value);
  maps.set(outer, map);
}

/** Number of leading blanks; -1 for lines that hold no entry of interest. */
function indentation(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 32) depth += 1;
  const first = line.charCodeAt(depth);
  const isEntry = depth <= 8 && depth % 2 === 0 && !Number.isNaN(first) && first !== 45 && first !== 35;
  return isEntry ? depth : -1;
}

function entryOf(line: string): { key: string; value: string } | null {
  const match = /^ *(?:'([^']+)'|"([^"]+)"|([^\s'"][^\s]*?)):(?: +(.*?))?\s*$/.exec(line);
  if (match === null) return null;
  return { key: match[1] ?? match[2] ?? match[3] ?? "", value: (match[4] ?? "").replace(/^['"]|['"]$/g, "") };
}

/**
 * `16.1.4(react@19.2.3)`, `16.1.4_react@19.2.3`, `/@scope/name@1.0.0(…)` and `other@1.0.0` (an alias) name an
 * installation; `link:../ui` and `file:…` name a folder.
 */
function lockedAs(name: string, written: string): LockedPackage | null {
  const bare = written.replace(/^\//, "");
  const plain = /^[^(]*/.exec(bare)?.[0] ?? "";
  const version = /(?:^|[@/])v?(\d+\.\d+\.\d+[^_/@]*)(?:_.*)?$/.exec(plain)?.[1];
  if (version === undefined || /^(?:link|file|workspace):/.test(bare)) return null;
  const key = /^\d/.test(bare) ? `${name}@${bare}` : bare;
  return { name, version, key };
}
