import { calleeOf, functionOf } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { isFunction, walk, withoutTypes, type FunctionLike } from "../../source/walk.ts";
import { exits } from "./claim-use.ts";
import type { ConvexFunction } from "./functions.ts";
import { isGetUserIdentity, ownIdentityCall } from "./identity-values.ts";

type Need = ConvexFunction["withoutIdentity"];

/** How many helpers are followed: `list` → `requireAdmin` → `requireUser`. */
const DEEPEST_HELPER = 4;

/**
 * What a function does when nobody is signed in. Statements are taken in the order of the source: the first that
 * throws or returns for want of an identity settles it.
 */
export function identityNeed(graph: ModuleGraph, module: ParsedModule, node: FunctionLike, depth = 0): Need {
  if (node.body === null) return "unknown";
  let isUnknown = false;
  for (const call of callsOf(node.body)) {
    const asks = isGetUserIdentity(call) || ownIdentityCall(graph, module, call) === "tolerates";
    const need = asks ? needOfRead(call, node) : needOfHelper(graph, module, call, depth);
    if (need === undefined) continue;
    if (need.certain && need.need !== "unknown") {
      // `if (args.shareToken) return …` before it: some callers need no identity.
      if (depth === 0 && need.need === "throws" && argumentsMayReturn(node, call)) return "unknown";
      return need.need;
    }
    if (need.need !== "tolerates") isUnknown = true;
  }
  return isUnknown ? "unknown" : "tolerates";
}

/** Whether the arguments alone may end the function before a call: what it then does hangs on who calls it, and how. */
function argumentsMayReturn(node: FunctionLike, call: CallExpression): boolean {
  const [, parameter] = node.params;
  if (parameter === undefined || node.body === null) return false;
  const names = new Set<string>();
  walk(parameter, (inner) => {
    if (inner.type === "Identifier") names.add(inner.name);
  });
  let may = false;
  walk(node.body, (inner) => {
    if (may || (isFunction(inner) && inner !== node)) return false;
    if (inner.type !== "IfStatement" || inner.end > call.start || !exits(inner.consequent, "return"))
      return true;
    walk(inner.test, (part) => {
      if (part.type === "Identifier" && names.has(part.name)) may = true;
    });
    return true;
  });
  return may;
}

interface StatementNeed {
  need: Need;
  /** Whether the statement always runs, so that it settles the question. */
  certain: boolean;
}

function callsOf(body: Node): CallExpression[] {
  const calls: CallExpression[] = [];
  walk(body, (node) => {
    if (node !== body && isFunction(node)) return false;
    if (node.type === "CallExpression") calls.push(node);
    return true;
  });
  return calls.sort((one, other) => one.start - other.start);
}

function needOfRead(call: CallExpression, within: FunctionLike): StatementNeed | undefined {
  const certain = alwaysRuns(call, within);
  const value = throughAwait(call);
  const parent = value.parent;
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier") {
    const guard = guardOf(parent.id.name, within);
    if (guard !== undefined) return { need: guard, certain };
    return isAsserted(parent.id.name, within) ? { need: "throws", certain } : undefined;
  }
  const negated = parent?.type === "UnaryExpression" && parent.operator === "!" ? parent.parent : undefined;
  if (negated?.type === "IfStatement" && negated.test === parent) {
    if (exits(negated.consequent, "throw")) return { need: "throws", certain };
    if (exits(negated.consequent, "return")) return { need: "tolerates", certain };
  }
  return undefined;
}

/** What the first `if` does that tests a name for being absent. */
function guardOf(name: string, within: FunctionLike): Need | undefined {
  let found: Need | undefined;
  walk(within, (node) => {
    if (found !== undefined || (isFunction(node) && node !== within)) return false;
    if (node.type !== "IfStatement" || !testsAbsence(node.test, name)) return true;
    if (exits(node.consequent, "throw")) found = "throws";
    else if (exits(node.consequent, "return")) found = "tolerates";
    return true;
  });
  return found;
}

/** `!identity`, `identity === null`, `identity == undefined`, or one of them joined by `||`. */
function testsAbsence(test: Node, name: string): boolean {
  const inner = withoutTypes(test);
  if (inner.type === "LogicalExpression" && inner.operator === "||") {
    return testsAbsence(inner.left, name) || testsAbsence(inner.right, name);
  }
  if (inner.type === "UnaryExpression" && inner.operator === "!") {
    const value = withoutTypes(inner.argument);
    return (
      isNamed(value, name) ||
      // `!identity?.email` is true without an identity too.
      (value.type === "MemberExpression" && isNamed(withoutTypes(value.object), name))
    );
  }
  return (
    inner.type === "BinaryExpression" &&
    /^===?$/.test(inner.operator) &&
    isNamed(withoutTypes(inner.left), name)
  );
}

/** Whether a name is used with `!`, which is true of an identity only when somebody is signed in. */
function isAsserted(name: string, within: FunctionLike): boolean {
  let asserted = false;
  walk(within, (node) => {
    if (
      node.type === "MemberExpression" &&
      node.object.type === "TSNonNullExpression" &&
      isNamed(node.object.expression, name)
    ) {
      asserted = true;
    }
  });
  return asserted;
}

function isNamed(node: Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

function needOfHelper(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
  depth: number,
): StatementNeed | undefined {
  const callee = calleeOf(graph, module, call);
  if (callee.kind === "package" && ownIdentityCall(graph, module, call) === "throws")
    return { need: "throws", certain: alwaysRunsIn(call) };
  if (callee.kind !== "local") return undefined;
  const helper = functionOf(callee);
  if (helper === undefined) return undefined;
  if (depth >= DEEPEST_HELPER) return { need: "unknown", certain: false };
  const need = identityNeed(graph, callee.module, helper, depth + 1);
  // A helper that only returns early leaves the question to its caller.
  return need === "tolerates" ? undefined : { need, certain: alwaysRunsIn(call) };
}

function throughAwait(node: Node): Node {
  let value = node;
  while (value.parent?.type === "AwaitExpression" || value.parent?.type === "TSNonNullExpression")
    value = value.parent;
  return value;
}

function alwaysRunsIn(call: Node): boolean {
  for (let node: Node = call; node.parent; node = node.parent) {
    if (isFunction(node.parent)) return true;
    if (!isUnconditional(node.parent, node)) return false;
  }
  return true;
}

function alwaysRuns(call: Node, within: FunctionLike): boolean {
  for (let node: Node = call; node !== within && node.parent; node = node.parent) {
    if (!isUnconditional(node.parent, node)) return false;
  }
  return true;
}

function isUnconditional(outer: Node, inner: Node): boolean {
  switch (outer.type) {
    case "IfStatement":
    case "ConditionalExpression":
      return outer.test === inner;
    case "LogicalExpression":
      return outer.left === inner;
    case "TryStatement":
      // What a try catches may be taken for an anonymous caller.
      return outer.handler === null;
    case "SwitchCase":
    case "WhileStatement":
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "CatchClause":
      return false;
    default:
      return true;
  }
}
