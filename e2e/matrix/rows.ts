import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with a folder per row: a package.json with exact versions, and a lockfile. */
const ROWS = fileURLToPath(new URL("rows", import.meta.url));

/** What of a row's packages is varied; everything else is what its lockfile says. */
const VARIED = [
  "next",
  "@workos-inc/authkit-nextjs",
  "@workos-inc/authkit-react",
  "react",
  "convex",
] as const;

type VariedPackage = (typeof VARIED)[number];

/** One set of versions with which convex-authkit is built, served and driven. */
export interface Row {
  /** The name of its folder. */
  name: string;
  folder: string;
  framework: "next" | "vite";
  /** Exact versions; those of the other framework are absent. */
  versions: Partial<Record<VariedPackage, string>>;
}

/** All rows, by name. */
export function readRows(): Row[] {
  return readdirSync(ROWS)
    .sort()
    .map((name) => {
      const folder = join(ROWS, name);
      const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        dependencies: Record<string, string>;
      };
      const varied = VARIED.flatMap((of) => {
        const version = dependencies[of];
        return version === undefined ? [] : [[of, version] as const];
      });
      const versions: Row["versions"] = Object.fromEntries(varied);
      return { name, folder, framework: versions.next === undefined ? "vite" : "next", versions };
    });
}

/** The first number of a version. */
export const majorOf = (version: string): number => Number.parseInt(version, 10);
