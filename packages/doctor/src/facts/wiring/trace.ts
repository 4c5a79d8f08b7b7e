import { functionOf, resolveIdentifier, returnedExpressions } from "../../source/bindings.ts";
import type { Origin } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, JSXOpeningElement, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import type { Declaration } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import type { FunctionLike } from "../../source/walk.ts";
import { authKitSdk } from "./authkit-sdk.ts";
import type { AuthKitSdk } from "./wiring.ts";

/** An expression, and with which arguments the functions around it were called. */
export interface Place {
  module: ParsedModule;
  node: Node;
  calls: Calls | null;
}

/** The calls through which an expression was reached, the innermost first. */
export interface Calls {
  callee: FunctionLike;
  arguments: readonly Place[];
  outer: Calls | null;
}

/** `useCallback` or `useMemo` around a value. */
export interface Memo {
  call: CallExpression;
  callback: Node;
  /** The dependency list; null when there is none. */
  dependencies: Place | null;
  module: ParsedModule;
}

/** What an expression comes from. */
export type Traced =
  /** A value of AuthKit's hook: `["user", "id"]` of `useAuth`; the whole result when `property` is empty. */
  | { kind: "sdk"; sdk: AuthKitSdk; hook: "useAuth" | "useAccessToken"; property: readonly string[] }
  | { kind: "state"; call: CallExpression }
  | { kind: "setter"; call: CallExpression }
  | { kind: "ref"; call: CallExpression; property: readonly string[] }
  | { kind: "function"; place: Place; node: FunctionLike; memo: Memo | null }
  | { kind: "parameter"; declaration: Declaration; property: readonly string[] }
  | { kind: "package"; package: string; subpath: string; exported: string; property: readonly string[] }
  | { kind: "global"; name: string; property: readonly string[] }
  /** Any other expression of the project, with what is taken from it. */
  | { kind: "expression"; place: Place; property: readonly string[]; memo: Memo | null }
  | { kind: "unknown" };

const DEEPEST = 40;
const UNKNOWN: Traced = { kind: "unknown" };

/** How far a value has been followed. */
interface Step {
  place: Place;
  property: readonly string[];
  memo: Memo | null;
  depth: number;
}

/**
 * Follows values through constants, destructuring, files, React's hooks, own hooks and factories, down to the hook of
 * the SDK they come from.
 */
export class Tracer {
  readonly graph: ModuleGraph;
  readonly #modulesWith: (element: RegExp) => readonly ParsedModule[];
  readonly #elements = new Map<FunctionLike, { module: ParsedModule; element: JSXOpeningElement }[]>();

  /** @param modulesWith gives the modules whose text matches: there elements of own components are looked for */
  constructor(graph: ModuleGraph, modulesWith: (element: RegExp) => readonly ParsedModule[]) {
    this.graph = graph;
    this.#modulesWith = modulesWith;
  }

  /** What an expression comes from; `property` is what is taken from it. */
  trace(place: Place, property: readonly string[] = []): Traced {
    return this.#trace({ place, property, memo: null, depth: 0 });
  }

