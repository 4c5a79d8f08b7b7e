import { returnedExpressions } from "../../source/bindings.ts";
import type { NewExpression, Node } from "../../source/parse.ts";
import { functionAround } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import { isRunOnEveryRender } from "./fetcher-identity.ts";
import { quoted } from "./quoted.ts";
import { propertyValue, reactName } from "./trace.ts";
import type { Place, Tracer } from "./trace.ts";
import type { ConvexClientCreation, Tri } from "./wiring.ts";

const CLASSES = ["ConvexReactClient", "ConvexClient", "BaseConvexClient"] as const;
const PACKAGES = new Set(["convex/react", "convex/browser", "convex/"]);

/**
 * What a `new` expression creates, if it creates a Convex client that keeps a connection.
 *
 * @returns null for anything else, `ConvexHttpClient` included
 */
export function readClientCreation(tracer: Tracer, place: Place): ConvexClientCreation | null {
  const { node, module } = place;
  if (node.type !== "NewExpression") return null;
  const className = classOf(tracer, place, node);
  if (className === null) return null;
  const [, options] = node.arguments;
  return {
    ...quoted(module, node),
    className,
    initialAuthTokenReuse: optionIsOn(tracer, place, options, "initialAuthTokenReuse"),
    expectAuth: readExpectAuth(tracer, place, options),
    createdIn: createdIn(tracer, place, node),
  };
}

/** What class of Convex a `new` expression names: also those that keep no connection. */
export function convexClassOf(tracer: Tracer, place: Place, node: NewExpression): string | null {
  const traced = tracer.trace({ ...place, node: node.callee });
  if (traced.kind !== "package") return null;
  const name = traced.property.at(-1) ?? traced.exported;
  if (PACKAGES.has(`${traced.package}/${traced.subpath}`)) return name;
  return traced.package === "@convex-dev/react-query" ? name : null;
}

function classOf(
  tracer: Tracer,
  place: Place,
  node: NewExpression,
): ConvexClientCreation["className"] | null {
  const name = convexClassOf(tracer, place, node);
  return CLASSES.find((it) => it === name) ?? null;
}

/** The creation of the client that an expression holds; null when it could not be found. */
export function findClient(
  tracer: Tracer,
  place: Place,
  depth = 0,
): { place: Place; node: NewExpression } | null {
  if (depth > 6) return null;
  const traced = tracer.trace(place);
  if (traced.kind === "state" || traced.kind === "ref") {
    const [initial] = traced.call.arguments;
    return initial === undefined ? null : fromInitial(tracer, { ...place, node: initial }, depth);
  }
  if (traced.kind !== "expression") return null;
  const node = withoutTypes(traced.place.node);
  const made = onlyMaking(node);
  if (made !== null && traced.property.length === 0) {
    return findClient(tracer, { ...traced.place, node: made }, depth + 1);
  }
  if (node.type !== "NewExpression") return null;
  const found = { place: { ...traced.place, node }, node };
  if (traced.property.length === 0) return found;
  // The query client of @convex-dev/react-query holds the client that it is given, or makes one for an address.
  const [first] = node.arguments;
  const isQueryClient = convexClassOf(tracer, traced.place, node) === "ConvexQueryClient";
  if (!isQueryClient || traced.property[0] !== "convexClient" || first === undefined) return null;
  return findClient(tracer, { ...traced.place, node: first }, depth + 1) ?? null;
}

/** What `condition ? made : null` or `condition && made` makes, if it makes anything. */
function onlyMaking(node: Node): Node | null {
  if (node.type === "LogicalExpression") return node.right;
  if (node.type !== "ConditionalExpression") return null;
  const made = [node.consequent, node.alternate].filter((it) => !isNothing(withoutTypes(it)));
  return made.length === 1 ? (made[0] ?? null) : null;
}

function isNothing(node: Node): boolean {
  return (
    (node.type === "Literal" && node.raw === "null") ||
    (node.type === "Identifier" && node.name === "undefined")
  );
}

/** The initial value of a state may be a function that makes it. */
function fromInitial(
  tracer: Tracer,
  place: Place,
  depth: number,
): { place: Place; node: NewExpression } | null {
  const initial = tracer.trace(place);
  if (initial.kind !== "function") return findClient(tracer, place, depth + 1);
  const [only, ...more] = returnedExpressions(initial.node);
  if (only === undefined || more.length > 0) return null;
  return findClient(tracer, { ...initial.place, node: only }, depth + 1);
}

function optionOf(
  tracer: Tracer,
  place: Place,
  options: Node | undefined,
  name: string,
): { kind: "absent" } | { kind: "unknown" } | { kind: "value"; place: Place } {
  if (options === undefined) return { kind: "absent" };
  const traced = tracer.trace({ ...place, node: options });
  const object = traced.kind === "expression" ? withoutTypes(traced.place.node) : null;
  if (traced.kind !== "expression" || object?.type !== "ObjectExpression") return { kind: "unknown" };
  const found = propertyValue(object, name);
  if (found !== undefined && !found.isSpread)
    return { kind: "value", place: { ...traced.place, node: found.value } };
  const hasSpread = object.properties.some(({ type }) => type === "SpreadElement");
  return { kind: hasSpread ? "unknown" : "absent" };
}

function optionIsOn(tracer: Tracer, place: Place, options: Node | undefined, name: string): Tri {
  const option = optionOf(tracer, place, options, name);
  if (option.kind !== "value") return option.kind === "absent" ? "no" : "unknown";
  const value = booleanOf(tracer, option.place);
  return value === undefined ? "unknown" : value ? "yes" : "no";
}

function readExpectAuth(
  tracer: Tracer,
  place: Place,
  options: Node | undefined,
): ConvexClientCreation["expectAuth"] {
  const option = optionOf(tracer, place, options, "expectAuth");
  if (option.kind !== "value") return option.kind;
  const value = booleanOf(tracer, option.place);
  return value === undefined ? "dynamic" : value ? "true" : "false";
}

function booleanOf(tracer: Tracer, place: Place): boolean | undefined {
  const traced = tracer.trace(place);
  if (traced.kind === "global" && traced.name === "undefined") return false;
  if (traced.kind !== "expression" || traced.property.length > 0) return undefined;
  const node = withoutTypes(traced.place.node);
  return node.type === "Literal" && typeof node.value === "boolean" ? node.value : undefined;
}

function createdIn(tracer: Tracer, place: Place, node: NewExpression): ConvexClientCreation["createdIn"] {
  const around = functionAround(node);
  if (around === undefined) return "module";
  if (isInMemo(tracer, place, node)) return "memo";
  if (!isRunOnEveryRender(around)) return "function";
  return isConstantOfBody(node, around) ? "component" : "function";
}

function isInMemo(tracer: Tracer, place: Place, node: Node): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.type !== "CallExpression") continue;
    const hook = reactName(tracer.trace({ ...place, node: outer.callee }));
    if (hook !== undefined && ["useState", "useMemo", "useRef", "useCallback", "cache"].includes(hook))
      return true;
  }
  return false;
}

/** Whether it is the value of a constant written directly in a function's body: nothing keeps it for the next run. */
function isConstantOfBody(node: Node, around: Node): boolean {
  let outer = node.parent;
  while (outer && withoutTypes(outer) !== outer) outer = outer.parent;
  if (outer?.type !== "VariableDeclarator") return false;
  const block = outer.parent?.parent;
  return block?.type === "BlockStatement" && block.parent === around && isFunction(around);
}
