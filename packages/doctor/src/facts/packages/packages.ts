import type { Location } from "../location.ts";

/** Versions of the packages that matter, as one target sees them (its app, its backend, the root, in that order). */
export type PackagesFact = Record<string, PackageVersion>;

/** What is known about one package. */
export interface PackageVersion {
  /** Range as written in package.json; null when only the lockfile or node_modules shows it. */
  declared: string | null;
  /**
   * Exact version: from node_modules, else from the lockfile. null when neither tells; a declared range alone is
   * not an installed version.
   */
  installed: string | null;
  /** What told the installed version. */
  source: "node_modules" | "lockfile" | null;
  /** Where it is declared (or locked). */
  location: Location | null;
}
