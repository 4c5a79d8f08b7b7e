import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import { returnedExpressions } from "../../source/bindings.ts";
import { methodsOfObject } from "./exported-methods.ts";
import { normalized } from "./route-path.ts";
import type { Route, RouteMethod } from "./routes.ts";

const ROUTE_FILE = /\.[jt]sx?$/;
const MAKERS = new Set([
  "createFileRoute",
  "createLazyFileRoute",
  "createServerFileRoute",
  "createAPIFileRoute",
]);

/**
 * The file routes of TanStack Router and Start. The text in `createFileRoute("/x")` is what the generator keeps in
 * step with the file, so it is the truth; a file without it takes its path from its name.
 *
 * @param folders of routes, relative to the examined root
 */
export function tanstackRoutes(graph: ModuleGraph, folders: readonly string[]): Route[] {
  const routes: Route[] = [];
  for (const folder of folders) {
    for (const file of graph.files.files) {
      if (!file.startsWith(`${folder}/`) || !ROUTE_FILE.test(file)) continue;
      const name = file.slice(folder.length + 1).replace(ROUTE_FILE, "");
      const text = graph.files.read(file) ?? "";
      const written =
        /\bcreate(?:Lazy|Server|API)?FileRoute\s*\(\s*(["'`])([^"'`$]*|[^"'`]*\$[^"'`{]*)\1/.exec(text)?.[2];
      if (written === undefined && !/\bcreate\w*FileRoute\b/.test(text)) continue;
      const path = tanstackPath(written ?? name);
      if (path === null) continue;
      const module = graph.module(file);
      const methods = module === undefined ? [] : serverMethods(graph, module);
      const isPage = methods.length === 0 || /\bcomponent\s*:/.test(text);
      routes.push({ path, file, kind: isPage ? "page" : "handler", methods });
    }
  }
  return routes;
}

/** The URL pattern behind the id of a route or the name of its file; null for what is no route of its own. */
export function tanstackPath(id: string): string | null {
  if (/(?:^|\/)__root(?:$|\.)/.test(id)) return null;
  const segments = id
    .split("/")
    .flatMap((part) => part.split(/\.(?![^[]*\])/))
    .map((part) => part.replace(/\[([^\]]*)\]/g, "$1"));
  if (segments.some((segment) => segment.startsWith("-"))) return null;
  const kept = segments.filter(
    (segment, index) =>
      !/^_|^\(.*\)$|^index$|^lazy$/.test(segment) && !(segment === "route" && index === segments.length - 1),
  );
  return normalized(
    kept
      .map((segment) => segment.replace(/_$/, ""))
      .map((segment) => {
        if (segment === "$") return "[[...rest]]";
        return segment.startsWith("$")
          ? `[${segment.slice(1)}]`
          : segment.replace(/^\{-\$(.*)\}$/, "[[...$1]]");
      })
      .join("/"),
  );
}

function serverMethods(graph: ModuleGraph, module: ParsedModule): RouteMethod[] {
  const methods: RouteMethod[] = [];
  for (const node of module.nodes) {
    if (node.type !== "CallExpression") continue;
    const maker = makerOf(node);
    const options = node.arguments[0];
    if (maker === undefined || options === undefined) continue;
    if (maker === "methods") {
      methods.push(...methodsOfObject(graph, module, handlersObject(options)));
      continue;
    }
    if (maker === "createAPIFileRoute") {
      methods.push(...methodsOfObject(graph, module, options));
      continue;
    }
    const server = propertyNamed(options, "server");
    const handlers = server === undefined ? undefined : propertyNamed(server, "handlers");
    if (handlers !== undefined) methods.push(...methodsOfObject(graph, module, handlersObject(handlers)));
  }
  return methods;
}

/** The maker behind `createFileRoute("/x")(…)`, or `methods` for `createServerFileRoute("/x").methods(…)`. */
function makerOf(call: CallExpression): string | undefined {
  const callee = withoutTypes(call.callee);
  if (callee.type === "CallExpression") {
    const inner = withoutTypes(callee.callee);
    return inner.type === "Identifier" && MAKERS.has(inner.name) ? inner.name : undefined;
  }
  if (
    callee.type === "MemberExpression" &&
    keyName({ key: callee.property, computed: callee.computed }) === "methods"
  ) {
    const object = withoutTypes(callee.object);
    return object.type === "CallExpression" ? "methods" : undefined;
  }
  return undefined;
}

/** `({ createHandlers }) => createHandlers({ GET: … })` gives the inner object. */
function handlersObject(node: Node): Node {
  const value = withoutTypes(node);
  if (!isFunction(value)) return value;
  const [returned] = returnedExpressions(value);
  const inner = returned === undefined ? value : withoutTypes(returned);
  const argument = inner.type === "CallExpression" ? inner.arguments[0] : undefined;
  return argument ?? inner;
}

function propertyNamed(node: Node, name: string): Node | undefined {
  const object = withoutTypes(node);
  if (object.type !== "ObjectExpression") return undefined;
  for (const property of object.properties) {
    if (property.type === "Property" && keyName(property) === name) return property.value;
  }
  return undefined;
}

/** The folders in which an app keeps its file routes; `routesDirectory` of its config may move them. */
export function tanstackRouteFolders(graph: ModuleGraph, appDir: string): string[] {
  const at = (path: string): string => (appDir === "" ? path : `${appDir}/${path}`);
  const folders = new Set(["src/routes", "app/routes", "routes"]);
  for (const name of [
    "tsr.config.json",
    "vite.config.ts",
    "vite.config.mts",
    "vite.config.js",
    "app.config.ts",
  ]) {
    const text = graph.files.has(at(name)) ? graph.files.read(at(name)) : undefined;
    for (const match of text?.matchAll(/\broutesDirectory["']?\s*:\s*["'`]([^"'`$]+)["'`]/g) ?? []) {
      const folder = (match[1] ?? "").replace(/^\.?\//, "").replace(/\/$/, "");
      folders.add(folder).add(`src/${folder}`).add(`app/${folder}`);
    }
  }
  return [...folders]
    .map(at)
    .filter((folder) => graph.files.files.some((path) => path.startsWith(`${folder}/`)));
}