  #trace(step: Step): Traced {
    if (step.depth > DEEPEST) return UNKNOWN;
    const { module, calls } = step.place;
    const node = withoutTypes(step.place.node);
    const place: Place = { module, node, calls };
    if (isFunction(node)) {
      return step.property.length === 0
        ? { kind: "function", place, node, memo: step.memo }
        : { kind: "expression", place, property: step.property, memo: step.memo };
    }
    switch (node.type) {
      case "Identifier":
      case "MemberExpression":
      case "JSXIdentifier":
      case "JSXMemberExpression":
        return this.#origin(resolveIdentifier(this.graph, module, node), { ...step, place });
      case "CallExpression":
        return this.#call(node, { ...step, place });
      case "ObjectExpression":
        return this.#property(node, { ...step, place });
      default:
        return { kind: "expression", place, property: step.property, memo: step.memo };
    }
  }

  #origin(origin: Origin, step: Step): Traced {
    const { calls } = step.place;
    switch (origin.kind) {
      case "package":
        return {
          kind: "package",
          package: origin.package,
          subpath: origin.subpath,
          exported: origin.exported,
          property: [...origin.members, ...step.property],
        };
      case "global":
        return { kind: "global", name: origin.name, property: [...origin.members, ...step.property] };
      case "local": {
        if (origin.value === null) return UNKNOWN;
        return this.#trace({
          place: { module: origin.module, node: origin.value, calls },
          property: [...origin.members, ...step.property],
          // What is declared outside of the memoized callback does not live by its dependencies.
          memo: step.memo !== null && contains(step.memo.callback, origin.value) ? step.memo : null,
          depth: step.depth + 1,
        });
      }
      case "parameter":
        return this.#parameter(origin.declaration, [...origin.members, ...step.property], step);
      default:
        return UNKNOWN;
    }
  }

  #parameter(declaration: Declaration, property: readonly string[], step: Step): Traced {
    const { node, parameter } = declaration;
    for (let call = step.place.calls; call !== null; call = call.outer) {
      if (call.callee !== node) continue;
      const given = call.arguments[parameter];
      if (given === undefined) return UNKNOWN;
      return this.#trace({ place: given, property, memo: null, depth: step.depth + 1 });
    }
    const [prop, ...rest] = property;
    if (isFunction(node) && parameter === 0 && prop !== undefined) {
      const values = this.propValues(node, prop);
      const [only] = values;
      if (only !== undefined && values.length === 1) {
        return this.#trace({ place: only, property: rest, memo: null, depth: step.depth + 1 });
      }
    }
    return { kind: "parameter", declaration, property };
  }

  #call(call: CallExpression, step: Step): Traced {
    const { module, calls } = step.place;
    const callee = this.#trace({
      place: { module, node: call.callee, calls },
      property: [],
      memo: null,
      depth: step.depth + 1,
    });
    if (callee.kind === "package") return this.#packageCall(call, callee, step);
    const asIs: Traced = { kind: "expression", place: step.place, property: step.property, memo: step.memo };
    if (callee.kind !== "function" || callee.node.async || callee.node.generator) return asIs;
    const returned = returnedExpressions(callee.node);
    const [only] = returned;
    if (only === undefined || returned.length > 1) return asIs;
    return this.#trace({
      place: { module: callee.place.module, node: only, calls: this.entered(callee, call, step.place) },
      property: step.property,
      memo: null,
      depth: step.depth + 1,
    });
  }

  /** The calls around the body of a function that is called. */
  entered(callee: { node: FunctionLike; place: Place }, call: CallExpression, from: Place): Calls {
    const given = call.arguments.map((node) => ({ module: from.module, node, calls: from.calls }));
    return { callee: callee.node, arguments: given, outer: callee.place.calls };
  }

  #packageCall(call: CallExpression, callee: Extract<Traced, { kind: "package" }>, step: Step): Traced {
    const { module, calls } = step.place;
    const hook = reactName(callee);
    const [first, second] = call.arguments;
    const [taken, ...rest] = step.property;
    switch (hook) {
      case "useState":
      case "useReducer":
        if (taken === "[0]" && rest.length === 0) return { kind: "state", call };
        if (taken === "[1]" && rest.length === 0) return { kind: "setter", call };
        break;
      case "useRef":
        return { kind: "ref", call, property: step.property };
      case "useCallback":
      case "useMemo": {
        if (first === undefined) return UNKNOWN;
        const memo: Memo = {
          call,
          callback: first,
          dependencies: second === undefined ? null : { module, node: second, calls },
          module,
        };
        const next = { property: step.property, memo, depth: step.depth + 1 };
        if (hook === "useCallback") return this.#trace({ ...next, place: { module, node: first, calls } });
        const made = withoutTypes(first);
        const returned = isFunction(made) ? returnedExpressions(made) : [];
        const [only] = returned;
        if (only === undefined || returned.length > 1) return UNKNOWN;
        return this.#trace({ ...next, place: { module, node: only, calls } });
      }
    }
    const sdk = authKitSdk(callee.package, callee.subpath);
    if (sdk !== null && callee.property.length === 0) {
      const { exported } = callee;
      if (exported === "useAuth" || exported === "useAccessToken") {
        return { kind: "sdk", sdk, hook: exported, property: step.property };
      }
    }
    return { kind: "expression", place: step.place, property: step.property, memo: step.memo };
  }

  #property(object: Extract<Node, { type: "ObjectExpression" }>, step: Step): Traced {
    const [name, ...rest] = step.property;
    if (name === undefined) return { kind: "expression", place: step.place, property: [], memo: step.memo };
    const found = propertyValue(object, name);
    if (found === undefined) return UNKNOWN;
    return this.#trace({
      place: { ...step.place, node: found.value },
      property: found.isSpread ? step.property : rest,
      memo: step.memo,
      depth: step.depth + 1,
    });
  }

  /** The values that a prop of an own component is given, wherever it is rendered. */
  propValues(component: FunctionLike, prop: string): Place[] {
    const values: Place[] = [];
    for (const { module, element } of this.#elementsOf(component)) {
      const value = propOf(element, prop);
      if (value !== undefined) values.push({ module, node: value, calls: null });
    }
    return values;
  }

  #elementsOf(component: FunctionLike): { module: ParsedModule; element: JSXOpeningElement }[] {
    const known = this.#elements.get(component);
    if (known !== undefined) return known;
    const elements: { module: ParsedModule; element: JSXOpeningElement }[] = [];
    this.#elements.set(component, elements);
    const name = nameOf(component);
    if (name === undefined) return elements;
    for (const module of this.#modulesWith(new RegExp(`<(?:[\\w$]+\\.)?${name.replaceAll("$", "\\$")}\\b`))) {
      for (const node of module.nodes) {
        if (node.type !== "JSXOpeningElement" || node.attributes.length === 0) continue;
        const rendered = functionOf(resolveIdentifier(this.graph, module, node.name));
        if (rendered === component) elements.push({ module, element: node });
      }
    }
    return elements;
  }
}

