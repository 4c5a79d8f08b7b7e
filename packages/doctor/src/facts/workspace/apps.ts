import type { SourceTexts } from "../source-texts.ts";
import { backendOf, type AppSources, type BackendEvidence } from "./app-backends.ts";
import { isAuthkitPackage, isClientAuthkitPackage } from "./authkit-packages.ts";
import { appRootsWithin, frameworkOf, inheriting } from "./frameworks.ts";
import { signsInByHand } from "./hand-made-sign-in.ts";
import type { Manifest } from "./manifests.ts";
import { joined, upwards } from "./project-paths.ts";
import { type App, isInDir, type WorkspacePackage } from "./workspace.ts";

/** What the apps of a project are told from. */
export interface AppEvidence extends BackendEvidence {
  manifests: ReadonlyMap<string, Manifest>;
  /** The files of each package without those of packages nested in it, relative to the root. */
  filesOf(packageDir: string): readonly string[];
  /** The package a path belongs to. */
  packageOf(path: string): string;
}

/** Finds the apps of one package: mostly none or one. */
export function appsOf(own: WorkspacePackage, evidence: AppEvidence): App[] {
  const manifest = evidence.manifests.get(own.dir);
  if (manifest === undefined) return [];
  const above = upwards(own.dir)
    .slice(1)
    .flatMap((dir) => evidence.manifests.get(dir) ?? []);
  const paths = evidence
    .filesOf(own.dir)
    .map((path) => (own.dir === "" ? path : path.slice(own.dir.length + 1)));
  return appRoots(paths, manifest).flatMap((root): App[] => {
    const within = root === "" ? paths : paths.filter((path) => path.startsWith(`${root}/`));
    const shape = {
      paths: root === "" ? within : within.map((path) => path.slice(root.length + 1)),
      declared: inheriting(manifest, root === "" ? [] : above),
      scripts: manifest.scripts,
    };
    const dir = root === "" ? own.dir : joined(own.dir, root);
    const dependencies = transitively(own, evidence.packages);
    const framework =
      frameworkOf(shape) ??
      frameworkOf({ ...shape, declared: inheriting(manifest, above), scripts: {} }) ??
      (isHandMade(own, dependencies, within, evidence) ? "other" : null);
    if (framework === null) return [];
    const authkit = authkitOf(dir, own, dependencies, above, evidence);
    const sources: AppSources = {
      dir,
      packageDir: own.dir,
      sourceDirs: [dir, ...dependencies.map((it) => it.dir)],
      usesConvex: usesConvex(dir, own, dependencies, above, evidence.sources),
      owns: (path) => evidence.packageOf(path) === own.dir,
    };
    const backend = backendOf(sources, evidence);
    if (authkit.length === 0 && !sources.usesConvex && backend === null) return [];
    return [{ dir, name: own.name, framework, sourceDirs: [...sources.sourceDirs], authkit, backend }];
  });
}

function isHandMade(
  own: WorkspacePackage,
  dependencies: readonly WorkspacePackage[],
  paths: readonly string[],
  { backends: { backends }, sources, packageOf }: AppEvidence,
): boolean {
  const usesConvex = [own, ...dependencies].some(({ declared }) => "convex" in declared);
  return signsInByHand({ own, paths, usesConvex, backends, sources, packageOf });
}

/** The package itself where its own files show an app, else the folders in it that do. */
function appRoots(paths: readonly string[], { declared }: Manifest): string[] {
  const roots = appRootsWithin(paths);
  const outside = paths.filter((path) => !roots.some((root) => path.startsWith(`${root}/`)));
  return frameworkOf({ paths: outside, declared, scripts: {} }) === null ? roots : [""];
}

/** The packages a package depends on, directly and through others, without itself. */
export function transitively(
  own: WorkspacePackage,
  packages: readonly WorkspacePackage[],
): WorkspacePackage[] {
  const byDir = new Map(packages.map((it) => [it.dir, it]));
  const reached = new Set<WorkspacePackage>([own]);
  for (const one of reached) {
    for (const dir of one.dependsOn) {
      const next = byDir.get(dir);
      if (next !== undefined) reached.add(next);
    }
  }
  return [...reached].slice(1);
}

/** The providers that give Convex the tokens of Clerk, Auth0, Convex Auth or Better Auth. */
const OTHER_AUTH =
  /\bConvexProviderWith(?:Clerk|Auth0)\b|\bConvex(?:Auth|BetterAuth)(?:Nextjs)?(?:Server)?Provider\b/;

const CONVEX_CLIENT = /\bnew ConvexReactClient\b/;

