import type { UnreadableFile } from "../../project-files/project-files.ts";

/** What the repository is made of: its packages, its apps, its Convex backends, and which app uses which backend. */
export interface WorkspaceFact {
  packageManager: PackageManager;
  /** Every `package.json` that is part of the project (samples, fixtures and vendored sources left out). */
  packages: WorkspacePackage[];
  apps: App[];
  backends: Backend[];
  /** Folders that look like projects of their own and are not part of this one. */
  leftOut: LeftOut[];
  /** Manifests that could be read only in part, and lockfiles that tell nothing. */
  unreadable: UnreadableFile[];
}

/** A folder with samples, templates, test data or vendored sources. */
export interface LeftOut {
  dir: string;
  /** Completes "left out, because …". */
  because: string;
}

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

/** One folder with a `package.json`. */
export interface WorkspacePackage {
  /** Folder relative to the root; `""` for the root itself. */
  dir: string;
  name: string | null;
  /** `dependencies`, `devDependencies`, `peerDependencies` and `optionalDependencies` in one map: name to range as written. */
  declared: Record<string, string>;
  scripts: Record<string, string>;
  /** Folders of the other workspace packages it depends on, directly. */
  dependsOn: string[];
}

export type Framework =
  | "nextjs"
  | "vite-react"
  | "tanstack-start"
  | "react-router"
  | "remix"
  | "expo"
  | "bun-react"
  | "electron"
  | "other";

/**
 * What signs people in: a package with a user interface that uses AuthKit or hands tokens to Convex, or a server without a
 * framework that exchanges codes or opens sessions by itself (`framework` is `other` then).
 */
export interface App {
  /** Folder relative to the root; `""` for the root itself. Identifies the app. */
  dir: string;
  name: string | null;
  framework: Framework;
  /**
   * Folders whose sources run as part of this app: its own, and those of the workspace packages it depends on
   * (transitively). Longest first is not guaranteed; use {@link isInDir}.
   */
  sourceDirs: string[];
  /** AuthKit packages that the app or a workspace package it depends on declares, e.g. `@workos-inc/authkit-nextjs`. */
  authkit: string[];
  /** `functionsDir` of the backend it uses; null when none could be told. */
  backend: string | null;
}

/** A folder of Convex functions that is pushed to a deployment. */
export interface Backend {
  /** Folder of the functions relative to the root, e.g. `packages/backend/convex`. Identifies the backend. */
  functionsDir: string;
  /** Folder from which `npx convex` runs (it holds the package.json), e.g. `packages/backend`. */
  dir: string;
  /** Path of its convex.json; null when there is none. */
  convexJson: string | null;
}

/** Whether a path lies in a folder (`""` is the root and holds everything). */
export function isInDir(path: string, dir: string): boolean {
  return dir === "" || path === dir || path.startsWith(`${dir}/`);
}

/**
 * Whether a source belongs to an app: it lies in the app's folder or in a package that the app depends on, and not
 * in another package or a left-out folder nested in there.
 */
export function isSourceOf(path: string, app: App, { packages, apps, leftOut }: WorkspaceFact): boolean {
  let owner: string | undefined;
  for (const known of [packages, apps, leftOut]) {
    for (const { dir } of known) {
      if (isInDir(path, dir) && (owner === undefined || dir.length > owner.length)) owner = dir;
    }
  }
  return owner !== undefined && app.sourceDirs.includes(owner);
}
