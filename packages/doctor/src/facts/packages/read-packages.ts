import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser";
import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { Location } from "../location.ts";
import { positionsIn } from "../positions.ts";
import type { Reading } from "../reading.ts";
import { joined, nearest, upwards } from "../workspace/project-paths.ts";
import type { App, WorkspaceFact, WorkspacePackage } from "../workspace/workspace.ts";
import { catalogsFor } from "./catalogs.ts";
import { lockfilesFor } from "./lockfiles/find-lockfiles.ts";
import { installedDependencies, installedPackage, type InstalledPackage } from "./node-modules.ts";
import type { PackagesFact, PackageVersion } from "./packages.ts";
import { isAuthkitSdk, isRelevantPackage } from "./relevant-packages.ts";

/**
 * Reads the versions of the packages that matter, as one app sees them: what its own package.json declares, then
 * those of the packages it depends on, of its backend, and those above it. Versions come from `node_modules`, else
 * from the lockfile.
 */
export function readPackages(
  { files }: Pick<Reading, "files">,
  workspace: WorkspaceFact,
  app: App,
): PackagesFact {
  const fact: PackagesFact = {};
  const scopes = scopesOf(workspace, app);
  const declaredSomewhere = new Set(scopes.flatMap(({ declared }) => Object.keys(declared)));
  for (const { dir, name: packageName, declared } of scopes) {
    const names = Object.keys(declared).filter((name) =>
      isRelevantPackage(realName(name, declared[name] ?? "")),
    );
    if (names.length === 0) continue;
    const locate = locatorFor(files, joined(dir, "package.json"));
    const catalog = catalogsFor(files, dir);
    for (const name of names.sort()) {
      const written = declared[name] ?? "";
      const real = realName(name, written);
      if (fact[real] !== undefined) continue;
      const range = catalog(name, written) ?? written;
      const resolution = resolve(files, workspace, { dir, packageName, name, range });
      fact[real] = { declared: range, ...resolution.own, location: locate(name) };
      for (const { name: below, version, source } of resolution.below) {
        // A version that something deeper needs says less than what a package.json asks for.
        if (!declaredSomewhere.has(below))
          fact[below] ??= { declared: null, installed: version, source, location: null };
      }
    }
  }
  return fact;
}

interface Resolution {
  own: Pick<PackageVersion, "installed" | "source">;
  /** Building blocks that an SDK brings along. */
  below: { name: string; version: string; source: "node_modules" | "lockfile" }[];
}

interface Wanted {
  dir: string;
  packageName: string | null;
  name: string;
  range: string;
}

function resolve(files: ProjectFiles, workspace: WorkspaceFact, wanted: Wanted): Resolution {
  const installed = installedPackage(files, wanted.dir, wanted.name);
  if (installed !== null) {
    const below = reachable(installed, (one) => installedDependencies(files, one));
    return {
      own: { installed: installed.version, source: "node_modules" },
      below: below.map(({ name, version }: InstalledPackage) => ({ name, version, source: "node_modules" })),
    };
  }
  for (const { lockfile, dirFromLockfile } of lockfilesFor(files, wanted.dir, workspace.packageManager)) {
    const locked = lockfile.locked({ ...wanted, dir: dirFromLockfile });
    if (locked === null) continue;
    const below = reachable(locked, (one) => lockfile.dependenciesOf(one));
    return {
      own: { installed: locked.version, source: "lockfile" },
      below: below.map(({ name, version }) => ({ name, version, source: "lockfile" })),
    };
  }
  return { own: { installed: null, source: null }, below: [] };
}

/** The building blocks of an SDK, also through each other; the nearer one where a name occurs twice. */
function reachable<Package extends { name: string }>(
  from: Package,
  next: (one: Package) => readonly Package[],
): Package[] {
  const byName = new Map([[from.name, from]]);
  for (const one of byName.values()) {
    if (!isAuthkitSdk(one.name)) continue;
    for (const below of next(one)) if (!byName.has(below.name)) byName.set(below.name, below);
  }
  return [...byName.values()].slice(1);
}

/** The packages whose declarations hold for an app, the strongest first. */
function scopesOf({ packages, backends }: WorkspaceFact, app: App): WorkspacePackage[] {
  const byDir = new Map(packages.map((it) => [it.dir, it]));
  const own = nearest(new Set(byDir.keys()), app.dir) ?? "";
  const backend = backends.find(({ functionsDir }) => functionsDir === app.backend)?.dir;
  const depended = app.sourceDirs.filter((dir) => dir !== app.dir && dir !== backend);
  const dirs = [own, ...depended, ...(backend === undefined ? [] : [backend]), ...upwards(app.dir)];
  return [...new Set(dirs)].flatMap((dir) => byDir.get(dir) ?? []);
}

/** `npm:@workos-inc/authkit-nextjs@^2.0.0` installs a package under another name. */
function realName(name: string, range: string): string {
  const aliased = /^npm:(@?[^@]+)(?:@.*)?$/.exec(range)?.[1];
  return aliased !== undefined && isRelevantPackage(aliased) ? aliased : name;
}

const KINDS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

function locatorFor(files: ProjectFiles, path: string): (name: string) => Location | null {
  const text = files.read(path) ?? "";
  const at = positionsIn(text);
  const tree: Node | undefined = parseTree(text, [], { allowTrailingComma: true });
  return (name) => {
    if (tree === undefined) return null;
    const value = KINDS.map((kind) => findNodeAtLocation(tree, [kind, name])).find(
      (node) => node !== undefined,
    );
    const offset = value?.parent?.offset;
    if (offset === undefined) return null;
    return { file: path, ...at(offset) };
  };
}
