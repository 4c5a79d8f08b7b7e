import { isJsonObject } from "./json-file.ts";

/** Conditions in the order in which they lead to source text rather than to build output or types. */
const PREFERRED_CONDITIONS = [
  "source",
  "development",
  "import",
  "module",
  "default",
  "require",
  "node",
  "types",
];

/**
 * The targets that the `exports` or `imports` of a package.json give for a name, those most likely to be source first.
 *
 * @param map the value of `exports` or `imports`
 * @param name `"."`, `"./sub/path"` or `"#name"`
 */
export function targetsOf(map: unknown, name: string): string[] {
  if (!isJsonObject(map) || !Object.keys(map).some((key) => key.startsWith(".") || key.startsWith("#"))) {
    return name === "." ? flatten(map, "", 0) : [];
  }
  if (name in map) return flatten(map[name], "", 0);
  const patterns = Object.keys(map)
    .filter((key) => key.split("*").length === 2)
    .sort((first, second) => second.indexOf("*") - first.indexOf("*"));
  for (const pattern of patterns) {
    const star = matchStar(pattern, name);
    if (star !== undefined) return flatten(map[pattern], star, 0);
  }
  return [];
}

/**
 * What `*` stands for when a name matches a pattern with one `*`.
 *
 * @returns the text, or undefined when the name does not match
 */
export function matchStar(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === name ? "" : undefined;
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  const matches =
    name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  return matches ? name.slice(before.length, name.length - after.length) : undefined;
}

function flatten(target: unknown, star: string, depth: number): string[] {
  if (typeof target === "string") return [target.replaceAll("*", star)];
  if (depth > 10) return [];
  if (Array.isArray(target)) return target.flatMap((item) => flatten(item, star, depth + 1));
  if (!isJsonObject(target)) return [];
  const conditions = Object.keys(target).sort((first, second) => rank(first) - rank(second));
  return conditions.flatMap((condition) => flatten(target[condition], star, depth + 1));
}

function rank(condition: string): number {
  const index = PREFERRED_CONDITIONS.indexOf(condition);
  return index === -1 ? PREFERRED_CONDITIONS.length - 1.5 : index;
}
