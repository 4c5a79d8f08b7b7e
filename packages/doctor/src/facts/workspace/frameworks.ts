import type { Manifest } from "./manifests.ts";
import type { Framework } from "./workspace.ts";

/** A package as the detection of its framework sees it. */
export interface PackageShape {
  /** Paths of its files, relative to the app's folder. */
  paths: readonly string[];
  declared: Readonly<Record<string, string>>;
  scripts: Readonly<Record<string, string>>;
}

interface FrameworkRule {
  framework: Framework;
  /** Any of these packages. */
  packages: RegExp;
  /** A file that only an app of this framework has. */
  file: RegExp;
  /** A script that starts or builds such an app. */
  script: RegExp;
}

const SOURCE = String.raw`\.[cm]?[jt]sx?$`;

/** The more specific first: a TanStack Start app also has Vite, an Electron app often too. */
const RULES: readonly FrameworkRule[] = [
  {
    framework: "electron",
    packages: /^electron$/,
    file: /^(?:forge\.config|electron-builder|electron\.vite\.config)\.|^(?:src\/)?(?:main|electron)\/(?:index|main)\./,
    script: /\belectron(?:-forge|-vite|-builder)?\b/,
  },
  {
    framework: "tanstack-start",
    packages: /^@tanstack\/(?:react-)?start$/,
    file: new RegExp(String.raw`(?:^|/)(?:__root|router|routeTree\.gen)${SOURCE}|^(?:app|vite)\.config\.`),
    script: /\b(?:vite|vinxi)\b/,
  },
  {
    framework: "nextjs",
    packages: /^next$/,
    file: new RegExp(
      String.raw`^next\.config\.|^(?:src/)?app/(?:.*/)?(?:page|layout|route)${SOURCE}|^(?:src/)?pages/.*${SOURCE}`,
    ),
    script: /\bnext (?:dev|build|start)\b|\bnext$/,
  },
  {
    framework: "remix",
    packages: /^@remix-run\/(?:react|node|dev|serve|cloudflare|server-runtime)$/,
    file: new RegExp(String.raw`^remix\.config\.|^(?:src|app)/root${SOURCE}`),
    script: /\bremix\b/,
  },
  {
    framework: "react-router",
    packages: /^@react-router\/(?:dev|node|serve|cloudflare)$/,
    file: new RegExp(String.raw`^react-router\.config\.|^(?:src|app)/root${SOURCE}`),
    script: /\breact-router (?:dev|build)\b/,
  },
  {
    framework: "expo",
    packages: /^expo$/,
    file: new RegExp(
      String.raw`^app\.(?:json|config\.[cm]?[jt]s)$|^(?:src/)?app/_layout${SOURCE}|^App\.[jt]sx?$`,
    ),
    script: /\bexpo (?:start|run|export|prebuild)\b/,
  },
  {
    framework: "vite-react",
    packages: /^(?:vite|rolldown-vite|@vitejs\/plugin-react(?:-swc|-oxc)?)$/,
    file: /(?:^|\/)index\.html$/,
    script: /\bvite(?: dev| serve| preview| --\S+|$| &&)/,
  },
  {
    framework: "bun-react",
    packages: /^(?:react|@types\/bun|bun-types|bun-plugin-tailwind)$/,
    file: /(?:^|\/)index\.html$/,
    script:
      /\bbun (?:run )?(?:--\S+ )*(?:\.\/)?(?:src\/)?(?:index|server|dev|main|frontend)\.(?:[jt]sx?|html)\b/,
  },
];

/** Libraries that draw a user interface, for what no rule names. */
const USER_INTERFACE =
  /^(?:react|react-dom|react-native|preact|vue|nuxt|svelte|@sveltejs\/kit|solid-js|@solidjs\/start|@angular\/core|astro|@builder\.io\/qwik|gatsby|react-scripts|wxt|plasmo|@tauri-apps\/api)$/;

const OTHER_APP_FILE =
  /(?:^|\/)index\.html$|^(?:astro|nuxt|wxt|rsbuild)\.config\.|^gatsby-config\.|^angular\.json$|^src\/app\.html$/;

