import { functionOf, isPackageExport, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import type { JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, walk, withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "./app-sources.ts";
import { and, type AuthMoment, happens, not, type Truth } from "./auth-moment.ts";
import { type Condition, nameOfCallee, type Place, placeOf } from "./conditions.ts";
import { ComponentSites, type Site } from "./component-sites.ts";
import type { ExpressionValues } from "./expression-values.ts";
import {
  type Component,
  type FileRoute,
  mayAwaitConvex,
  nextLayouts,
  parentsOf,
  tanstackRoutes,
} from "./file-routes.ts";
import { type Frame, openFrame } from "./frame.ts";
import type { Way } from "./gating.ts";
import {
  enter,
  expressionShowsSlot,
  isRouterElement,
  showsChildren,
  showsSlot,
  type Slot,
} from "./rendered-slots.ts";

/** One part of a way from where the page starts to a piece of code; the parts follow each other from outside in. */
type Part =
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

/** Whether one condition on a way holds, and where it is written. */
interface Judgement {
  truth: Truth;
  written: { module: ParsedModule; node: Node } | null;
}

/** How many ways are looked at for one piece of code, and how long they may be. */
const MOST_WAYS = 60;
const LONGEST_WAY = 25;

/** Says in which moments code of an app is reached: a hook called, an element shown, an effect run. */
export class Reachability {
  readonly #values: ExpressionValues;
  readonly #sources: AppSources;
  readonly #sites: ComponentSites;
  /** What layouts show, which does not depend on the page inside them. */
  readonly #layouts = new Map<FunctionLike, Map<string, Truth>>();
  #tanstack: FileRoute[] | undefined;
  #wraps: { parts: Part[] | undefined } | undefined;

  constructor(values: ExpressionValues, sources: AppSources) {
    this.#values = values;
    this.#sources = sources;
    this.#sites = new ComponentSites(sources);
  }

  /**
   * The ways on which a node is certainly part of a page. A way that cannot be followed to the page's start is left
   * out, so an empty result says nothing.
   *
   * @param more conditions besides those that the source around the node shows, e.g. a button that must be enabled
   */
  of(module: ParsedModule, node: Node, more: readonly Condition[] = []): Way[] {
    const place = placeOf(node);
    const ways: Part[][] = [];
    this.#extend(module, { ...place, conditions: [...place.conditions, ...more] }, null, [], new Set(), ways);
    return ways.map((way) => this.#judge(way));
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

  /** A page of Next.js' app router, which the framework renders inside its layouts. */
  #extendThroughPage(module: ParsedModule, fn: FunctionLike, way: readonly Part[], ways: Part[][]): void {
    if (this.#sources.app.framework !== "nextjs") return;
    const layouts = nextLayouts(this.#sources, module.path);
    if (layouts === undefined) return;
    if (functionOf(resolveExport(this.#sources.graph, module.path, "default")) !== fn) return;
    ways.push([
      ...layouts.map((component): Part => ({ kind: "layout", component, slot: "children" })),
      ...way,
    ]);
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
    for (const module of this.#sources.matching(/<RouterProvider/)) {
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
    for (const module of this.#sources.matching(/createRouter\b|createTanStackRouter\b/)) {
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

  #judge(way: readonly Part[]): Way {
    const judged: Record<AuthMoment, Judgement[]> = {
      starting: this.#judgeAt(way, "starting"),
      "signed-out": this.#judgeAt(way, "signed-out"),
      unconfirmed: this.#judgeAt(way, "unconfirmed"),
      refused: this.#judgeAt(way, "refused"),
      "signed-in": this.#judgeAt(way, "signed-in"),
    };
    const at = (moment: AuthMoment): Truth => and(judged[moment].map(({ truth }) => truth));
    // Where AuthKit knows its user from the first paint on, there may be no moment in which nothing is known.
    const starting = and([at("starting"), this.#values.authKitMayStartLoaded ? "unknown" : "yes"]);
    const gates = judged.unconfirmed.flatMap(({ truth, written }, index): Way["gates"] => {
      if (written === null || !happens(truth) || judged["signed-out"][index]?.truth !== "no") return [];
      const { module, node } = written;
      return [{ quote: quoteOf(module, node), location: module.locationOf(node) }];
    });
    return {
      at: {
        starting,
        "signed-out": at("signed-out"),
        unconfirmed: at("unconfirmed"),
        refused: at("refused"),
        "signed-in": at("signed-in"),
      },
      gates,
    };
  }

  /** Judges the parts from outside in, up to the first that is certainly in the way. */
  #judgeAt(way: readonly Part[], moment: AuthMoment): Judgement[] {
    const judgements: Judgement[] = [];
    let entered: { site: Site; frame: Frame } | null = null;
    for (const part of way) {
      if (part.kind === "layout") {
        const { module, fn } = part.component;
        const truth = this.#layoutShows(part.component, part.slot, moment);
        judgements.push({ truth, written: { module, node: fn } });
        if (truth === "no") return judgements;
      } else if (part.kind === "route-element") {
        const { module, element } = part;
        const truth = expressionShowsSlot(this.#values, module, element, "outlet", openFrame(null), moment);
        judgements.push({ truth, written: { module, node: element } });
        if (truth === "no") return judgements;
      } else {
        const frame: Frame = entered === null ? openFrame(part.fn) : frameOf(part, entered);
        for (const condition of part.conditions) {
          const node =
            condition.kind === "test"
              ? condition.test
              : condition.kind === "within"
                ? condition.element.openingElement
                : null;
          const truth = this.#holds(part, condition, frame, moment);
          judgements.push({ truth, written: node === null ? null : { module: part.module, node } });
          if (truth === "no") return judgements;
        }
        entered = part.next === null ? null : { site: part.next, frame };
      }
    }
    return judgements;
  }

  #layoutShows({ module, fn }: Component, slot: Slot, moment: AuthMoment): Truth {
    let byMoment = this.#layouts.get(fn);
    if (byMoment === undefined) {
      byMoment = new Map();
      this.#layouts.set(fn, byMoment);
    }
    const key = `${slot} ${moment}`;
    let truth = byMoment.get(key);
    if (truth === undefined) {
      truth = showsSlot(this.#values, module, fn, slot, openFrame(fn), moment);
      byMoment.set(key, truth);
    }
    return truth;
  }

  #holds(
    part: Extract<Part, { kind: "code" }>,
    condition: Condition,
    frame: Frame,
    moment: AuthMoment,
  ): Truth {
    switch (condition.kind) {
      case "test": {
        const truth = this.#values.truth(part.module, condition.test, frame, moment);
        return condition.expected ? truth : not(truth);
      }
      case "within":
        return showsChildren(this.#values, part.module, condition.element, frame, moment);
      case "attribute": {
        const { openingElement } = condition.element;
        const origin = resolveIdentifier(this.#sources.graph, part.module, openingElement.name);
        const shows =
          (condition.name === "element" && isRouterElement(origin, "Route")) || condition.name === "children";
        return shows ? "yes" : "unknown";
      }
      default:
        return "unknown";
    }
  }
}

function frameOf(part: Extract<Part, { kind: "code" }>, entered: { site: Site; frame: Frame }): Frame {
  const { site, frame } = entered;
  if (part.fn === null || site.kind === "option") return openFrame(part.fn);
  return site.kind === "element"
    ? enter(part.fn, site.element, site.module, frame)
    : { fn: part.fn, entry: { kind: "call", call: site.call, module: site.module, frame } };
}

function hasLoader({ properties }: Extract<Node, { type: "ObjectExpression" }>): boolean {
  return properties.some((it) => it.type === "Property" && /^(?:loader|middleware)$/.test(keyName(it) ?? ""));
}

const LONGEST_QUOTE = 100;

/** The source of a node in one line. */
export function quoteOf(module: ParsedModule, node: Node): string {
  const text = module.text.slice(node.start, node.end).replace(/\s+/g, " ");
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE - 1)}…`;
}

function elementsNamed(module: ParsedModule, name: string): JSXElement[] {
  const found: JSXElement[] = [];
  walk(module.program, (node) => {
    if (node.type !== "JSXElement") return;
    const { name: written } = node.openingElement;
    if (written.type === "JSXIdentifier" && written.name === name) found.push(node);
  });
  return found;
}

/** The values of properties with a name, in the arguments of calls that create a router. */
function propertiesNamed(module: ParsedModule, name: RegExp): Node[] {
  const found: Node[] = [];
  walk(module.program, (node) => {
    if (node.type !== "CallExpression" || !/^create(?:TanStack)?Router$/.test(nameOfCallee(node))) return;
    const [options] = node.arguments;
    const object = options === undefined ? undefined : withoutTypes(options);
    if (object?.type !== "ObjectExpression") return;
    for (const property of object.properties) {
      if (property.type === "Property" && name.test(keyName(property) ?? "")) found.push(property.value);
    }
  });
  return found;
}