/** The expression given for a prop; undefined when it is absent or may come from a spread. */
export function propOf(element: JSXOpeningElement, name: string): Node | undefined {
  let value: Node | undefined;
  for (const attribute of element.attributes) {
    if (attribute.type === "JSXSpreadAttribute") {
      value = undefined;
    } else if (attribute.name.type === "JSXIdentifier" && attribute.name.name === name) {
      const given = attribute.value;
      value = given?.type === "JSXExpressionContainer" ? given.expression : (given ?? undefined);
    }
  }
  return value;
}

/** The value that an object literal gives a property: written out, or what is spread last. */
export function propertyValue(
  object: Extract<Node, { type: "ObjectExpression" }>,
  name: string,
): { value: Node; isSpread: boolean } | undefined {
  let found: { value: Node; isSpread: boolean } | undefined;
  for (const property of object.properties) {
    if (property.type === "SpreadElement") {
      // A second spread may or may not have the name.
      if (found !== undefined) return undefined;
      found = { value: property.argument, isSpread: true };
    } else if (keyName(property) === name) {
      found = property.kind === "init" ? { value: property.value, isSpread: false } : undefined;
    }
  }
  return found;
}

/** The name of what React exports, however it was imported. */
export function reactName(traced: Traced): string | undefined {
  if (traced.kind !== "package" || traced.package !== "react") return undefined;
  return traced.exported === "default" || traced.exported === "*" ? traced.property[0] : traced.exported;
}

/** The name under which a function is declared, assigned or given to a wrapper. */
export function nameOf(node: FunctionLike): string | undefined {
  if (node.type !== "ArrowFunctionExpression" && node.id !== null) return node.id.name;
  for (let outer: Node | null | undefined = node.parent; outer; outer = outer.parent) {
    if (outer.type === "VariableDeclarator")
      return outer.id.type === "Identifier" ? outer.id.name : undefined;
    if (outer.type !== "CallExpression" && withoutTypes(outer) === outer) return undefined;
  }
  return undefined;
}

/** Whether a node lies inside another; both from one module. */
export function contains(outer: Node, inner: Node): boolean {
  for (let node: Node | null | undefined = inner; node; node = node.parent) if (node === outer) return true;
  return false;
}