/** Commands that serve an app; what only builds may as well build a library. */
const OTHER_APP_SCRIPT =
  /\b(?:(?:astro|nuxt|nuxi|vite|wxt|plasmo|rsbuild|vinxi|tauri) dev|(?:react-scripts|react-native|expo|ng) start|ng serve|webpack serve|gatsby develop|parcel \S*\.html)\b/;

/**
 * Tells the framework of an app, or null where the package is none: a library, a server, a command line. The
 * dependency alone never makes an app (component libraries depend on React and Next.js too).
 */
export function frameworkOf(shape: PackageShape): Framework | null {
  const names = Object.keys(shape.declared);
  const scripts = Object.values(shape.scripts);
  for (const rule of RULES) {
    if (!names.some((name) => rule.packages.test(name))) continue;
    if (rule.framework === "vite-react" && !drawsWithReact(names)) continue;
    if (rule.framework === "bun-react" && !isBunReact(shape, names, scripts)) continue;
    const hasFile = shape.paths.some((path) => rule.file.test(path) && !isServedAsIs(path));
    if (hasFile || scripts.some((script) => rule.script.test(script))) return rule.framework;
  }
  return isOther(shape, names, scripts) ? "other" : null;
}

function drawsWithReact(names: readonly string[]): boolean {
  return names.includes("react") || names.some((name) => name.startsWith("@vitejs/plugin-react"));
}

/** Bun serves React without a bundler of its own: nothing but React and Bun's own commands. */
function isBunReact(shape: PackageShape, names: readonly string[], scripts: readonly string[]): boolean {
  if (!names.includes("react") || names.some((name) => OTHER_BUNDLER.test(name))) return false;
  return (
    names.some((name) => /^(?:@types\/bun|bun-types|bun-plugin-\w+)$/.test(name)) ||
    shape.paths.some((path) => /^(?:bunfig\.toml|bun-env\.d\.ts|bun\.lockb?)$/.test(path)) ||
    scripts.some((script) => /\bbun --hot\b/.test(script))
  );
}

const OTHER_BUNDLER =
  /^(?:react-scripts|@rsbuild\/core|@rspack\/core|webpack|parcel|wxt|plasmo|astro|gatsby|expo|react-native)$/;

function isOther(shape: PackageShape, names: readonly string[], scripts: readonly string[]): boolean {
  if (!names.some((name) => USER_INTERFACE.test(name))) return false;
  return (
    shape.paths.some((path) => OTHER_APP_FILE.test(path) && !isServedAsIs(path)) ||
    scripts.some((script) => OTHER_APP_SCRIPT.test(script))
  );
}

/** A page that is copied as it is (`public/`, a coverage report) is no entry of an app. */
function isServedAsIs(path: string): boolean {
  return /(?:^|\/)(?:public|static|assets|coverage|docs|test|tests|e2e|__tests__|fixtures|email-templates)\//.test(
    path,
  );
}

/** Files by which the root of an app is known where its folder has no package.json of its own. */
const APP_ROOT_FILE =
  /(?:^|\/)(?:next\.config\.[cm]?[jt]s|react-router\.config\.[cm]?[jt]s|remix\.config\.[cm]?[jt]s|vite\.config\.[cm]?[jt]s)$/;

/**
 * Folders of a package that are apps of their own without a package.json: the layout of Nx, and of a single
 * package.json above `frontend/` and `backend/`. Just the package itself where its own folder is an app's root.
 *
 * @param paths of the package, relative to it
 * @returns folders relative to the package
 */
export function appRootsWithin(paths: readonly string[]): string[] {
  const dirs = new Set<string>();
  for (const path of paths) {
    if (APP_ROOT_FILE.test(path)) dirs.add(path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
  }
  const roots = [...dirs].filter((dir) => dir === "" || isAppRoot(dir, paths));
  return roots.includes("") || roots.length === 0 ? [""] : roots.sort();
}

function isAppRoot(dir: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) =>
      path === `${dir}/index.html` ||
      (path.startsWith(`${dir}/`) && /^next\.config|^(?:src\/|app\/)/.test(path.slice(dir.length + 1))),
  );
}

/** Everything a manifest may lend to a package below it: dependencies that a workspace root holds for all. */
export function inheriting(own: Manifest, above: readonly Manifest[]): Record<string, string> {
  return Object.assign({}, ...above.map(({ declared }) => declared), own.declared) as Record<string, string>;
}
