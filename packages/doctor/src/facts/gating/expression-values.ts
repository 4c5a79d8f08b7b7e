import type { Origin } from "../../source/binding-resolver.ts";
import { calleeOf, functionOf, isPackageExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { isFunction, literalText, withoutTypes } from "../../source/walk.ts";
import {
  type AuthMoment,
  choose,
  DEPENDS,
  equal,
  isNullish,
  known,
  not,
  OBJECT,
  or,
  type Truth,
  truthOf,
  UNKNOWN,
  type Value,
  valueOf,
} from "./auth-moment.ts";
import { defaultOf, type Frame } from "./frame.ts";
import { followBody } from "./function-bodies.ts";
import { hookValue, type HookSetting } from "./hook-values.ts";
import { readAttribute } from "./jsx-elements.ts";

/** How many calls, aliases and props are followed after each other. */
const DEEPEST = 40;
/** How much is looked at for one expression. */
const MOST_STEPS = 300;

/** Says what expressions of a component give at a moment, followed through props, hooks and files. */
export class ExpressionValues {
  readonly graph: ModuleGraph;
  readonly #setting: HookSetting;
  #depth = 0;
  #steps = 0;

  constructor(graph: ModuleGraph, setting: HookSetting) {
    this.graph = graph;
    this.#setting = setting;
  }

  /** See {@link HookSetting}. */
  get authKitMayStartLoaded(): boolean {
    return this.#setting.authKitMayStartLoaded;
  }

  /** Whether a condition is met. */
  truth(module: ParsedModule, node: Node, frame: Frame, moment: AuthMoment): Truth {
    return truthOf(this.value(module, node, frame, moment));
  }

  /** What an expression, or what is taken from it by `members`, gives. */
  value(
    module: ParsedModule,
    node: Node,
    frame: Frame,
    moment: AuthMoment,
    members: readonly string[] = [],
  ): Value {
    if (this.#depth === 0) this.#steps = 0;
    if (this.#depth >= DEEPEST || ++this.#steps > MOST_STEPS) return UNKNOWN;
    this.#depth++;
    try {
      return this.#value(module, withoutTypes(node), frame, moment, members);
    } finally {
      this.#depth--;
    }
  }

  #value(
    module: ParsedModule,
    node: Node,
    frame: Frame,
    moment: AuthMoment,
    members: readonly string[],
  ): Value {
    const at = (inner: Node, taken: readonly string[] = []) =>
      this.value(module, inner, frame, moment, taken);
    switch (node.type) {
      case "Identifier":
      case "MemberExpression":
        return this.#named(module, node, frame, moment, members);
      case "CallExpression":
        return this.#call(module, node, frame, moment, members);
      case "AwaitExpression":
        return at(node.argument, members);
      case "ConditionalExpression":
        return choose(
          truthOf(at(node.test)),
          () => at(node.consequent, members),
          () => at(node.alternate, members),
        );
      case "LogicalExpression": {
        const left = at(node.left);
        const rightWhen =
          node.operator === "&&"
            ? truthOf(left)
            : node.operator === "||"
              ? not(truthOf(left))
              : isNullish(left);
        return choose(
          rightWhen,
          () => at(node.right, members),
          () => (members.length === 0 ? left : at(node.left, members)),
        );
      }
      case "MetaProperty":
        return environmentValue(members);
      case "ObjectExpression":
        return members.length === 0 ? OBJECT : this.#property(module, node, frame, moment, members);
      case "NewExpression":
        return /^URL(?:SearchParams)?$/.test(module.text.slice(node.callee.start, node.callee.end))
          ? DEPENDS
          : members.length === 0
            ? OBJECT
            : UNKNOWN;
      default:
        return members.length === 0 ? this.#plain(module, node, frame, moment) : UNKNOWN;
    }
  }

  /** Expressions of which nothing is taken. */
  #plain(module: ParsedModule, node: Node, frame: Frame, moment: AuthMoment): Value {
    const at = (inner: Node) => this.value(module, inner, frame, moment);
    switch (node.type) {
      case "Literal":
        return typeof node.value === "object" && node.value !== null
          ? OBJECT
          : typeof node.value === "bigint"
            ? UNKNOWN
            : known(node.value);
      case "TemplateLiteral": {
        const text = literalText(node);
        if (text !== undefined) return known(text);
        return node.expressions.some((it) => at(it).kind === "unknown") ? UNKNOWN : DEPENDS;
      }
      case "UnaryExpression":
        if (node.operator === "!") return valueOf(not(truthOf(at(node.argument))));
        if (node.operator === "void") return known(undefined);
        // What renders is judged as it runs in the browser.
        if (node.operator === "typeof" && isGlobal(node.argument, /^(?:window|document)$/)) {
          return known("object");
        }
        return UNKNOWN;
      case "BinaryExpression":
        return this.#comparison(
          node.operator,
          () => at(node.left),
          () => at(node.right),
        );
      case "ArrayExpression":
      case "ArrowFunctionExpression":
      case "FunctionExpression":
      case "JSXElement":
      case "JSXFragment":
        return OBJECT;
      default:
        return UNKNOWN;
    }
  }

  #comparison(operator: string, left: () => Value, right: () => Value): Value {
    const one = left();
    const other = right();
    switch (operator) {
      case "===":
        return valueOf(equal(one, other));
      case "!==":
        return valueOf(not(equal(one, other)));
      case "==":
      case "!=": {
        const loose = isLooselyEqual(one, other);
        return valueOf(operator === "==" ? loose : not(loose));
      }
      default:
        return [one, other].every(({ kind }) => kind === "known" || kind === "depends") &&
          (one.kind === "depends" || other.kind === "depends")
          ? DEPENDS
          : UNKNOWN;
    }
  }

  #property(
    module: ParsedModule,
    node: Extract<Node, { type: "ObjectExpression" }>,
    frame: Frame,
    moment: AuthMoment,
    [first, ...rest]: readonly string[],
  ): Value {
    for (const property of node.properties.toReversed()) {
      if (property.type === "SpreadElement") {
        if (first === undefined) return UNKNOWN;
        const spread = this.value(module, property.argument, frame, moment, [first, ...rest]);
        if (spread.kind !== "known" || spread.value !== undefined) return spread;
      } else if (keyName(property) === first) {
        return property.kind === "init" ? this.value(module, property.value, frame, moment, rest) : UNKNOWN;
      } else if (keyName(property) === undefined) {
        return UNKNOWN;
      }
    }
    return known(undefined);
  }

  #named(
    module: ParsedModule,
    node: Node,
    frame: Frame,
    moment: AuthMoment,
    members: readonly string[],
  ): Value {
    const origin = resolveIdentifier(this.graph, module, node);
    switch (origin.kind) {
      case "global":
        return globalValue(origin.name, [...origin.members, ...members]);
      case "local":
        if (origin.value === null) return UNKNOWN;
        if (isFunction(origin.value)) return origin.members.length === 0 ? OBJECT : UNKNOWN;
        return this.value(origin.module, origin.value, frame, moment, [...origin.members, ...members]);
      case "parameter":
        return this.#parameter(origin, frame, moment, members);
      default:
        return UNKNOWN;
    }
  }

  #parameter(
    origin: Extract<Origin, { kind: "parameter" }>,
    frame: Frame,
    moment: AuthMoment,
    members: readonly string[],
  ): Value {
    const { declaration } = origin;
    const { entry } = frame;
    if (entry === null || frame.fn !== declaration.node || declaration.kind !== "parameter") return UNKNOWN;
    const taken = [...origin.members, ...members];
    const fallback = defaultOf(declaration);
    const orDefault = (): Value =>
      fallback === null ? known(undefined) : this.value(origin.module, fallback, frame, moment);
    if (entry.kind === "call") {
      const argument = entry.call.arguments[declaration.parameter];
      if (argument === undefined) return orDefault();
      if (argument.type === "SpreadElement") return UNKNOWN;
      const given = this.value(entry.module, argument, entry.frame, moment, taken);
      return given.kind === "known" && given.value === undefined ? orDefault() : given;
    }
    const [prop, ...rest] = taken;
    if (declaration.parameter !== 0 || prop === undefined) return prop === undefined ? OBJECT : UNKNOWN;
    if (prop === "children") return entry.element.children.length > 0 ? OBJECT : UNKNOWN;
    const reading = readAttribute(entry.element.openingElement, prop);
    if (reading.kind === "unknown") return UNKNOWN;
    if (reading.kind === "absent") return orDefault();
    return reading.value === null
      ? known(true)
      : this.value(entry.module, reading.value, entry.frame, moment, rest);
  }

  #call(
    module: ParsedModule,
    call: CallExpression,
    frame: Frame,
    moment: AuthMoment,
    members: readonly string[],
  ): Value {
    const callee = calleeOf(this.graph, module, call);
    const ofHook = hookValue(callee, members, moment, this.#setting);
    if (ofHook !== undefined) return ofHook;
    const [first] = call.arguments;
    if (callee.kind === "global" && callee.name === "Boolean" && callee.members.length === 0) {
      return first === undefined ? known(false) : valueOf(this.truth(module, first, frame, moment));
    }
    if (isPackageExport(callee, /^(?:react-router(?:-dom)?|next)$/, "useSearchParams")) return DEPENDS;
    if (callee.kind === "package" && callee.package === "react") {
      return this.#reactHook(callee.members.at(-1) ?? callee.exported, module, call, frame, moment, members);
    }
    const fn = functionOf(callee);
    if (fn !== undefined && callee.kind === "local" && !fn.generator) {
      const entered: Frame = { fn, entry: { kind: "call", call, module, frame } };
      const result = followBody<Value>(fn, {
        test: (test) => this.truth(callee.module, test, entered, moment),
        returned: (node) =>
          node === null ? known(undefined) : this.value(callee.module, node, entered, moment, members),
        choose,
        unknown: UNKNOWN,
      });
      if (result.kind !== "unknown") return result;
    }
    return this.#ofVisitor(module, call, frame, moment);
  }

  #reactHook(
    name: string,
    module: ParsedModule,
    call: CallExpression,
    frame: Frame,
    moment: AuthMoment,
    members: readonly string[],
  ): Value {
    const [first] = call.arguments;
    const [taken, ...rest] = members;
    switch (name) {
      case "useState":
        if (taken === "[1]") return OBJECT;
        // A state holds its first value when a page starts; what sets it later is not followed.
        if (taken !== "[0]" || moment !== "starting") return UNKNOWN;
        if (first === undefined) return known(undefined);
        return isFunction(withoutTypes(first)) ? UNKNOWN : this.value(module, first, frame, moment, rest);
      case "useMemo": {
        const made = first === undefined ? undefined : withoutTypes(first);
        if (made === undefined || !isFunction(made)) return UNKNOWN;
        return followBody<Value>(made, {
          test: (test) => this.truth(module, test, frame, moment),
          returned: (node) =>
            node === null ? known(undefined) : this.value(module, node, frame, moment, members),
          choose,
          unknown: UNKNOWN,
        });
      }
      case "useCallback":
      case "useTransition":
        return members.length === 0 ? OBJECT : UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  /** `isAdmin(user)`, `user.email.endsWith("@example.com")`: what is asked of the visitor differs with the visitor. */
  #ofVisitor(module: ParsedModule, call: CallExpression, frame: Frame, moment: AuthMoment): Value {
    let result = UNKNOWN;
    for (const node of askedIn(call)) {
      const { kind } = node === null ? UNKNOWN : this.value(module, node, frame, moment);
      if (kind === "unknown") return UNKNOWN;
      if (kind === "depends") result = DEPENDS;
    }
    return result;
  }
}

