import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { literalText, nodesAround, withoutTypes } from "../../source/walk.ts";
import { fromColonPath, normalized } from "./route-path.ts";
import type { Route } from "./routes.ts";

/** What a file says about routes that the browser switches between. */
export const CLIENT_ROUTER =
  /<(?:[\w.]*Route)\b|\bcreate(?:Browser|Hash|Memory)Router\b|\buseRoutes\b|\bRouteObject\b|\bpathname\b|\bcreateRoute\b/;

/**
 * The routes that a file of a single-page app declares: `<Route path>` elements with their nesting, route objects of
 * `createBrowserRouter` and `useRoutes`, `createRoute({ path })`, and comparisons with `location.pathname`.
 */
export function clientRoutes(module: ParsedModule): Route[] {
  const found: Route[] = [];
  const add = (path: string): void => {
    if (!found.some((route) => route.path === path)) {
      found.push({ path, file: module.path, kind: "page", methods: [] });
    }
  };
  for (const node of module.nodes) {
    if (node.type === "JSXOpeningElement") {
      const path = elementName(node).endsWith("Route") ? pathAttribute(node) : undefined;
      if (path === undefined) continue;
      const outer = nodesAround(node, module.program).flatMap((parent) =>
        parent.type === "JSXElement" && parent.openingElement !== node
          ? [pathAttribute(parent.openingElement) ?? ""]
          : [],
      );
      add(joined([...outer, path]));
    } else if (node.type === "Property" && keyName(node) === "path" && isRouteObject(node.parent)) {
      const path = literalText(node.value);
      const outer = nodesAround(node, module.program)
        .slice(0, -1)
        .flatMap((parent) => (parent.type === "ObjectExpression" ? [pathProperty(parent) ?? ""] : []));
      if (path !== undefined) add(joined([...outer, path]));
    } else if (node.type === "BinaryExpression" && /^===?$/.test(node.operator)) {
      const path = comparedPath(node.left, node.right) ?? comparedPath(node.right, node.left);
      if (path !== undefined) add(normalized(path));
    } else if (node.type === "SwitchStatement" && isPathname(node.discriminant)) {
      for (const { test } of node.cases) {
        const path = literalText(test);
        if (path?.startsWith("/") === true) add(normalized(path));
      }
    } else if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
      const [first] = node.arguments;
      const path = literalText(first);
      const method = keyName({ key: node.callee.property, computed: node.callee.computed });
      if (
        method === "startsWith" &&
        isPathname(node.callee.object) &&
        path?.startsWith("/") === true &&
        path !== "/"
      ) {
        add(normalized(`${path}/[[...rest]]`));
      }
    }
  }
  return found;
}

function elementName(node: Extract<Node, { type: "JSXOpeningElement" }>): string {
  return node.name.type === "JSXIdentifier" ? node.name.name : "";
}

function pathAttribute(node: Extract<Node, { type: "JSXOpeningElement" }>): string | undefined {
  for (const attribute of node.attributes) {
    if (attribute.type !== "JSXAttribute" || attribute.name.name !== "path") continue;
    const { value } = attribute;
    if (value === null) return undefined;
    return literalText(value.type === "JSXExpressionContainer" ? value.expression : value);
  }
  return undefined;
}

/** An object with a `path` and something that only a route has. */
function isRouteObject(node: Node | undefined): boolean {
  if (node?.type !== "ObjectExpression") return false;
  return node.properties.some(
    (property) =>
      property.type === "Property" &&
      /^(?:element|Component|component|children|lazy|loader|action|errorElement|getParentRoute)$/.test(
        keyName(property) ?? "",
      ),
  );
}

function pathProperty(object: Extract<Node, { type: "ObjectExpression" }>): string | undefined {
  if (!isRouteObject(object)) return undefined;
  for (const property of object.properties) {
    if (property.type === "Property" && keyName(property) === "path") return literalText(property.value);
  }
  return undefined;
}

function joined(paths: readonly string[]): string {
  // A path that starts with a slash is absolute, wherever it is nested.
  const start = paths.findLastIndex((path) => path.startsWith("/"));
  return fromColonPath(paths.slice(Math.max(start, 0)).join("/"));
}

