import type { Origin } from "../../source/binding-resolver.ts";
import { functionOf, isPackageExport, resolveIdentifier } from "../../source/bindings.ts";
import type { JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, withoutTypes } from "../../source/walk.ts";
import { and, type AuthMoment, not, or, type Truth } from "./auth-moment.ts";
import type { ExpressionValues } from "./expression-values.ts";
import { showsScreens } from "./expo-routes.ts";
import { type Frame } from "./frame.ts";
import { followBody } from "./function-bodies.ts";
import { attributeName, attributeValue, tagName, writtenAttribute } from "./jsx-elements.ts";

/** Where a component puts what others hand to it: its `children`, or the matching route (`<Outlet />`). */
export type Slot = "children" | "outlet";

/** Elements of packages that certainly show their children. */
const SHOWING_THEIR_CHILDREN =
  /Provider|Router$|^(?:StrictMode|Suspense|Fragment|Profiler|ErrorBoundary|Routes|Link|NavLink)$/;

/** What React Native has for elements of the page. */
const NATIVE_VIEWS = /^(?:View|SafeAreaView|ScrollView|KeyboardAvoidingView|GestureHandlerRootView)$/;

/**
 * Whether an element shows its children at a moment: elements of the page and providers do, Convex's `<Authenticated>`
 * when it has accepted the token, components of the project as they are written.
 *
 * @param frame of the code in which the element is written
 */
export function showsChildren(
  values: ExpressionValues,
  module: ParsedModule,
  element: JSXElement,
  frame: Frame,
  moment: AuthMoment,
): Truth {
  if (tagName(element.openingElement) !== undefined) return "yes";
  const origin = resolveIdentifier(values.graph, module, element.openingElement.name);
  const gate = convexGate(origin, moment);
  if (gate !== undefined) return gate;
  if (isRouterElement(origin, "Route")) {
    const layout = writtenAttribute(element.openingElement, "element");
    return layout === null ? "yes" : expressionShowsSlot(values, module, layout, "outlet", frame, moment);
  }
  if (origin.kind === "package") {
    if (origin.package.startsWith("react-native") && NATIVE_VIEWS.test(origin.exported)) return "yes";
    return SHOWING_THEIR_CHILDREN.test(origin.members.at(-1) ?? origin.exported) ? "yes" : "unknown";
  }
  if (isContext(origin) || isErrorBoundary(origin)) return "yes";
  const fn = functionOf(origin);
  if (fn === undefined || origin.kind !== "local") return "unknown";
  return showsSlot(values, origin.module, fn, "children", enter(fn, element, module, frame), moment);
}

/** The frame of a component that an element renders. */
export function enter(fn: FunctionLike, element: JSXElement, module: ParsedModule, frame: Frame): Frame {
  return { fn, entry: { kind: "element", element, module, frame } };
}

const ROUTERS = /^(?:react-router(?:-dom)?|@tanstack\/react-router)$/;

/** Whether an element name is a component of React Router or TanStack Router. */
export function isRouterElement(origin: Origin, exported: string): boolean {
  return isPackageExport(origin, ROUTERS, exported);
}

function convexGate(origin: Origin, moment: AuthMoment): Truth | undefined {
  if (!isPackageExport(origin, "convex", ["Authenticated", "Unauthenticated", "AuthLoading"], "react")) {
    return undefined;
  }
  if (origin.kind !== "package") return undefined;
  switch (origin.exported) {
    case "Authenticated":
      return moment === "signed-in" ? "yes" : "no";
    case "Unauthenticated":
      return moment === "signed-out" || moment === "refused" ? "yes" : "no";
    default:
      return moment === "starting" || moment === "unconfirmed" ? "yes" : "no";
  }
}

/** A class of the project that shows its children unless they failed. */
function isErrorBoundary(origin: Origin): boolean {
  if (origin.kind !== "local" || origin.members.length > 0) return false;
  if (origin.value?.type !== "ClassDeclaration" && origin.value?.type !== "ClassExpression") return false;
  const { body } = origin.value;
  const names = body.body.map((it) => (it.type === "MethodDefinition" ? keyName(it) : undefined));
  const catches = names.includes("getDerivedStateFromError") || names.includes("componentDidCatch");
  return catches && origin.module.text.slice(body.start, body.end).includes("this.props.children");
}

/** `<Session.Provider>`, or `<Session>` of React 19, with `const Session = createContext(…)`. */
function isContext(origin: Origin): boolean {
  if (origin.kind !== "local" || origin.value?.type !== "CallExpression") return false;
  const callee = withoutTypes(origin.value.callee);
  const name =
    callee.type === "Identifier"
      ? callee.name
      : callee.type === "MemberExpression" && callee.property.type === "Identifier"
        ? callee.property.name
        : "";
  return name === "createContext" && (origin.members.length === 0 || origin.members[0] === "Provider");
}

/** How many components are followed into each other. */
const DEEPEST = 25;

/** Whether a component shows a slot at a moment. */
export function showsSlot(
  values: ExpressionValues,
  module: ParsedModule,
  fn: FunctionLike,
  slot: Slot,
  frame: Frame,
  moment: AuthMoment,
): Truth {
  if (depthOf(frame) > DEEPEST) return "unknown";
  const search = new SlotSearch(values, module, fn, slot, frame, moment);
  return followBody<Truth>(fn, {
    test: (test) => values.truth(module, test, frame, moment),
    returned: (node) => (node === null ? "no" : search.shows(node)),
    choose: chooseTruth,
    unknown: "unknown",
  });
}

function depthOf(frame: Frame): number {
  let depth = 0;
  for (let entry = frame.entry; entry !== null; entry = entry.frame.entry) depth++;
  return depth;
}

