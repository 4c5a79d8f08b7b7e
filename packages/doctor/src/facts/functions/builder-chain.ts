import { resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { isFunction, walk, withoutTypes } from "../../source/walk.ts";
import type { ConvexFunction } from "./functions.ts";
import { identityNeed } from "./identity-need.ts";

/** How many builders are followed: `adminQuery` from `authedQuery` from `convex.query()`. */
const DEEPEST_CHAIN = 5;

/** Whether a call ends a chain that was given a handler: `authedQuery.input({…}).handler(…).public()`. */
export function isChain(call: CallExpression): boolean {
  return linksOf(call).calls.some(({ name }) => name === "handler");
}

/**
 * What a function does without an identity that is made by a chain of calls. A middleware of the chain, or of the
 * builders it starts from, that throws settles it; otherwise it is not known, because the chain's own calls may do
 * anything.
 */
export function chainNeed(
  graph: ModuleGraph,
  module: ParsedModule,
  call: Node,
  depth = 0,
): ConvexFunction["withoutIdentity"] {
  const { calls, start } = linksOf(call);
  const throwsIn = calls.some(({ call: { arguments: args } }) =>
    args.some((argument) => throws(graph, module, argument, depth)),
  );
  if (throwsIn) return "throws";
  return throws(graph, module, start, depth) ? "throws" : "unknown";
}

/** Whether a middleware, or a builder under a name, throws without an identity. */
function throws(graph: ModuleGraph, module: ParsedModule, node: Node, depth: number): boolean {
  if (depth >= DEEPEST_CHAIN) return false;
  const value = withoutTypes(node);
  if (isFunction(value)) return identityNeed(graph, module, value) === "throws";
  if (value.type !== "Identifier") return false;
  const origin = resolveIdentifier(graph, module, value);
  if (origin.kind !== "local" || origin.value === null || origin.members.length > 0) return false;
  const made = withoutTypes(origin.value);
  if (isFunction(made)) return identityNeed(graph, origin.module, made) === "throws";
  if (made.type !== "CallExpression") return false;
  return (
    hasThrowingFunction(graph, origin.module, made) ||
    chainNeed(graph, origin.module, made, depth + 1) === "throws"
  );
}

/** A function written into the call, as in `createMiddleware(async (ctx, next) => …)`. */
function hasThrowingFunction(graph: ModuleGraph, module: ParsedModule, call: CallExpression): boolean {
  let found = false;
  walk(call, (node) => {
    if (found) return false;
    if (!isFunction(node)) return true;
    found = identityNeed(graph, module, node) === "throws";
    return false;
  });
  return found;
}

interface Links {
  calls: { name: string; call: CallExpression }[];
  /** What the chain starts from. */
  start: Node;
}

function linksOf(call: Node): Links {
  const calls: Links["calls"] = [];
  let node = withoutTypes(call);
  while (node.type === "CallExpression") {
    const callee = withoutTypes(node.callee);
    if (callee.type !== "MemberExpression" || callee.computed) break;
    calls.push({ name: callee.property.name, call: node });
    node = withoutTypes(callee.object);
  }
  return { calls, start: node };
}
