import type { Manifest } from "./manifests.ts";
import { resolved } from "./project-paths.ts";
import type { WorkspaceMembers } from "./workspace-members.ts";
import type { WorkspacePackage } from "./workspace.ts";

/** Tells for each package on which others of the project it depends. */
export function workspacePackages(
  manifests: readonly Manifest[],
  members: WorkspaceMembers,
): WorkspacePackage[] {
  const dirs = new Set(manifests.map(({ dir }) => dir));
  return manifests.map(({ dir, name, declared, scripts }) => {
    const dependsOn = Object.entries(declared).flatMap(([dependency, range]) => {
      const target =
        linkedFolder(dir, range) ?? memberNamed(aliased(dependency, range), dir, manifests, members);
      return target !== null && target !== dir && dirs.has(target) ? [target] : [];
    });
    return { dir, name, declared, scripts, dependsOn: [...new Set(dependsOn)].sort() };
  });
}

/** `file:../backend`, `link:../backend`, `portal:../backend`, `workspace:../backend`. */
function linkedFolder(dir: string, range: string): string | null {
  const path = /^(?:file|link|portal|workspace):(\.{1,2}(?:\/.*)?)$/.exec(range)?.[1];
  return path === undefined ? null : resolved(dir, path);
}

/** `workspace:@repo/backend@*` installs another package under the name of the dependency. */
function aliased(dependency: string, range: string): string {
  return /^workspace:(@?[^@]+)@/.exec(range)?.[1] ?? dependency;
}

function memberNamed(
  name: string,
  dir: string,
  manifests: readonly Manifest[],
  members: WorkspaceMembers,
): string | null {
  const root = members.rootOf.get(dir);
  if (root === undefined) return null;
  return manifests.find((it) => it.name === name && members.rootOf.get(it.dir) === root)?.dir ?? null;
}
