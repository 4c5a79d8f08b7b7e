import { appsOf } from "./apps.ts";
import { readBackends, type Backends } from "./backends.ts";
import { sampleName } from "./left-out.ts";
import { readManifests, type Manifest } from "./manifests.ts";
import { projectPackageManager } from "./package-manager.ts";
import { baseName, joined, parentOf } from "./project-paths.ts";
import { readWorkspaceMembers } from "./workspace-members.ts";
import { workspacePackages } from "./workspace-packages.ts";
import { isInDir, type App, type Backend, type LeftOut, type WorkspaceFact } from "./workspace.ts";
import type { Reading } from "../reading.ts";
import type { ProjectFiles, UnreadableFile } from "../../project-files/project-files.ts";

/**
 * Reads what the repository is made of. Samples, templates, test data and vendored sources are left out where the
 * project is complete without them; where they are all there is (a repository of templates), they are the project.
 */
export function readWorkspace({ files, sources }: Pick<Reading, "files" | "sources">): WorkspaceFact {
  const { manifests, unreadable } = readManifests(files);
  const members = readWorkspaceMembers(files, manifests);
  const packageDirs = new Set(manifests.map(({ dir }) => dir));
  const packageOf = packageFinder(packageDirs);
  const filesByPackage = grouped(files.files, packageOf);
  const backends = readBackends(files, packageDirs);
  const sampleOf = (dir: string) => sampleName(dir, members, packageDirs);
  const all = assemble(manifests, backends);

  const hasApp = all.apps.some(({ dir }) => sampleOf(packageOf(dir)) === null);
  const hasBackend = backends.backends.some((backend) => sampleOf(placeOf(backend)) === null);
  const leftOutAs = (dir: string) => {
    const sample = sampleOf(dir);
    if (sample === null) return null;
    return hasApp || (sample.isNeverTheProject && hasBackend) ? sample : null;
  };
  const used = new Set(
    all.apps.flatMap((app) => (leftOutAs(packageOf(app.dir)) === null ? [app.backend] : [])),
  );
  const isKept = (backend: Backend) => used.has(backend.functionsDir) || leftOutAs(placeOf(backend)) === null;

  const kept = manifests.filter(({ dir }) => leftOutAs(dir) === null);
  const keptBackends = { ...backends, backends: backends.backends.filter(isKept) };
  const { packages, apps } =
    kept.length === manifests.length && keptBackends.backends.length === backends.backends.length
      ? all
      : assemble(kept, keptBackends);
  return {
    packageManager: projectPackageManager(files, kept),
    packages,
    apps,
    backends: keptBackends.backends,
    leftOut: outermost(
      [
        ...manifests.map(({ dir }) => dir),
        ...backends.backends.filter((backend) => !isKept(backend)).map(placeOf),
      ].flatMap((dir) => {
        const sample = leftOutAs(dir);
        return sample === null
          ? []
          : [{ dir, because: `it lies in ${sample.dir} and the project is complete without it` }];
      }),
    ),
    unreadable: [...unreadable, ...binaryLockfiles(files)],
  };

  function assemble(
    of: readonly Manifest[],
    from: Backends,
  ): { packages: WorkspaceFact["packages"]; apps: App[] } {
    const evidence = {
      files,
      sources,
      backends: from,
      packages: workspacePackages(of, members),
      manifests: new Map(of.map((manifest) => [manifest.dir, manifest])),
      filesOf: (dir: string) => filesByPackage.get(dir) ?? [],
      packageOf,
      sampleAround: (dir: string) => sampleOf(dir)?.dir ?? null,
    };
    return { packages: evidence.packages, apps: evidence.packages.flatMap((own) => appsOf(own, evidence)) };
  }
}

/** bun's older lockfile tells versions to bun alone; where `node_modules` is there, nothing is lost. */
function binaryLockfiles(files: ProjectFiles): UnreadableFile[] {
  return files.files.flatMap((file) => {
    const dir = parentOf(file);
    const isNeeded = baseName(file) === "bun.lockb" && !files.has(joined(dir, "bun.lock"));
    if (!isNeeded || files.has(joined(dir, "node_modules/convex/package.json"))) return [];
    return [
      { file, why: "It is binary; `bun install --save-text-lockfile` writes one that tells versions." },
    ];
  });
}

/** Where a backend stands: a convex.json says where its functions are, whatever that folder is called. */
function placeOf({ convexJson, dir, functionsDir }: Backend): string {
  return convexJson === null ? functionsDir : dir;
}

function outermost(folders: readonly LeftOut[]): LeftOut[] {
  return folders.filter(
    ({ dir }, index) =>
      folders.findIndex((other) => other.dir === dir) === index &&
      !folders.some((other) => other.dir !== dir && isInDir(dir, other.dir)),
  );
}

function grouped(paths: readonly string[], groupOf: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const name = groupOf(path);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [path]);
    else group.push(path);
  }
  return groups;
}

/** Remembers the owner of each folder: files of one folder have one owner. */
function packageFinder(packageDirs: ReadonlySet<string>): (path: string) => string {
  const owners = new Map<string, string>();
  const ownerOf = (dir: string): string => {
    const known = owners.get(dir);
    if (known !== undefined) return known;
    const owner = packageDirs.has(dir) || dir === "" ? dir : ownerOf(parentOf(dir));
    owners.set(dir, owner);
    return owner;
  };
  return (path) => (packageDirs.has(path) ? path : ownerOf(parentOf(path)));
}
