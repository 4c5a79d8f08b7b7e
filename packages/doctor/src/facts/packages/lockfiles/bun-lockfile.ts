import { parse } from "jsonc-parser";
import { isBuildingBlock, isRelevantPackage } from "../relevant-packages.ts";
import { isRecord } from "../../workspace/manifests.ts";
import type { LockedPackage, Lockfile } from "./lockfile.ts";

/**
 * Reads bun's text lockfile, line by line: each installed package stands on a line of its own, and a parser for
 * JSON with trailing commas takes much longer for a large file.
 */
export function bunLockfile(text: string): Lockfile {
  const lines = new Map<string, string>();
  const start = text.search(/^ {2}"packages": \{/m);
  for (const match of text.slice(Math.max(start, 0)).matchAll(/^ {4}"([^"\n]+)": (\[.*\]),?\r?$/gm)) {
    const [, key = "", entry = ""] = match;
    if (isRelevantPackage(lastName(key))) lines.set(key, entry);
  }
  const find = (holder: string | null, name: string): LockedPackage | null => {
    const keys = holder === null ? [name] : [`${holder}/${name}`, name];
    const key = keys.find((candidate) => lines.has(candidate));
    const version = key === undefined ? undefined : versionIn(lines.get(key) ?? "");
    return key === undefined || version === undefined ? null : { name, version, key };
  };
  return {
    locked: ({ packageName, name }) => find(packageName, name),
    dependenciesOf: ({ key }) => {
      const entry: unknown = parse(lines.get(key) ?? "[]");
      const info: unknown = Array.isArray(entry) ? entry.find(isRecord) : undefined;
      const dependencies = isRecord(info) ? info.dependencies : undefined;
      if (!isRecord(dependencies)) return [];
      return Object.keys(dependencies)
        .filter(isBuildingBlock)
        .flatMap((name) => find(key, name) ?? []);
    },
  };
}

/** `web/@workos-inc/node` is `@workos-inc/node` as `web` gets it. */
function lastName(key: string): string {
  return /(?:@[^/]+\/)?[^/]+$/.exec(key)?.[0] ?? key;
}

function versionIn(entry: string): string | undefined {
  return /^\["[^"]*?[^"/]@(?:npm:[^"]*@)?(\d[^"@]*)"/.exec(entry)?.[1];
}
