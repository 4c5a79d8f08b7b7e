/** Folders that never hold sources of the project, whatever stands beside them. */
const NEVER_SOURCES = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  "__pycache__",
  "storybook-static",
  "playwright-report",
  "DerivedData",
]);

/** Hidden folders that people write by hand; all others belong to tools (`.git`, `.next`, `.vercel`, `.agents`). */
const WRITTEN_HIDDEN_FOLDERS = new Set([
  ".azure",
  ".azure-pipelines",
  ".buildkite",
  ".ci",
  ".circleci",
  ".devcontainer",
  ".do",
  ".forgejo",
  ".gitea",
  ".github",
  ".gitlab",
  ".well-known",
  ".woodpecker",
]);

/** Names of output folders that are also fine names for a folder of sources. */
const OUTPUT_NAME = /^(?:dist|dist-\w+|build|out|output|coverage|target|Pods|venv|test-results)$/;

/** Files beside which a folder with such a name is the output of that package's build. */
const BUILT_PACKAGE = new Set([
  "package.json",
  "build.gradle",
  "build.gradle.kts",
  "Cargo.toml",
  "Podfile",
  "pyproject.toml",
]);

/** Folders in which `build` or `out` is a route or a module, whatever `.gitignore` says. */
const SOURCE_FOLDER =
  /(?:^|\/)(?:src|app|pages|routes|components|features|modules|lib|server|client|convex)\//;

/** What the walk knows of a folder that may be the output of a build. */
export interface OutputCandidate {
  /** Path relative to the examined root. */
  path: string;
  /** Its own name. */
  name: string;
  /** Names of what stands beside it. */
  siblings: readonly string[];
  /** Names of what it holds. */
  children(): readonly string[];
  /** Whether a `.gitignore` of the project covers it. */
  isGitignored(): boolean;
}

/** Whether a folder is never walked, by its name alone. */
export function isToolFolder(name: string): boolean {
  return NEVER_SOURCES.has(name) || (name.startsWith(".") && !WRITTEN_HIDDEN_FOLDERS.has(name));
}

/**
 * Whether a folder is what a build, a test run or a package manager wrote. A name alone never decides: `src/build`
 * and `app/build/page.tsx` are sources, `build` beside a package.json is output unless it is a package or holds
 * TypeScript.
 */
export function isOutputFolder(candidate: OutputCandidate): boolean {
  if (!OUTPUT_NAME.test(candidate.name)) return false;
  const children = candidate.children();
  if (children.some((child) => /(?<!\.d)\.[cm]?tsx?$|\.(?:jsx|vue|svelte|astro)$/.test(child))) return false;
  if (candidate.isGitignored()) return !SOURCE_FOLDER.test(candidate.path);
  if (children.includes("package.json")) return false;
  return candidate.siblings.some((sibling) => BUILT_PACKAGE.has(sibling));
}
