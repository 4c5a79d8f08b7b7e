import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import { isRecord } from "./manifests.ts";
import { joined, parentOf, resolved, upwards } from "./project-paths.ts";

/** The aliases of a tsconfig.json. */
export interface Aliases {
  /** Paths relative to the root that a bare specifier may mean; empty when no alias fits. */
  resolve(specifier: string): string[];
}

interface Alias {
  prefix: string;
  suffix: string;
  isExact: boolean;
  targets: string[];
}

const FILES = ["tsconfig.json", "tsconfig.app.json", "tsconfig.base.json", "jsconfig.json"];

/** Reads `compilerOptions.paths` and `baseUrl` of the nearest tsconfig files of a folder, and what they extend. */
export function aliasesOf(files: ProjectFiles, dir: string): Aliases {
  const aliases: Alias[] = [];
  for (const folder of upwards(dir)) {
    for (const name of FILES) collect(files, joined(folder, name), aliases, new Set());
  }
  return {
    resolve: (specifier) =>
      aliases.flatMap(({ prefix, suffix, isExact, targets }) => {
        if (isExact) return specifier === prefix ? targets : [];
        if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix)) return [];
        const middle = specifier.slice(prefix.length, specifier.length - suffix.length);
        return targets.flatMap((target) => resolved("", target.replace("*", middle)) ?? []);
      }),
  };
}

function collect(files: ProjectFiles, path: string, aliases: Alias[], seen: Set<string>): void {
  if (seen.has(path) || !files.has(path)) return;
  seen.add(path);
  const json: unknown = parse(files.read(path) ?? "", [], { allowTrailingComma: true });
  if (!isRecord(json)) return;
  const options = isRecord(json.compilerOptions) ? json.compilerOptions : {};
  const base =
    typeof options.baseUrl === "string" ? resolved(parentOf(path), options.baseUrl) : parentOf(path);
  if (base !== null && isRecord(options.paths)) {
    for (const [pattern, written] of Object.entries(options.paths)) {
      const targets = (Array.isArray(written) ? written : []).flatMap((target) =>
        typeof target === "string" ? (resolved(base, target) ?? []) : [],
      );
      const [prefix = "", suffix] = pattern.split("*");
      aliases.push({ prefix, suffix: suffix ?? "", isExact: suffix === undefined, targets });
    }
  }
  if (base !== null && typeof options.baseUrl === "string") {
    aliases.push({ prefix: "", suffix: "", isExact: false, targets: [joined(base, "*")] });
  }
  for (const written of Array.isArray(json.extends) ? json.extends : [json.extends]) {
    if (typeof written !== "string" || !written.startsWith(".")) continue;
    const target = resolved(parentOf(path), written);
    if (target !== null) collect(files, target.endsWith(".json") ? target : `${target}.json`, aliases, seen);
  }
}
