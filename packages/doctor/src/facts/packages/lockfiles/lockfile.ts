/** One installation of a package, as a lockfile fixes it. */
export interface LockedPackage {
  name: string;
  /** Exact version. */
  version: string;
  /** How the lockfile calls this installation; only the lockfile that gave it can read it. */
  key: string;
}

/** What a package.json asks for. */
export interface Request {
  /** Folder of the package.json, relative to the folder of the lockfile; `""` for the same. */
  dir: string;
  /** `name` of that package.json. */
  packageName: string | null;
  /** Name of the dependency, as written in package.json. */
  name: string;
  /** Range as written in package.json. */
  range: string;
}

/** A lockfile, whoever wrote it. */
export interface Lockfile {
  /** What is installed for a dependency; null when the lockfile does not tell. */
  locked(request: Request): LockedPackage | null;
  /** The building blocks that an installed package itself depends on. */
  dependenciesOf(locked: LockedPackage): LockedPackage[];
}
