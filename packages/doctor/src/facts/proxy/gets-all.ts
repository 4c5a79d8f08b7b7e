import {
  calleeOf,
  functionOf,
  isPackageExport,
  type Origin,
  resolveIdentifier,
} from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";

const AUTHKIT = /^@workos(?:-inc)?\/authkit-/;

/**
 * Whether AuthKit's function answers whatever reaches the proxy: it is the proxy itself, or the one thing that the
 * proxy's function returns, with nothing but declarations before it.
 */
export function getsAll(graph: ModuleGraph, proxy: Origin): boolean {
  if (proxy.kind === "package") return isProxyFunction(proxy);
  if (proxy.kind !== "local" || proxy.value === null || proxy.members.length > 0) return false;
  if (isMadeByAuthkit(graph, proxy.module, proxy.value)) return true;
  const fn = functionOf(proxy);
  if (fn === undefined || fn.body === null) return false;
  const returned = fn.body.type === "BlockStatement" ? onlyReturned(fn.body.body) : fn.body;
  if (returned === null) return false;
  let answer = withoutTypes(returned);
  if (answer.type === "AwaitExpression") answer = withoutTypes(answer.argument);
  return answer.type === "CallExpression" && isMadeByAuthkit(graph, proxy.module, answer.callee);
}

/** `authkitMiddleware({ … })`, or a name for it. */
function isMadeByAuthkit(graph: ModuleGraph, module: ParsedModule, node: Node): boolean {
  const value = withoutTypes(node);
  if (value.type === "CallExpression") return isProxyFunction(calleeOf(graph, module, value));
  const origin = resolveIdentifier(graph, module, value);
  if (origin.kind !== "local" || origin.members.length > 0 || origin.value?.type !== "CallExpression")
    return false;
  return isProxyFunction(calleeOf(graph, origin.module, origin.value));
}

function isProxyFunction(origin: Origin): boolean {
  return isPackageExport(origin, AUTHKIT, ["authkitMiddleware", "authkitProxy"]);
}

/** What a body returns that only declares constants before. */
function onlyReturned(statements: readonly Node[]): Node | null {
  const last = statements.at(-1);
  const declares = statements.slice(0, -1).every(({ type }) => type === "VariableDeclaration");
  return declares && last?.type === "ReturnStatement" ? last.argument : null;
}
