import type { Origin } from "../../source/binding-resolver.ts";
import { functionOf, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, literalText, withoutTypes } from "../../source/walk.ts";
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
  readonly #byModule = new Map<ParsedModule, Candidate[]>();
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
    const names = namesFor(module, fn);
    const importing = this.#sources.importing(names).filter((user) => user !== module);
    const possible = [module, ...importing].flatMap((user) => {
      const candidates = user === module ? this.#ownCandidates(module, fn) : this.#candidatesIn(user);
      return candidates.filter(({ root }) => mayMean(user, root, names));
    });
    return possible.filter((it) => this.#meantBy(it) === fn).map(({ site }) => site);
  }

  #meantBy(candidate: Candidate): FunctionLike | null {
    if (candidate.meant === undefined) {
      const { graph } = this.#sources;
      const origin = originOf(graph, candidate);
      candidate.meant = functionOf(origin) ?? lazyFunction(graph, origin)?.fn ?? null;
    }
    return candidate.meant;
  }

  #ownCandidates(module: ParsedModule, fn: FunctionLike): Candidate[] {
    const name = nameOfFunction(fn);
    const nodes = name === undefined ? null : nodesUsing(module, name);
    if (nodes === null) return this.#candidatesIn(module);
    // Nothing else stands for it there, so that other components of the module need not be looked at.
    return collectCandidates(module, nodes).filter(({ root }) => root === name);
  }

  #candidatesIn(module: ParsedModule): Candidate[] {
    let candidates = this.#byModule.get(module);
    if (candidates === undefined) {
      candidates = collectCandidates(module, module.nodes);
      this.#byModule.set(module, candidates);
    }
    return candidates;
  }
}

/**
 * The nodes of a module among which a function of it is used under its name: those of the statement that declares it, where no
 * other mentions it but to export it; null for all.
 */
function nodesUsing(module: ParsedModule, name: string): readonly Node[] | null {
  const mentioning = module
    .statementsMentioning(name)
    .filter((it) => module.text.slice(it.start, it.end).includes(name) && !isExportOfNames(it));
  return mentioning.length === 1 ? module.nodesMentioning(name) : null;
}

/** `export default Name;` and `export { Name }`. */
function isExportOfNames(statement: Node): boolean {
  if (statement.type === "ExportDefaultDeclaration") return statement.declaration.type === "Identifier";
  return statement.type === "ExportNamedDeclaration" && statement.declaration === null;
}

/** A place that uses some component or hook. */
interface Candidate {
  site: Site;
  /** What stands for the component or hook. */
  expression: Node;
  /** The name that the expression begins with; undefined for a function written in place. */
  root: string | undefined;
  /** The function that is used, null where it cannot be resolved; found when it is asked for: that may parse other files. */
  meant: FunctionLike | null | undefined;
}

/**
 * Whether a name in a module may stand for a function that goes by these names. A name that is imported under another
 * one, from a file that is called otherwise, does not, and need not be followed.
 */
function mayMean(module: ParsedModule, root: string | undefined, names: readonly string[]): boolean {
  const imported = root === undefined ? undefined : module.imports.find(({ local }) => local === root);
  if (imported === undefined || imported.imported === "*") return true;
  if (imported.imported !== null && names.includes(imported.imported)) return true;
  const file =
    imported.specifier
      .replace(/\.\w+$/, "")
      .split("/")
      .at(-1) ?? "";
  return imported.imported === "default" && (names.includes(file) || names.includes(root ?? ""));
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

function collectCandidates(module: ParsedModule, nodes: readonly Node[]): Candidate[] {
  const candidates: Candidate[] = [];
  const add = (expression: Node, site: Site): void => {
    candidates.push({ site, expression, root: rootName(expression), meant: undefined });
  };
  for (const node of nodes) {
    switch (node.type) {
      case "JSXElement":
        if (tagName(node.openingElement) === undefined) {
          add(node.openingElement.name, { kind: "element", module, element: node });
        }
        break;
      case "JSXAttribute": {
        const value = attributeValue(node);
        if (COMPONENT_OPTION.test(attributeName(node)) && value !== null) {
          add(value, { kind: "option", module, option: node });
        }
        break;
      }
      case "Property":
        if (COMPONENT_OPTION.test(keyName(node) ?? ""))
          add(node.value, { kind: "option", module, option: node });
        break;
      case "CallExpression":
        if (/^use[A-Z]/.test(nameOfCallee(node))) add(node.callee, { kind: "call", module, call: node });
        break;
      default:
    }
  }
  return candidates;
}

/** `a` in `a`, `a.b.c` and `<a.b>`. */
function rootName(expression: Node): string | undefined {
  let node = withoutTypes(expression);
  while (node.type === "MemberExpression" || node.type === "JSXMemberExpression") {
    node = withoutTypes(node.object);
  }
  return node.type === "Identifier" || node.type === "JSXIdentifier" ? node.name : undefined;
}

function originOf(graph: ModuleGraph, { expression, site }: Candidate): Origin {
  const { module } = site;
  const inner = withoutTypes(expression);
  return site.kind === "option" && isFunction(inner)
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
