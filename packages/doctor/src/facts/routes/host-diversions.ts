import { parse } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";

/**
 * The paths that `rewrites` and `redirects` of a `vercel.json` divert before the framework sees them.
 *
 * @returns null when they cannot be told (`routes`, the older form)
 */
export function hostDiversions(files: ProjectFiles, appDir: string): string[] | null {
  const path = appDir === "" ? "vercel.json" : `${appDir}/vercel.json`;
  const text = files.has(path) ? files.read(path) : undefined;
  if (text === undefined) return [];
  const config: unknown = parse(text);
  if (typeof config !== "object" || config === null) return [];
  if ("routes" in config) return null;
  return ["rewrites", "redirects"].flatMap((key) => {
    const rules: unknown = Reflect.get(config, key);
    if (!Array.isArray(rules)) return [];
    return rules.flatMap((rule: unknown) => {
      const source: unknown = typeof rule === "object" && rule !== null ? Reflect.get(rule, "source") : null;
      return typeof source === "string" ? [source] : [];
    });
  });
}