/** What a call is told: its arguments, the properties of an object among them, and what its method belongs to. */
function askedIn(call: CallExpression): (Node | null)[] {
  const callee = withoutTypes(call.callee);
  const receiver = callee.type === "MemberExpression" ? [callee.object] : [];
  return [
    ...receiver,
    ...call.arguments.flatMap((argument): (Node | null)[] => {
      const node = withoutTypes(argument);
      if (node.type !== "ObjectExpression") return [node];
      return node.properties.map((property) => (property.type === "SpreadElement" ? null : property.value));
    }),
  ];
}

/** What the browser's own objects give. Only what comes behind the `?` differs on one and the same page. */
function globalValue(name: string, members: readonly string[]): Value {
  if (name === "undefined" && members.length === 0) return known(undefined);
  if (name === "process") return environmentValue(members);
  const path = (name === "window" ? members : [name, ...members]).join(".");
  if (/^location\.(?:search|hash)(?:\.|$)/.test(path)) return DEPENDS;
  return name === "window" && members.length === 0 ? OBJECT : UNKNOWN;
}

/** Without these variables there is no app to judge, so they are taken for set; others are unknown. */
function environmentValue([env, name, ...rest]: readonly string[]): Value {
  const isNeeded = /(?:^|_)(?:CONVEX_URL|WORKOS_CLIENT_ID|WORKOS_REDIRECT_URI)$/.test(name ?? "");
  return env === "env" && isNeeded && rest.length === 0 ? OBJECT : UNKNOWN;
}

function isGlobal(node: Node, name: RegExp): boolean {
  const inner = withoutTypes(node);
  return inner.type === "Identifier" && name.test(inner.name);
}

function isLooselyEqual(one: Value, other: Value): Truth {
  const [first, second] = [isNullish(one), isNullish(other)];
  if (first === "yes" || second === "yes") return first === "yes" ? second : first;
  return or([equal(one, other) === "yes" ? "yes" : "unknown"]);
}
