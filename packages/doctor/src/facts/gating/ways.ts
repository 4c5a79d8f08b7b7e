import type { JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { functionOf, isPackageExport, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "./app-sources.ts";
import { ComponentSites, type Site } from "./component-sites.ts";
import { type Condition, nameOfCallee, type Place, placeOf } from "./conditions.ts";
import {
  type Component,
  type FileRoute,
  mayAwaitConvex,
  nextLayouts,
  parentsOf,
  tanstackRoutes,
} from "./file-routes.ts";
import { type ExpoStart, expoStart } from "./expo-routes.ts";
import { isRouterElement, type Slot } from "./rendered-slots.ts";

/** One part of a way from where the page starts to a piece of code; the parts follow each other from outside in. */
export type Part =
  /** Code of one function: what must hold in it, and how the next function is entered from there. */
  | {
      kind: "code";
      module: ParsedModule;
      fn: FunctionLike | null;
      conditions: Condition[];
      next: Site | null;
    }
  /** A layout around what follows, which must show it. */
  | { kind: "layout"; component: Component; slot: Slot }
  /** The `element` of a route object around what follows, which must show its child routes. */
  | { kind: "route-element"; module: ParsedModule; element: Node };

/** How many ways are looked at for one piece of code, and how long they may be. */
const MOST_WAYS = 16;
const LONGEST_WAY = 25;

/** Finds the ways through the components of an app from where a page starts to a piece of code. */
export class WayFinder {
  readonly #sources: AppSources;
  readonly #sites: ComponentSites;
  #tanstack: FileRoute[] | undefined;
  #expo: ExpoStart | undefined;
  #wraps: { parts: Part[] | undefined } | undefined;

  constructor(sources: AppSources) {
    this.#sources = sources;
    this.#sites = new ComponentSites(sources);
  }

  /** The ways to a place that certainly exist; each begins where the page starts. */
  to(module: ParsedModule, place: Pick<Place, "conditions" | "fn">): Part[][] {
    const ways: Part[][] = [];
    this.#extend(module, place, null, [], new Set(), ways);
    return ways;
  }

  /** Finds the ways from outside to a place; `inner` are the parts that follow it. */
  #extend(
    module: ParsedModule,
    { conditions, fn }: Pick<Place, "conditions" | "fn">,
    next: Site | null,
    inner: readonly Part[],
    seen: ReadonlySet<FunctionLike>,
    ways: Part[][],
  ): void {
    if (ways.length >= MOST_WAYS || inner.length > LONGEST_WAY) return;
    if (conditions.some(({ kind }) => kind === "unknown")) return;
    if (fn === null) {
      // What a module asks before it renders (`if (!root.innerHTML)`) is about starting the page at all.
      const shown = conditions.filter(({ kind }) => kind !== "test");
      if (this.#startsPage(module, next)) {
        ways.push([{ kind: "code", module, fn, conditions: shown, next }, ...inner]);
      }
      return;
    }
    const way: Part[] = [{ kind: "code", module, fn, conditions, next }, ...inner];
    if (seen.has(fn)) return;
    const within = new Set(seen).add(fn);
    this.#extendThroughPage(module, fn, way, ways);
    for (const site of this.#sites.of(module, fn)) {
      if (site.kind === "option") {
        this.#extendThroughRoute(site, way, within, ways);
        continue;
      }
      const node = site.kind === "element" ? site.element : site.call;
      this.#extendThroughPlace(site.module, node, site, way, within, ways);
    }
  }

  #extendThroughPlace(
    module: ParsedModule,
    node: Node,
    site: Site | null,
    way: readonly Part[],
    seen: ReadonlySet<FunctionLike>,
    ways: Part[][],
  ): void {
    const place = placeOf(node);
    const route = place.conditions.find(({ kind }) => kind === "route-object");
    if (route?.kind === "route-object") {
      // Behind the route object stands the router, not the code in which the object is written.
      const layouts = this.#objectLayouts(module, route.route);
      const own = place.conditions.slice(0, place.conditions.indexOf(route));
      if (layouts === undefined || own.some(({ kind }) => kind === "unknown")) return;
      const code: Part = { kind: "code", module, fn: null, conditions: own, next: site };
      this.#extendThroughRouter([...layouts, code, ...way], seen, ways);
      return;
    }
    this.#extend(module, place, site, way, seen, ways);
  }

  /** A page or layout of Next.js' app router, or the first page of Expo Router, which the framework renders inside its layouts. */
  #extendThroughPage(module: ParsedModule, fn: FunctionLike, way: readonly Part[], ways: Part[][]): void {
    const { framework } = this.#sources.app;
    const slot = framework === "expo" ? "outlet" : "children";
    const layouts =
      framework === "nextjs"
        ? nextLayouts(this.#sources, module.path)
        : framework === "expo"
          ? (this.#expo ??= expoStart(this.#sources)).get(module.path)
          : undefined;
    if (layouts === undefined) return;
    if (functionOf(resolveExport(this.#sources.graph, module.path, "default")) !== fn) return;
    ways.push([...layouts.map((component): Part => ({ kind: "layout", component, slot })), ...way]);
  }

  #extendThroughRoute(
    site: Extract<Site, { kind: "option" }>,
    way: readonly Part[],
    seen: ReadonlySet<FunctionLike>,
    ways: Part[][],
  ): void {
    const { option, module } = site;
    if (option.type === "JSXAttribute") {
      const element = option.parent?.parent;
      if (element?.type !== "JSXElement") return;
      const origin = resolveIdentifier(this.#sources.graph, module, element.openingElement.name);
      if (isRouterElement(origin, "Route")) this.#extend(module, placeOf(element), null, way, seen, ways);
      return;
    }
    if (option.type !== "Property") return;
    this.#tanstack ??= tanstackRoutes(this.#sources);
    const route = this.#tanstack.find(({ options }) => options !== null && options === option.parent);
    if (route !== undefined && keyName(option) === "component") {
      const layouts = parentsOf(route, this.#tanstack);
      if (route.id !== "" && layouts[0]?.id !== "") return;
      if ([route, ...layouts].some((it) => mayAwaitConvex(it, this.#sources))) return;
      const parts: Part[] = [];
      for (const { component } of layouts) {
        if (component === undefined) return;
        if (component !== null) parts.push({ kind: "layout", component, slot: "outlet" });
      }
      this.#extendThroughRouter([...parts, ...way], seen, ways);
    } else if (keyName(option) === "Component" && option.parent) {
      const layouts = this.#objectLayouts(module, option.parent);
      if (layouts !== undefined) this.#extendThroughRouter([...layouts, ...way], seen, ways);
    }
  }

  /** The layouts of the route objects around a route object; undefined when they are not plain. */
  #objectLayouts(module: ParsedModule, route: Node): Part[] | undefined {
    const layouts: Part[] = [];
    let object: Node | null | undefined = route;
    for (;;) {
      // A loader runs before the route is shown and may lead elsewhere.
      if (object?.type === "ObjectExpression" && hasLoader(object)) return undefined;
      const list: Node | null | undefined = object?.parent;
      if (list?.type !== "ArrayExpression") return undefined;
      const holder: Node | null | undefined = list.parent;
      if (holder?.type === "CallExpression") {
        const origin = resolveIdentifier(this.#sources.graph, module, holder.callee);
        const creates = /^create(?:Browser|Hash|Memory)Router$/;
        const isRouter = origin.kind === "package" && creates.test(origin.exported);
        return isRouter ? layouts : undefined;
      }
      if (holder?.type !== "Property" || keyName(holder) !== "children") return undefined;
      object = holder.parent;
      if (object?.type !== "ObjectExpression") return undefined;
      const layout = this.#objectLayout(module, object);
      if (layout === undefined) return undefined;
      layouts.unshift(...layout);
    }
  }

  #objectLayout(
    module: ParsedModule,
    object: Extract<Node, { type: "ObjectExpression" }>,
  ): Part[] | undefined {
    for (const property of object.properties) {
      if (property.type === "SpreadElement") return undefined;
      const name = keyName(property);
      if (name === "lazy") return undefined;
      if (name === "Component") {
        const origin = resolveIdentifier(this.#sources.graph, module, property.value);
        const fn = functionOf(origin);
        if (fn === undefined || origin.kind !== "local") return undefined;
        return [{ kind: "layout", component: { module: origin.module, fn }, slot: "outlet" }];
      }
      if (name === "element") {
        return [{ kind: "route-element", module, element: property.value }];
      }
    }
    return [];
  }

  /** Goes on from the routes to where the router itself is rendered. */
  #extendThroughRouter(way: readonly Part[], seen: ReadonlySet<FunctionLike>, ways: Part[][]): void {
    const { graph, app } = this.#sources;
    this.#wraps ??= { parts: this.#routerWraps() };
    const wraps = this.#wraps.parts;
    if (wraps === undefined) return;
    const inside: Part[] = [...wraps, ...way];
    if (app.framework === "tanstack-start") {
      if (ways.length < MOST_WAYS) ways.push(inside);
      return;
    }
    for (const module of this.#sources.mentioning(/<RouterProvider/)) {
      for (const element of elementsNamed(module, "RouterProvider")) {
        const origin = resolveIdentifier(graph, module, element.openingElement.name);
        if (!isPackageExport(origin, /^(?:react-router(?:-dom)?|@tanstack\/react-router)$/, "RouterProvider"))
          continue;
        this.#extend(module, placeOf(element), null, inside, seen, ways);
      }
    }
  }

  /** What TanStack's `createRouter` is told to put around all routes; undefined when it cannot be told. */
  #routerWraps(): Part[] | undefined {
    const parts: Part[] = [];
    for (const module of this.#sources.mentioning(/createRouter\b|createTanStackRouter\b/)) {
      for (const property of propertiesNamed(module, /^(?:Inner)?Wrap$/)) {
        const value = withoutTypes(property);
        const origin = resolveIdentifier(this.#sources.graph, module, value);
        const fn = functionOf(origin);
        if (fn === undefined || origin.kind !== "local") return undefined;
        parts.push({ kind: "layout", component: { module: origin.module, fn }, slot: "children" });
      }
    }
    return parts;
  }

  /** Whether code at the top level of a module puts an element into the page. */
  #startsPage(module: ParsedModule, next: Site | null): boolean {
    const node = next?.kind === "element" ? next.element : null;
    if (node === null) return /\.render\(|hydrateRoot\(/.test(module.text);
    for (let outer: Node | null | undefined = node.parent; outer; outer = outer.parent) {
      if (outer.type === "VariableDeclarator" && outer.id.type === "Identifier") {
        return new RegExp(String.raw`\b(?:render|hydrateRoot)\([^)]*\b${outer.id.name}\b`).test(module.text);
      }
      if (outer.type !== "CallExpression") continue;
      const text = module.text.slice(outer.callee.start, outer.callee.end);
      return /(?:^|\.)(?:render|hydrateRoot|hydrate)$/.test(text);
    }
    return false;
  }
}

function hasLoader({ properties }: Extract<Node, { type: "ObjectExpression" }>): boolean {
  return properties.some((it) => it.type === "Property" && /^(?:loader|middleware)$/.test(keyName(it) ?? ""));
}

function elementsNamed(module: ParsedModule, name: string): JSXElement[] {
  const found: JSXElement[] = [];
  for (const node of module.nodes) {
    if (node.type !== "JSXElement") continue;
    const { name: written } = node.openingElement;
    if (written.type === "JSXIdentifier" && written.name === name) found.push(node);
  }
  return found;
}

/** The values of properties with a name, in the arguments of calls that create a router. */
function propertiesNamed(module: ParsedModule, name: RegExp): Node[] {
  const found: Node[] = [];
  for (const node of module.nodes) {
    if (node.type !== "CallExpression" || !/^create(?:TanStack)?Router$/.test(nameOfCallee(node))) continue;
    const [options] = node.arguments;
    const object = options === undefined ? undefined : withoutTypes(options);
    if (object?.type !== "ObjectExpression") continue;
    for (const property of object.properties) {
      if (property.type === "Property" && name.test(keyName(property) ?? "")) found.push(property.value);
    }
  }
  return found;
}
