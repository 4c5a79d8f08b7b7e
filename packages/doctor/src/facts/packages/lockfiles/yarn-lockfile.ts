import { isBuildingBlock, isRelevantPackage } from "../relevant-packages.ts";
import type { LockedPackage, Lockfile } from "./lockfile.ts";

interface Block {
  name: string;
  version: string;
  dependencies: Map<string, string>;
}

/** Reads `yarn.lock` of yarn 1 and of yarn 2 and later. Both list what was asked for, not by whom. */
export function yarnLockfile(text: string): Lockfile {
  const byDescriptor = new Map<string, Block>();
  const byName = new Map<string, Block[]>();
  for (const block of text.split(/\r?\n(?:\s*\r?\n)+/)) {
    const lines = block.split(/\r?\n/).filter((line) => !line.startsWith("#"));
    const descriptors = descriptorsOf(lines[0] ?? "");
    const name = nameOf(descriptors[0] ?? "");
    if (!isRelevantPackage(name)) continue;
    const version = /^ {2}version:? "?([^"\s]+)"?$/.exec(
      lines.find((line) => /^ {2}version\b/.test(line)) ?? "",
    )?.[1];
    if (version === undefined || version.endsWith("-use.local")) continue;
    const parsed = { name, version, dependencies: dependenciesIn(lines) };
    for (const descriptor of descriptors) byDescriptor.set(normalised(descriptor), parsed);
    byName.set(name, [...(byName.get(name) ?? []), parsed]);
  }
  const find = (name: string, range: string): LockedPackage | null => {
    const all = byName.get(name) ?? [];
    // A resolution or a catalog rewrites what was asked for; where only one version is installed, it is the one.
    const block = byDescriptor.get(normalised(`${name}@${range}`)) ?? (all.length === 1 ? all[0] : undefined);
    return block === undefined ? null : { name, version: block.version, key: `${name}@${range}` };
  };
  return {
    locked: ({ name, range }) => find(name, range),
    dependenciesOf: ({ name, version }) => {
      const block = byName.get(name)?.find((it) => it.version === version);
      return [...(block?.dependencies ?? [])].flatMap(([dependency, range]) => find(dependency, range) ?? []);
    },
  };
}

/** `"a@^1", a@~2:` and `"a@npm:^1, a@npm:~2":`. */
function descriptorsOf(line: string): string[] {
  if (!line.endsWith(":")) return [];
  return line
    .slice(0, -1)
    .replaceAll('"', "")
    .split(", ")
    .map((it) => it.trim());
}

function nameOf(descriptor: string): string {
  return descriptor.slice(0, Math.max(descriptor.indexOf("@", 1), 0));
}

function normalised(descriptor: string): string {
  return descriptor.replace(/^(.+?)@(?:npm:)?/, "$1@");
}

function dependenciesIn(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const start = lines.findIndex((line) => /^ {2}dependencies:$/.test(line));
  if (start === -1) return found;
  for (const line of lines.slice(start + 1)) {
    const [, name, range] = /^ {4}"?([^"\s:]+)"?:? "?([^"]+)"?$/.exec(line) ?? [];
    if (name === undefined || range === undefined) break;
    if (isBuildingBlock(name)) found.set(name, range);
  }
  return found;
}