function comparedPath(pathname: Node, other: Node): string | undefined {
  const text = literalText(other);
  return text?.startsWith("/") === true && isPathname(pathname) ? text : undefined;
}

function isPathname(node: Node): boolean {
  const inner = withoutTypes(node);
  if (inner.type === "Identifier") return /^(?:path|pathname|currentPath|route)$/.test(inner.name);
  return (
    inner.type === "MemberExpression" &&
    keyName({ key: inner.property, computed: inner.computed }) === "pathname"
  );
}

/** The routes of React Router's framework mode, from its `routes.ts`. */
export interface FrameworkRoutes {
  routes: { path: string; file: string | null }[];
  /** Whether everything in the file was understood. */
  complete: boolean;
  /** Whether files of `routes/` are routes by their names (`flatRoutes()`). */
  flat: boolean;
}

/** Reads `route()`, `index()`, `layout()` and `prefix()` of a `routes.ts`. */
export function frameworkRoutes(graph: ModuleGraph, module: ParsedModule): FrameworkRoutes {
  const result: FrameworkRoutes = { routes: [], complete: true, flat: false };
  const fileOf = (node: Node | undefined): string | null => {
    const text = literalText(node);
    if (text === undefined) return null;
    const resolved = graph.resolve(module.path, text.startsWith(".") ? text : `./${text}`);
    return resolved.kind === "file" ? resolved.path : null;
  };
  const readList = (node: Node | undefined, prefix: string): void => {
    const list = node === undefined ? undefined : withoutTypes(node);
    if (list?.type === "AwaitExpression") return readList(list.argument, prefix);
    if (list?.type === "CallExpression") return readEntry(list, prefix);
    if (list?.type !== "ArrayExpression") {
      if (list !== undefined) result.complete = false;
      return;
    }
    for (const element of list.elements) {
      if (element !== null) readEntry(element.type === "SpreadElement" ? element.argument : element, prefix);
    }
  };
  const readEntry = (node: Node, prefix: string): void => {
    const value = withoutTypes(node);
    const entry = value.type === "AwaitExpression" ? withoutTypes(value.argument) : value;
    const callee = entry.type === "CallExpression" ? withoutTypes(entry.callee) : null;
    if (entry.type !== "CallExpression" || callee?.type !== "Identifier") {
      result.complete = false;
      return;
    }
    const args = entry.arguments;
    const first = literalText(args[0]);
    switch (callee.name) {
      case "flatRoutes":
        result.flat = true;
        return;
      case "index":
        result.routes.push({ path: normalized(prefix), file: fileOf(args[0]) });
        return;
      case "layout":
        return readList(
          args.slice(1).find((it) => it.type === "ArrayExpression"),
          prefix,
        );
      case "prefix":
        if (first === undefined) result.complete = false;
        else readList(args[1], `${prefix}/${first}`);
        return;
      case "route": {
        if (first === undefined) {
          result.complete = false;
          return;
        }
        result.routes.push({ path: fromColonPath(`${prefix}/${first}`), file: fileOf(args[1]) });
        return readList(
          args.slice(2).find((it) => it.type === "ArrayExpression"),
          `${prefix}/${first}`,
        );
      }
      default:
        result.complete = false;
    }
  };
  for (const node of module.nodes) {
    if (node.type === "ExportDefaultDeclaration") readList(node.declaration, "");
  }
  return result;
}

/**
 * URL pattern of a file in `app/routes` by the flat naming of Remix and React Router, e.g. `auth.callback`,
 * `_auth.login`, `notes.$id`, `_index`.
 */
export function flatRoutePath(name: string): string {
  const parts = name
    .replace(/\/(?:route|index)$/, "")
    .split(/[./](?![^[]*\])/)
    .map((part) => part.replace(/\[([^\]]*)\]/g, "$1"));
  return normalized(
    parts
      .filter((part) => !part.startsWith("_"))
      .map((part) => part.replace(/_$/, ""))
      .map((part) => {
        if (part === "$") return "[[...rest]]";
        if (part.startsWith("$")) return `[${part.slice(1)}]`;
        return part.replace(/^\(\$?(.*)\)$/, "[[...$1]]");
      })
      .join("/"),
  );
}
