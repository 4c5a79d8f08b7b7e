import type { Origin } from "../../source/binding-resolver.ts";
import { functionOf, resolveExport } from "../../source/bindings.ts";
import { folderOf } from "../../source/path.ts";
import type { AppSources } from "./app-sources.ts";
import type { Component } from "./file-routes.ts";

/**
 * The components of Expo Router that an app mounts when it is opened, by file, each with the layouts around it, the
 * outermost first. Screens that are only reached by a navigation are none of them: nobody loads those by an address.
 */
export type ExpoStart = ReadonlyMap<string, readonly Component[]>;

const LAYOUT = ["_layout.tsx", "_layout.jsx", "_layout.ts", "_layout.js"];

/** A layout that decides for each screen whether it may be shown. */
const GUARDS_SCREENS = /\bProtected\b|\bredirect\s*[=:]/;

/**
 * What an Expo app mounts first: the only `index` outside of named folders, and the layouts around it. Empty where
 * there are several, or a layout cannot be read or guards its screens.
 */
export function expoStart(sources: AppSources): ExpoStart {
  const { graph, app } = sources;
  const prefix = app.dir === "" ? "" : `${app.dir}/`;
  const root = [`${prefix}app`, `${prefix}src/app`].find((dir) =>
    LAYOUT.some((name) => sources.has(`${dir}/${name}`)),
  );
  if (root === undefined) return new Map();
  const pages = graph.files.files.filter(
    (path) => path.startsWith(`${root}/`) && INDEX.test(path.slice(root.length)) && sources.has(path),
  );
  const [page, another] = pages;
  if (page === undefined || another !== undefined) return new Map();
  const start = new Map<string, readonly Component[]>();
  const layouts: Component[] = [];
  for (const folder of foldersBetween(root, folderOf(page))) {
    const file = LAYOUT.map((name) => `${folder}/${name}`).find(sources.has);
    if (file === undefined) continue;
    const layout = componentOf(sources, file);
    if (layout === undefined || GUARDS_SCREENS.test(layout.module.text)) return new Map();
    start.set(file, [...layouts]);
    layouts.push(layout);
  }
  return start.set(page, layouts);
}

/** `/index.tsx`, `/(tabs)/index.tsx`: folders in parentheses are no part of the address. */
const INDEX = /^(?:\/\([^/,]+\))*\/index\.[jt]sx?$/;

function foldersBetween(root: string, inner: string): string[] {
  const folders = [root];
  for (const segment of inner.slice(root.length).split("/").filter(Boolean)) {
    folders.push(`${folders.at(-1) ?? ""}/${segment}`);
  }
  return folders;
}

function componentOf({ graph }: AppSources, file: string): Component | undefined {
  const origin = resolveExport(graph, file, "default");
  const fn = functionOf(origin);
  return fn === undefined || origin.kind !== "local" ? undefined : { module: origin.module, fn };
}

/** Whether an element shows the screens below a layout: Expo Router's `<Slot>` and its navigators. */
export function showsScreens(origin: Origin): boolean {
  if (origin.kind !== "package" || origin.package !== "expo-router" || origin.members.length > 0)
    return false;
  const { subpath, exported } = origin;
  if (subpath === "drawer") return exported === "Drawer" || exported === "default";
  return ["", "stack", "tabs"].includes(subpath) && /^(?:Slot|Stack|Tabs)$/.test(exported);
}