/** An import of a package that signs people in or hands tokens over, unlike `@workos-inc/node`. */
const AUTHKIT_IMPORT = /["'](?:@workos(?:-inc)?\/authkit-|@convex-dev\/workos\b)/;

/** The one import of a file that mounts AuthKit's provider and asks it nothing. */
const ONLY_THE_PROVIDER = /\bimport\s*\{\s*AuthKitProvider\s*,?\s*\}\s*from\s*["']@workos[^"']*["']/;

/** What an app that signs people in with WorkOS mentions somewhere: a package, a variable, an address, a class. */
const NAMES_WORKOS = /@workos|WORKOS_|workos\.com|\bWorkOS|AuthKit/;

/** What gives Convex a token, whoever issued it. */
const GIVES_TOKENS = /\bConvexProviderWith|\bsetAuth\b|\bfetchAccessToken\b/;

/**
 * The AuthKit packages of an app, as `declaredAuthkit` finds them; none where the app hands Convex the tokens of
 * another auth and imports no AuthKit SDK, or only its provider (what a migration left behind signs nobody in), and none where it
 * makes a Convex client and its sources do not even name WorkOS. That Convex functions name it is not enough where the
 * app gives Convex no tokens: its sign-in is still to be written.
 */
function authkitOf(
  dir: string,
  own: WorkspacePackage,
  dependencies: readonly WorkspacePackage[],
  above: readonly Manifest[],
  evidence: AppEvidence,
): string[] {
  const declared = declaredAuthkit(dir, own, dependencies, above, evidence);
  if (declared.length === 0) return declared;
  const uses = (pattern: RegExp) =>
    [dir, ...dependencies.map((it) => it.dir)].some((from) => evidence.sources.mentions(from, pattern));
  const isLeftBehind =
    uses(OTHER_AUTH) &&
    ![dir, ...dependencies.map((it) => it.dir)].some((from) =>
      evidence.sources
        .matching(from, AUTHKIT_IMPORT)
        .some(({ text }) => AUTHKIT_IMPORT.test(text.replace(ONLY_THE_PROVIDER, ""))),
    );
  // One package.json may hold several folders that share a sign-in.
  const isUnused =
    uses(CONVEX_CLIENT) && !namesWorkos([dir, own.dir, ...dependencies.map((it) => it.dir)], uses, evidence);
  return isLeftBehind || isUnused ? [] : declared;
}

function namesWorkos(
  dirs: readonly string[],
  uses: (pattern: RegExp) => boolean,
  evidence: AppEvidence,
): boolean {
  const paths = dirs.flatMap((dir) => evidence.sources.matching(dir, NAMES_WORKOS).map(({ path }) => path));
  const { backends } = evidence.backends;
  if (paths.some((path) => !backends.some(({ functionsDir }) => isInDir(path, functionsDir)))) return true;
  return paths.length > 0 && uses(GIVES_TOKENS);
}

/**
 * The AuthKit packages of an app: its own; those that the packages it depends on bring for a user interface; those
 * that a package.json above it holds and its sources import.
 */
function declaredAuthkit(
  dir: string,
  own: WorkspacePackage,
  dependencies: readonly WorkspacePackage[],
  above: readonly Manifest[],
  evidence: AppEvidence,
): string[] {
  const backendDirs = new Set(evidence.backends.backends.map((it) => it.dir));
  const found = new Set(Object.keys(own.declared).filter(isAuthkitPackage));
  for (const { dir: dependency, declared } of dependencies) {
    const counts = backendDirs.has(dependency) ? isClientAuthkitPackage : isAuthkitPackage;
    for (const name of Object.keys(declared).filter(counts)) found.add(name);
  }
  const hoisted = above.flatMap(({ declared }) => Object.keys(declared).filter(isAuthkitPackage));
  for (const name of hoisted.filter((candidate) => !found.has(candidate))) {
    if (imports(name, dir, own.dir, evidence)) found.add(name);
  }
  return [...found].sort();
}

function imports(name: string, dir: string, packageDir: string, evidence: AppEvidence): boolean {
  const imported = new RegExp(String.raw`(?:from|import\(?|require\()\s*["']${name}(?:/[^"']*)?["']`);
  return evidence.sources.matching(dir, imported).some(({ path }) => evidence.packageOf(path) === packageDir);
}

function usesConvex(
  dir: string,
  own: WorkspacePackage,
  dependencies: readonly WorkspacePackage[],
  above: readonly Manifest[],
  sources: SourceTexts,
): boolean {
  if ([own, ...dependencies].some(({ declared }) => "convex" in declared)) return true;
  return (
    above.some(({ declared }) => "convex" in declared) &&
    sources.matching(dir, /["']convex\/(?:react|nextjs|browser)|\/_generated\/api["']/).length > 0
  );
}
