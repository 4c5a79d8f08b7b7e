import type { ProjectFiles } from "../../project-files/project-files.ts";
import type { SourceTexts } from "../source-texts.ts";
import type { Backends } from "./backends.ts";
import { aliasesOf, type Aliases } from "./path-aliases.ts";
import { parentOf, resolved, upwards } from "./project-paths.ts";
import { isInDir, type Backend, type WorkspacePackage } from "./workspace.ts";

/** An app of which the backend is to be told. */
export interface AppSources {
  /** Folder of the app. */
  dir: string;
  /** Folder of the package.json that the app belongs to. */
  packageDir: string;
  /** Folders of its own and of the packages it depends on. */
  sourceDirs: readonly string[];
  /** Whether the app uses Convex at all, by its packages or its imports. */
  usesConvex: boolean;
  /** Whether a source belongs to this app rather than to one nested in its folder. */
  owns(path: string): boolean;
}

/** What is looked at to tell an app's backend. */
export interface BackendEvidence {
  files: ProjectFiles;
  sources: SourceTexts;
  backends: Backends;
  packages: readonly WorkspacePackage[];
  /** The outermost folder around this one that is a sample or test data by its name; null when there is none. */
  sampleAround(dir: string): string | null;
}

/**
 * Tells which backend an app talks to, by the strongest evidence there is: what its sources import, its own
 * convex.json or `convex` folder, the package it depends on, the backend in a folder above it, the only backend that is no sample.
 *
 * @returns the functions folder, or null where nothing tells or two backends are as likely
 */
export function backendOf(app: AppSources, evidence: BackendEvidence): string | null {
  const { backends, namedBy } = evidence.backends;
  if (backends.length === 0) return null;
  const imported = importedBackend(app, evidence);
  if (imported !== null) return imported;
  const named = namedBy.get(app.dir) ?? namedBy.get(app.packageDir);
  if (named !== undefined) return named;
  const own = nearestTo(
    app.dir,
    backends.filter((it) => it.dir === app.dir || isStrictlyIn(it.functionsDir, app.dir)),
  );
  if (own !== null) return own;
  const depended = backends.filter(({ dir }) => dir !== "" && app.sourceDirs.includes(dir));
  const [only] = depended;
  if (only !== undefined && depended.length === 1) return only.functionsDir;
  if (!app.usesConvex) return null;
  for (const above of upwards(app.dir)) {
    const here = backends.filter(({ dir }) => dir === above);
    if (here[0] !== undefined && here.length === 1) return here[0].functionsDir;
  }
  // A sample's functions are the sample's own, also when the app's functions are kept in another repository.
  const [sole, another] = backends.filter(({ functionsDir }) => {
    const sample = evidence.sampleAround(functionsDir);
    return sample === null || isInDir(app.dir, sample);
  });
  return sole !== undefined && another === undefined ? sole.functionsDir : null;
}

function isStrictlyIn(path: string, dir: string): boolean {
  return dir !== "" && isInDir(path, dir);
}

function nearestTo(dir: string, candidates: readonly Backend[]): string | null {
  const direct = candidates.filter((it) => parentOf(it.functionsDir) === dir);
  const [one, another] = direct.length > 0 ? direct : candidates;
  return one !== undefined && another === undefined ? one.functionsDir : null;
}

/** An import of what Convex generates: its folder, as written. */
const GENERATED_IMPORT =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'\n]+?)\/_generated\/(?:api|dataModel|server)(?:\.[jt]s)?["']/g;

function importedBackend(
  app: AppSources,
  { files, sources, backends, packages }: BackendEvidence,
): string | null {
  const counts = new Map<string, number>();
  let aliases: Aliases | undefined;
  for (const { path, text } of sources.matching(app.dir, /\/_generated\//)) {
    if (!app.owns(path) || backends.backends.some((it) => isInDir(path, it.functionsDir))) continue;
    for (const [, written = ""] of text.matchAll(GENERATED_IMPORT)) {
      const targets = written.startsWith(".")
        ? [resolved(parentOf(path), written)]
        : aliased(written, (aliases ??= aliasesOf(files, app.dir)));
      const backend =
        backends.backends.find(({ functionsDir }) => targets.includes(functionsDir)) ??
        packageBackend(written, packages, backends.backends);
      if (backend === undefined) continue;
      counts.set(backend.functionsDir, (counts.get(backend.functionsDir) ?? 0) + 1);
    }
  }
  const [most, next] = [...counts].sort(([, one], [, other]) => other - one);
  return most !== undefined && most[1] !== next?.[1] ? most[0] : null;
}

/** An alias can stand for the folder of the functions, or for everything in it. */
function aliased(written: string, aliases: Aliases): string[] {
  return [
    ...aliases.resolve(written),
    ...aliases.resolve(`${written}/_generated`).map((path) => path.replace(/(?:^|\/)_generated$/, "")),
  ];
}

/** `@repo/backend/convex/_generated/api`, whichever way the package exports it. */
function packageBackend(
  written: string,
  packages: readonly WorkspacePackage[],
  backends: readonly Backend[],
): Backend | undefined {
  const named = packages.filter(
    ({ name }) => name !== null && (written === name || written.startsWith(`${name}/`)),
  );
  const inside = backends.filter((it) => named.some(({ dir }) => isInDir(it.functionsDir, dir)));
  return inside.length === 1 ? inside[0] : undefined;
}
