import {
  calleeOf,
  functionOf,
  resolveIdentifier,
  returnedExpressions,
  type Origin,
} from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";

/** How many functions an identity is followed through: `requireAdmin` → `requireUser` → `getUserIdentity`. */
const DEEPEST_HELPER = 4;

/** Whether a call is `….auth.getUserIdentity()`, whatever the context is called. */
export function isGetUserIdentity(call: CallExpression): boolean {
  const callee = withoutTypes(call.callee);
  return callee.type === "MemberExpression" && !callee.computed && callee.property.name === "getUserIdentity";
}

/** What the functions of `convex-authkit/convex` do when nobody is signed in; all of them give the identity. */
const OWN_FUNCTIONS: Readonly<Record<string, "throws" | "tolerates">> = {
  getIdentity: "tolerates",
  requireUser: "throws",
  requireAdmin: "throws",
  requireOrganization: "throws",
  requirePermission: "throws",
  requireRole: "throws",
};

/** How they are imported. */
export const OWN_MODULE = "convex-authkit/convex";

/** What stands in every module that asks for an identity by itself. */
export const IDENTITY_SOURCES = ["getUserIdentity", OWN_MODULE];

/**
 * Whether a call asks for the identity through `convex-authkit/convex`, and what it then does when nobody is signed in.
 *
 * @returns undefined for every other call
 */
export function ownIdentityCall(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): "throws" | "tolerates" | undefined {
  const callee = calleeOf(graph, module, call);
  if (callee.kind !== "package" || callee.package !== "convex-authkit" || callee.subpath !== "convex")
    return undefined;
  return OWN_FUNCTIONS[callee.members.at(-1) ?? callee.exported];
}

/** The expression behind `await` and behind types. */
export function awaited(node: Node): Node {
  let inner = withoutTypes(node);
  while (inner.type === "AwaitExpression") inner = withoutTypes(inner.argument);
  return inner;
}

/**
 * What an expression takes from an identity: `[]` for the identity itself, `["email"]` for its claim `email`.
 *
 * @returns undefined when the expression is not known to come from an identity
 */
export function identityPath(
  graph: ModuleGraph,
  module: ParsedModule,
  node: Node,
  depth = 0,
): string[] | undefined {
  const made = callBehind(graph, module, node);
  if (made === undefined) return undefined;
  if (isGetUserIdentity(made.call)) return made.members;
  if (ownIdentityCall(graph, made.module, made.call) !== undefined) return made.members;
  const callee = calleeOf(graph, made.module, made.call);
  const helper = functionOf(callee);
  if (depth >= DEEPEST_HELPER || helper === undefined || callee.kind !== "local") return undefined;
  for (const returned of returnedExpressions(helper)) {
    const path = returnedPath(graph, callee.module, returned, made.members, depth + 1);
    if (path !== undefined) return path;
  }
  return undefined;
}

interface CallBehind {
  module: ParsedModule;
  call: CallExpression;
  /** What is taken from its awaited result. */
  members: string[];
}

function callBehind(graph: ModuleGraph, module: ParsedModule, node: Node): CallBehind | undefined {
  const members: string[] = [];
  let value = awaited(node);
  while (value.type === "MemberExpression") {
    const name = value.computed ? literalText(value.property) : value.property.name;
    if (name === undefined) return undefined;
    members.unshift(name);
    value = awaited(value.object);
  }
  if (value.type === "CallExpression") return { module, call: value, members };
  if (value.type !== "Identifier") return undefined;
  const origin: Origin = resolveIdentifier(graph, module, value);
  if (origin.kind !== "local" || origin.value === null) return undefined;
  const call = awaited(origin.value);
  if (call.type === "CallExpression") {
    return { module: origin.module, call, members: [...origin.members, ...members] };
  }
  if (call.type !== "MemberExpression") return undefined;
  const inner = callBehind(graph, origin.module, call);
  return inner && { ...inner, members: [...inner.members, ...origin.members, ...members] };
}

/** Follows `return identity` and `return { identity, user }`. */
function returnedPath(
  graph: ModuleGraph,
  module: ParsedModule,
  returned: Node,
  members: readonly string[],
  depth: number,
): string[] | undefined {
  const value = awaited(returned);
  if (value.type !== "ObjectExpression") {
    const path = identityPath(graph, module, value, depth);
    return path === undefined ? undefined : [...path, ...members];
  }
  const [first, ...rest] = members;
  for (const member of value.properties) {
    if (member.type !== "Property" || member.computed || member.key.type !== "Identifier") continue;
    if (member.key.name !== first) continue;
    const path = identityPath(graph, module, member.value, depth);
    return path === undefined ? undefined : [...path, ...rest];
  }
  return undefined;
}
