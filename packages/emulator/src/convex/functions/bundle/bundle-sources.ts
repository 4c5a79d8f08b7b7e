import type { ConvexPackage } from "../project/convex-package.ts";

/** What is bundled, and with what. */
export interface BundleSources {
  /** The project's folder, absolute. */
  root: string;
  /** The functions folder, absolute. */
  folder: string;
  convex: ConvexPackage;
  /** Packages that `"use node"` modules load when they run; `["*"]`: all that are installed. */
  externalPackages: readonly string[];
  /** The files that were read, absolute; filled while bundling. */
  read: Set<string>;
}
