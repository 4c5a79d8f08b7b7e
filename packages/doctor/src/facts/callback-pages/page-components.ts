import { functionOf, resolveIdentifier } from "../../source/bindings.ts";
import { evaluate } from "../../source/evaluate.ts";
import type { JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { walk, withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "../gating/app-sources.ts";
import { lazyFunction } from "../gating/component-sites.ts";
import { type Component, tanstackRoutes } from "../gating/file-routes.ts";
import { tagName, writtenAttribute } from "../gating/jsx-elements.ts";
import { isRouterElement } from "../gating/rendered-slots.ts";

/** A component that a client-side router shows at a path. */
export interface PageComponent extends Component {
  path: string;
}

/** The components that React Router or TanStack Router show at literal paths. */
export function pageComponents(sources: AppSources): PageComponent[] {
  const pages: PageComponent[] = [];
  for (const { id, component } of tanstackRoutes(sources)) {
    if (component) pages.push({ path: pathOfRouteId(id), ...component });
  }
  for (const module of sources.mentioning(/<Route\b|Router\(\s*\[/)) {
    for (const node of module.nodes) {
      if (node.type === "JSXElement") pages.push(...pagesOfElement(sources, module, node));
      else if (node.type === "ObjectExpression") pages.push(...pagesOfObject(sources, module, node));
    }
  }
  return pages;
}

/** `/_auth/(public)/callback` is shown at `/callback`. */
function pathOfRouteId(id: string): string {
  const segments = id.split("/").filter((it) => it !== "" && !it.startsWith("_") && !/^\(.*\)$/.test(it));
  return `/${segments.map((it) => it.replace(/_$/, "")).join("/")}`;
}

function pagesOfElement(sources: AppSources, module: ParsedModule, element: JSXElement): PageComponent[] {
  if (!isRoute(sources, module, element)) return [];
  const path = joined(
    ancestorsOf(element),
    (it) =>
      it.type === "JSXElement" && isRoute(sources, module, it)
        ? writtenAttribute(it.openingElement, "path")
        : null,
    sources,
    module,
  );
  if (path === undefined) return [];
  const shown = writtenAttribute(element.openingElement, "element");
  const component = writtenAttribute(element.openingElement, "Component");
  return [
    ...(shown === null ? [] : componentsIn(sources, module, shown)),
    ...(component === null ? [] : componentNamed(sources, module, component)),
  ].map((it) => ({ path, ...it }));
}

function isRoute({ graph }: AppSources, module: ParsedModule, { openingElement }: JSXElement): boolean {
  return (
    tagName(openingElement) === undefined &&
    isRouterElement(resolveIdentifier(graph, module, openingElement.name), "Route")
  );
}

function pagesOfObject(
  sources: AppSources,
  module: ParsedModule,
  object: Extract<Node, { type: "ObjectExpression" }>,
): PageComponent[] {
  const shown = propertyOf(object, "element");
  const component = propertyOf(object, "Component");
  if ((shown === null && component === null) || propertyOf(object, "path") === null) return [];
  const path = joined(
    ancestorsOf(object),
    (it) => (it.type === "ObjectExpression" ? propertyOf(it, "path") : null),
    sources,
    module,
  );
  if (path === undefined) return [];
  return [
    ...(shown === null ? [] : componentsIn(sources, module, shown)),
    ...(component === null ? [] : componentNamed(sources, module, component)),
  ].map((it) => ({ path, ...it }));
}

function propertyOf(object: Extract<Node, { type: "ObjectExpression" }>, name: string): Node | null {
  const property = object.properties.find((it) => it.type === "Property" && keyName(it) === name);
  return property?.type === "Property" ? property.value : null;
}

/** A node and everything around it, from outside in. */
function ancestorsOf(node: Node): Node[] {
  const nodes: Node[] = [];
  for (let outer: Node | null | undefined = node; outer; outer = outer.parent) nodes.unshift(outer);
  return nodes;
}

/** Joins the paths of nested routes; undefined when one of them is no plain text. */
function joined(
  around: readonly Node[],
  pathOf: (node: Node) => Node | null,
  { graph }: AppSources,
  module: ParsedModule,
): string | undefined {
  let path = "";
  for (const node of around) {
    const written = pathOf(node);
    if (written === null) continue;
    const value = evaluate(graph, module, written);
    if (value.kind !== "string") return undefined;
    path = value.value.startsWith("/") ? value.value : `${path}/${value.value}`;
  }
  return path.replace(/\/+/g, "/").replace(/(.)\/$/, "$1") || "/";
}

function componentsIn(sources: AppSources, module: ParsedModule, shown: Node): Component[] {
  const components: Component[] = [];
  walk(shown, (node) => {
    if (node.type === "JSXOpeningElement" && tagName(node) === undefined) {
      components.push(...componentNamed(sources, module, node.name));
    }
  });
  return components;
}

function componentNamed({ graph }: AppSources, module: ParsedModule, name: Node): Component[] {
  const origin = resolveIdentifier(graph, module, withoutTypes(name));
  const fn = functionOf(origin);
  if (fn !== undefined && origin.kind === "local") return [{ module: origin.module, fn }];
  const lazy = lazyFunction(graph, origin);
  return lazy === undefined ? [] : [lazy];
}
