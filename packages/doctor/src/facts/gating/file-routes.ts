import { functionOf, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { folderOf } from "../../source/path.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, literalText, withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "./app-sources.ts";
import { nameOfCallee } from "./conditions.ts";

/** A component of the project with the file it is written in. */
export interface Component {
  module: ParsedModule;
  fn: FunctionLike;
}

/** A route of TanStack Router that is declared in a file of its own. */
export interface FileRoute {
  /** `/_authenticated/notes`; `""` for the root route. */
  id: string;
  module: ParsedModule;
  /** The options object; null when it is not written there. */
  options: Node | null;
  /** Its component; null when it has none (it then shows its child routes), undefined when it cannot be told. */
  component: Component | null | undefined;
}

/** All file routes of an app that uses TanStack Router. */
export function tanstackRoutes(sources: AppSources): FileRoute[] {
  const routes: FileRoute[] = [];
  for (const module of sources.mentioning(/create(?:Lazy)?(?:File|Root)Route/)) {
    for (const node of module.nodes) {
      if (node.type !== "CallExpression") continue;
      const declared = declaredRoute(node);
      if (declared === undefined) continue;
      const { id, options } = declared;
      routes.push({ id, module, options, component: componentIn(sources, module, options) });
    }
  }
  return routes;
}

/**
 * Whether a route asks something before it is shown that may be Convex's verdict: a guard of a single-page app usually
 * gets it through the router's context. On a server there is none, so a guard there proves the WorkOS session only.
 */
export function mayAwaitConvex({ options, module }: FileRoute, { app }: AppSources): boolean {
  if (options?.type !== "ObjectExpression") return options !== null;
  return options.properties.some((property) => {
    if (property.type === "SpreadElement") return true;
    if (!/^(?:beforeLoad|loader)$/.test(keyName(property) ?? "")) return false;
    const text = module.text.slice(property.start, property.end);
    return app.framework !== "tanstack-start" || /isAuthenticated/.test(text);
  });
}

/** The routes around a route, the outermost first. */
export function parentsOf(route: FileRoute, routes: readonly FileRoute[]): FileRoute[] {
  const segments = route.id.split("/").filter(Boolean);
  const around = routes.filter((other) => {
    if (other === route || other.id === route.id) return false;
    const own = other.id.split("/").filter(Boolean);
    // An index route (`/notes/`) has no child routes.
    if (other.id !== "" && other.id.endsWith("/")) return false;
    return own.length < segments.length && own.every((segment, index) => segment === segments[index]);
  });
  return around.sort((one, other) => one.id.length - other.id.length);
}

function declaredRoute(call: CallExpression): { id: string; options: Node | null } | undefined {
  const options = call.arguments[0];
  const written = options === undefined ? null : withoutTypes(options);
  // `createFileRoute("/notes")({ … })`, `createRootRouteWithContext<Context>()({ … })`
  const callee = withoutTypes(call.callee);
  if (callee.type === "CallExpression") {
    const name = nameOfCallee(callee);
    if (name === "createRootRouteWithContext") return { id: "", options: written };
    if (name !== "createFileRoute" && name !== "createLazyFileRoute") return undefined;
    const id = literalText(callee.arguments[0]);
    return id === undefined ? undefined : { id, options: written };
  }
  return nameOfCallee(call) === "createRootRoute" ? { id: "", options: written } : undefined;
}

function componentIn(
  sources: AppSources,
  module: ParsedModule,
  options: Node | null,
): Component | null | undefined {
  if (options === null) return null;
  if (options.type !== "ObjectExpression") return undefined;
  for (const property of options.properties) {
    if (property.type === "SpreadElement") return undefined;
    if (keyName(property) !== "component") continue;
    const value = withoutTypes(property.value);
    if (isFunction(value)) return { module, fn: value };
    const origin = resolveIdentifier(sources.graph, module, value);
    const fn = functionOf(origin);
    return fn === undefined || origin.kind !== "local" ? undefined : { module: origin.module, fn };
  }
  return null;
}

const PAGE = /\/page\.[jt]sx?$/;

/**
 * The layouts that Next.js puts around the page, layout or template in a file, the outermost first.
 *
 * @returns undefined when the app router renders nothing of the file, or a layout cannot be read
 */
export function nextLayouts(sources: AppSources, path: string): Component[] | undefined {
  const { dir } = sources.app;
  const own = dir === "" ? path : path.slice(dir.length + 1);
  const match = /^((?:src\/)?app)((?:\/[^/]+)*)\/(page|layout|template)\.[jt]sx?$/.exec(own);
  if (match === null || (dir !== "" && !path.startsWith(`${dir}/`))) return undefined;
  const [, root = "", below = ""] = match;
  // A layout without a page below it is never rendered.
  const folder = folderOf(path);
  if (match[3] !== "page" && !sources.some((it) => it.startsWith(`${folder}/`) && PAGE.test(it)))
    return undefined;
  const folders = [dir === "" ? root : `${dir}/${root}`];
  for (const segment of below.split("/").filter(Boolean)) folders.push(`${folders.at(-1) ?? ""}/${segment}`);
  const layouts: Component[] = [];
  for (const folder of folders) {
    for (const name of ["layout", "template"]) {
      const file = ["tsx", "jsx", "js", "ts"]
        .map((it) => `${folder}/${name}.${it}`)
        .find((it) => sources.has(it));
      if (file === path) return layouts;
      if (file === undefined) continue;
      const origin = resolveExport(sources.graph, file, "default");
      const fn = functionOf(origin);
      if (fn === undefined || origin.kind !== "local") return undefined;
      layouts.push({ module: origin.module, fn });
    }
  }
  return layouts;
}