/** Whether a JSX expression that stands for itself (the `element` of a route) shows the slot. */
export function expressionShowsSlot(
  values: ExpressionValues,
  module: ParsedModule,
  node: Node,
  slot: Slot,
  frame: Frame,
  moment: AuthMoment,
): Truth {
  return new SlotSearch(values, module, null, slot, frame, moment).shows(node);
}

/** Joins two ways of which one is taken: they may agree although it is not known which. */
export function chooseTruth(test: Truth, first: () => Truth, second: () => Truth): Truth {
  if (test === "yes") return first();
  if (test === "no") return second();
  const one = first();
  const other = second();
  if (one === other) return one;
  return test === "unknown" || one === "unknown" || other === "unknown" ? "unknown" : "depends";
}

class SlotSearch {
  readonly #values: ExpressionValues;
  readonly #module: ParsedModule;
  readonly #fn: FunctionLike | null;
  readonly #slot: Slot;
  readonly #frame: Frame;
  readonly #moment: AuthMoment;

  constructor(
    values: ExpressionValues,
    module: ParsedModule,
    fn: FunctionLike | null,
    slot: Slot,
    frame: Frame,
    moment: AuthMoment,
  ) {
    this.#values = values;
    this.#module = module;
    this.#fn = fn;
    this.#slot = slot;
    this.#frame = frame;
    this.#moment = moment;
  }

  shows(node: Node): Truth {
    const inner = withoutTypes(node);
    const truth = (test: Node): Truth => this.#values.truth(this.#module, test, this.#frame, this.#moment);
    switch (inner.type) {
      case "JSXElement":
        return this.#element(inner);
      case "JSXFragment":
        return or(inner.children.map((child) => this.shows(child)));
      case "JSXExpressionContainer":
        return this.shows(inner.expression);
      case "ConditionalExpression":
        return chooseTruth(
          truth(inner.test),
          () => this.shows(inner.consequent),
          () => this.shows(inner.alternate),
        );
      case "LogicalExpression": {
        if (inner.operator === "&&") return and([truth(inner.left), this.shows(inner.right)]);
        const left = this.shows(inner.left);
        if (left === "yes" || inner.operator === "??") return left === "yes" ? "yes" : "unknown";
        return chooseTruth(
          not(truth(inner.left)),
          () => this.shows(inner.right),
          () => left,
        );
      }
      case "Identifier":
      case "MemberExpression":
        return this.#name(inner);
      case "JSXText":
      case "JSXEmptyExpression":
      case "Literal":
      case "TemplateLiteral":
        return "no";
      case "ArrayExpression":
        return or(inner.elements.map((it) => (it === null ? "no" : this.shows(it))));
      default:
        return "unknown";
    }
  }

  #name(node: Node): Truth {
    const origin = resolveIdentifier(this.#values.graph, this.#module, node);
    if (origin.kind === "parameter") return this.#isSlot(origin) ? "yes" : "no";
    if (origin.kind === "local" && origin.module === this.#module && origin.members.length === 0) {
      const value = origin.value === null ? null : withoutTypes(origin.value);
      // `const content = <main>{children}</main>; return content;`
      if (value !== null && !isFunction(value) && value !== withoutTypes(node)) {
        return value.type === "Identifier" ? "unknown" : this.shows(value);
      }
    }
    return origin.kind === "global" && origin.name === "undefined" ? "no" : "unknown";
  }

  #isSlot(origin: Extract<Origin, { kind: "parameter" }>): boolean {
    return (
      this.#slot === "children" &&
      origin.declaration.node === this.#fn &&
      origin.declaration.parameter === 0 &&
      origin.members.join(".") === "children"
    );
  }

  #element(element: JSXElement): Truth {
    const { openingElement } = element;
    if (this.#slot === "outlet") {
      const origin = resolveIdentifier(this.#values.graph, this.#module, openingElement.name);
      if (isRouterElement(origin, "Outlet") || showsScreens(origin)) return "yes";
      const fn = functionOf(origin);
      if (fn !== undefined && origin.kind === "local" && element.children.length === 0) {
        const frame = enter(fn, element, this.#module, this.#frame);
        return showsSlot(this.#values, origin.module, fn, "outlet", frame, this.#moment);
      }
    }
    const within = or([
      ...element.children.map((child) => this.shows(child)),
      ...openingElement.attributes.map((attribute): Truth => {
        if (attribute.type === "JSXSpreadAttribute") return this.#spread(attribute.argument);
        const value = attributeName(attribute) === "children" ? attributeValue(attribute) : null;
        return value === null ? "no" : this.shows(value);
      }),
    ]);
    if (within === "no") return "no";
    return and([within, showsChildren(this.#values, this.#module, element, this.#frame, this.#moment)]);
  }

  /** `<div {...props} />` passes the children on when nothing took them out of `props` before. */
  #spread(argument: Node): Truth {
    const inner = withoutTypes(argument);
    if (this.#slot !== "children" || inner.type !== "Identifier" || this.#fn === null) return "no";
    const [parameter] = this.#fn.params;
    if (parameter?.type === "Identifier") return parameter.name === inner.name ? "yes" : "no";
    const pattern = parameter?.type === "AssignmentPattern" ? parameter.left : parameter;
    if (pattern?.type !== "ObjectPattern") return "no";
    let isRest = false;
    let takesChildren = false;
    for (const property of pattern.properties) {
      if (property.type === "RestElement") {
        isRest = property.argument.type === "Identifier" && property.argument.name === inner.name;
      } else if (property.key.type === "Identifier" && property.key.name === "children") {
        takesChildren = true;
      }
    }
    return isRest && !takesChildren ? "yes" : "no";
  }
}
