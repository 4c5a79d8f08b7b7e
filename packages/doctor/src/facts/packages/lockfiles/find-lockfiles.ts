import type { ProjectFiles } from "../../../project-files/project-files.ts";
import { joined, upwards } from "../../workspace/project-paths.ts";
import type { PackageManager } from "../../workspace/workspace.ts";
import { bunLockfile } from "./bun-lockfile.ts";
import type { Lockfile } from "./lockfile.ts";
import { npmLockfile } from "./npm-lockfile.ts";
import { pnpmLockfile } from "./pnpm-lockfile.ts";
import { yarnLockfile } from "./yarn-lockfile.ts";

/** A lockfile that may speak for a package. */
export interface FoundLockfile {
  lockfile: Lockfile;
  /** Folder of the package, relative to the folder of the lockfile. */
  dirFromLockfile: string;
}

interface LockfileKind {
  name: string;
  manager: PackageManager;
  parse: (text: string) => Lockfile | null;
}

const KINDS: readonly LockfileKind[] = [
  { name: "bun.lock", manager: "bun", parse: bunLockfile },
  { name: "pnpm-lock.yaml", manager: "pnpm", parse: pnpmLockfile },
  { name: "yarn.lock", manager: "yarn", parse: yarnLockfile },
  { name: "package-lock.json", manager: "npm", parse: npmLockfile },
  { name: "npm-shrinkwrap.json", manager: "npm", parse: npmLockfile },
];

/** Lockfiles are large and shared by all apps of a workspace: each is parsed once for each set of files. */
const parsed = new WeakMap<ProjectFiles, Map<string, Lockfile | null>>();

/**
 * The lockfiles that may speak for a package, the likeliest first: nearest folder first, in a folder the
 * one of the project's package manager first. A lockfile above the examined root cannot be asked: it is unknown how
 * it calls the packages below.
 */
export function* lockfilesFor(
  files: ProjectFiles,
  dir: string,
  manager: PackageManager,
): Generator<FoundLockfile> {
  const kinds = [...KINDS].sort(
    (one, other) => Number(other.manager === manager) - Number(one.manager === manager),
  );
  for (const folder of upwards(dir)) {
    const dirFromLockfile = folder === "" ? dir : dir.slice(folder.length + 1);
    for (const kind of kinds) yield* at(files, joined(folder, kind.name), kind, dirFromLockfile);
  }
}

function* at(
  files: ProjectFiles,
  path: string,
  kind: LockfileKind,
  dirFromLockfile: string,
): Generator<FoundLockfile> {
  const known = parsed.get(files) ?? new Map<string, Lockfile | null>();
  parsed.set(files, known);
  let lockfile = known.get(path);
  if (lockfile === undefined) {
    const text = files.has(path) ? files.read(path) : undefined;
    lockfile = text === undefined ? null : kind.parse(text);
    known.set(path, lockfile);
  }
  if (lockfile !== null) yield { lockfile, dirFromLockfile };
}
