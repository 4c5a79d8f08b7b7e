import { normalized } from "./route-path.ts";
import type { ServerEntryKind } from "./routes.ts";

/** A file that the app router of Next.js renders or runs. */
export interface NextEntry {
  kind: ServerEntryKind;
  /** URL pattern; for a layout, that of its folder. */
  path: string;
  file: string;
}

/** Folders of the two routers of a Next.js app, relative to the examined root; null for a router that is not used. */
export interface NextFolders {
  app: string | null;
  pages: string | null;
  /** Where Next.js looks for `proxy` and `middleware`: beside the routers. */
  beside: string;
}

/**
 * Finds the folders of the routers as Next.js does: at the root of the app, else in `src`.
 *
 * @param paths of all files
 */
export function nextFolders(paths: readonly string[], appDir: string): NextFolders {
  const prefix = appDir === "" ? "" : `${appDir}/`;
  const exists = (dir: string): boolean => paths.some((path) => path.startsWith(`${prefix}${dir}/`));
  const find = (name: string): string | null =>
    [name, `src/${name}`].find(exists)?.replace(/^/, prefix) ?? null;
  const app = find("app");
  const pages = find("pages");
  const router = pages ?? app ?? `${prefix}app`;
  return { app, pages, beside: router.includes("/") ? router.slice(0, router.lastIndexOf("/")) : "" };
}

const FILE_KINDS: Record<string, ServerEntryKind> = {
  page: "page",
  route: "handler",
  layout: "layout",
  template: "template",
  "not-found": "not-found",
};

/**
 * The pages, layouts and handlers of an app-router folder. Route groups and parallel slots add nothing to a path;
 * private folders and intercepting routes have none of their own.
 *
 * @param extensions of pages, without a dot (`pageExtensions`)
 */
export function nextAppEntries(
  paths: readonly string[],
  folder: string,
  extensions: readonly string[],
): NextEntry[] {
  const found: NextEntry[] = [];
  for (const file of paths) {
    if (!file.startsWith(`${folder}/`)) continue;
    const segments = file.slice(folder.length + 1).split("/");
    const name = segments.pop() ?? "";
    const extension = extensions.find((it) => name.endsWith(`.${it}`));
    const kind = extension === undefined ? undefined : FILE_KINDS[name.slice(0, -extension.length - 1)];
    if (kind === undefined) continue;
    const path = appPath(segments);
    if (path !== null) found.push({ kind, path, file });
  }
  return found;
}

function appPath(folders: readonly string[]): string | null {
  const kept: string[] = [];
  for (const folder of folders) {
    if (folder.startsWith("_") || /^\(\.{1,3}\)/.test(folder)) return null;
    if (folder.startsWith("@") || /^\(.*\)$/.test(folder)) continue;
    kept.push(folder.replace(/^%5F/i, "_"));
  }
  return normalized(kept.join("/"));
}

/** The pages and API handlers of a pages-router folder. */
export function nextPagesEntries(
  paths: readonly string[],
  folder: string,
  extensions: readonly string[],
): NextEntry[] {
  return paths.flatMap((file): NextEntry[] => {
    if (!file.startsWith(`${folder}/`)) return [];
    const inside = file.slice(folder.length + 1);
    const extension = extensions.find((it) => inside.endsWith(`.${it}`));
    if (extension === undefined || inside.endsWith(`.d.${extension}`)) return [];
    const name = inside.slice(0, -extension.length - 1);
    if (/^(?:_app|_document|_error|404|500)$/.test(name)) return [];
    const path = normalized(name.replace(/(^|\/)index$/, "$1"));
    return [{ kind: /^api(?:\/|$)/.test(name) ? "handler" : "page", path, file }];
  });
}
