import type { Origin } from "../../source/binding-resolver.ts";
import { calleeOf, functionOf, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, literalText, walk, withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "./app-sources.ts";
import { nameOfCallee } from "./conditions.ts";
import type { Component } from "./file-routes.ts";
import { attributeName, attributeValue, tagName } from "./jsx-elements.ts";

/** One place that uses a component or hook of the project. */
export type Site =
  | { kind: "element"; module: ParsedModule; element: JSXElement }
  | { kind: "call"; module: ParsedModule; call: CallExpression }
  /** `component: Page` of a route, or `Component={Page}`; `option` is the property or attribute. */
  | { kind: "option"; module: ParsedModule; option: Node };

/** Properties of routes that name the component to be shown. */
const COMPONENT_OPTION = /^[cC]omponent$/;

/** Finds where the components and hooks of an app are used; each file is looked through once, when it is needed. */
export class ComponentSites {
  readonly #sources: AppSources;
  readonly #byModule = new Map<ParsedModule, Map<FunctionLike, Site[]>>();
  readonly #byFunction = new Map<FunctionLike, Site[]>();

  constructor(sources: AppSources) {
    this.#sources = sources;
  }

  /** The places that certainly use a function; places that cannot be resolved are not among them. */
  of(module: ParsedModule, fn: FunctionLike): Site[] {
    let sites = this.#byFunction.get(fn);
    if (sites === undefined) {
      sites = this.#find(module, fn);
      this.#byFunction.set(fn, sites);
    }
    return sites;
  }

  #find(module: ParsedModule, fn: FunctionLike): Site[] {
    const written = fn.parent;
    if (written?.type === "Property" && COMPONENT_OPTION.test(keyName(written) ?? "")) {
      return [{ kind: "option", module, option: written }];
    }
    const importing = this.#sources.importing(namesFor(module, fn)).filter((user) => user !== module);
    return [module, ...importing].flatMap((user) => this.#sitesIn(user).get(fn) ?? []);
  }

  #sitesIn(module: ParsedModule): Map<FunctionLike, Site[]> {
    let sites = this.#byModule.get(module);
    if (sites === undefined) {
      sites = new Map();
      this.#byModule.set(module, sites);
      collectSites(this.#sources.graph, module, sites);
    }
    return sites;
  }
}

/** Words of which one stands in the imports of every other file that uses a function: its names, and its file's. */
function namesFor(module: ParsedModule, fn: FunctionLike): string[] {
  const names = new Set<string>();
  const own = nameOfFunction(fn);
  if (own !== undefined) names.add(own);
  const parts = module.path.replace(/\.\w+$/, "").split("/");
  const last = parts.at(-1) ?? "";
  names.add(last === "index" ? (parts.at(-2) ?? last) : last);
  for (const { exported, local } of module.exports) {
    if (exported !== "default" && local === own && own !== undefined) names.add(exported);
  }
  return [...names];
}

/** The name under which a function is declared. */
export function nameOfFunction(fn: FunctionLike): string | undefined {
  if (fn.type !== "ArrowFunctionExpression" && fn.id !== null) return fn.id.name;
  for (let node: Node | null | undefined = fn.parent; node; node = node.parent) {
    if (node.type === "VariableDeclarator") return node.id.type === "Identifier" ? node.id.name : undefined;
    if (node.type !== "CallExpression" && node.type !== "TSAsExpression") return undefined;
  }
  return undefined;
}

function collectSites(graph: ModuleGraph, module: ParsedModule, sites: Map<FunctionLike, Site[]>): void {
  const add = (origin: Origin, site: Site): void => {
    const fn = functionOf(origin) ?? lazyFunction(graph, origin)?.fn;
    if (fn === undefined) return;
    const known = sites.get(fn);
    if (known === undefined) sites.set(fn, [site]);
    else known.push(site);
  };
  walk(module.program, (node) => {
    switch (node.type) {
      case "JSXElement":
        if (tagName(node.openingElement) === undefined) {
          const origin = resolveIdentifier(graph, module, node.openingElement.name);
          add(origin, { kind: "element", module, element: node });
        }
        return;
      case "JSXAttribute": {
        const value = attributeValue(node);
        if (/^[cC]omponent$/.test(attributeName(node)) && value !== null) {
          add(named(graph, module, value), { kind: "option", module, option: node });
        }
        return;
      }
      case "Property":
        if (COMPONENT_OPTION.test(keyName(node) ?? "")) {
          add(named(graph, module, node.value), { kind: "option", module, option: node });
        }
        return;
      case "CallExpression":
        if (/^use[A-Z]/.test(nameOfCallee(node))) {
          add(calleeOf(graph, module, node), { kind: "call", module, call: node });
        }
        return;
      default:
    }
  });
}

function named(graph: ModuleGraph, module: ParsedModule, value: Node): Origin {
  const inner = withoutTypes(value);
  return isFunction(inner)
    ? { kind: "local", module, declaration: null, value: inner, members: [] }
    : resolveIdentifier(graph, module, inner);
}

/** The component behind `lazy(() => import("./page"))` or Next.js' `dynamic(…)`. */
export function lazyFunction(graph: ModuleGraph, origin: Origin): Component | undefined {
  if (origin.kind !== "local" || origin.value?.type !== "CallExpression") return undefined;
  if (!/^(?:lazy|dynamic|lazyRouteComponent)$/.test(nameOfCallee(origin.value))) return undefined;
  const [loader] = origin.value.arguments;
  if (loader === undefined || !isFunction(loader) || loader.body?.type !== "ImportExpression")
    return undefined;
  const specifier = literalText(loader.body.source);
  if (specifier === undefined) return undefined;
  const resolution = graph.resolve(origin.module.path, specifier);
  if (resolution.kind !== "file") return undefined;
  const loaded = resolveExport(graph, resolution.path, "default");
  const fn = functionOf(loaded);
  return fn === undefined || loaded.kind !== "local" ? undefined : { module: loaded.module, fn };
}
