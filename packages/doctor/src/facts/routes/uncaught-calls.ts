import {
  calleeOf,
  functionOf,
  isPackageExport,
  propertyOrigin,
  resolveIdentifier,
} from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, nodesAround, rootOf, walk, withoutTypes } from "../../source/walk.ts";
import { exits } from "../functions/claim-use.ts";
import { httpClientOfCall } from "../server-calls/http-client.ts";

/** How many helpers are followed. */
const DEEPEST = 4;

/** Something that fails now and then, or always, and whose failure leaves the function. */
export interface UncaughtCall {
  /** `convex`, `workos`, `fetch`: a request; `redirect`: Next.js' own, which throws; `throw`: a statement that every run reaches. */
  fails: "convex" | "workos" | "fetch" | "redirect" | "throw";
  /** What stands in the function itself: the request, or the call of the helper that makes it. */
  module: ParsedModule;
  node: Node;
}

/**
 * The requests that a function waits for, itself or in helpers of the project, and whose failure nothing catches. Only
 * what certainly asks a server is listed: Convex, WorkOS's API, `fetch`. A promise that nobody waits for, or that goes
 * into a function that cannot be followed, is left out.
 */
export function uncaughtCalls(graph: ModuleGraph, module: ParsedModule, root: FunctionLike): UncaughtCall[] {
  return new UncaughtSearch(graph).in(module, root, 0);
}

class UncaughtSearch {
  readonly #graph: ModuleGraph;
  readonly #open = new Set<Node>();

  constructor(graph: ModuleGraph) {
    this.#graph = graph;
  }

  in(module: ParsedModule, root: FunctionLike, depth: number): UncaughtCall[] {
    const { body } = root;
    if (body === null || depth > DEEPEST || this.#open.has(root)) return [];
    this.#open.add(root);
    const found: UncaughtCall[] = [];
    walk(body, (node) => {
      if (isFunction(node) || node.type.startsWith("Class")) return false;
      if (node.type === "ThrowStatement" && node.parent === body && !returnsBefore(body, node)) {
        found.push({ fails: "throw", module, node });
      } else if (node.type === "CallExpression") {
        const fails = this.#failureOf(module, node, root, depth);
        if (fails !== undefined) found.push({ fails, module, node });
      }
      return true;
    });
    this.#open.delete(root);
    return found;
  }

  #failureOf(
    module: ParsedModule,
    call: CallExpression,
    root: FunctionLike,
    depth: number,
  ): UncaughtCall["fails"] | undefined {
    if (isPackageExport(calleeOf(this.#graph, module, call), "next", REDIRECTS, "navigation")) {
      return isCaught(call, root) ? undefined : "redirect";
    }
    if (!failureLeaves(call, root)) return undefined;
    return this.#request(module, call) ?? this.#helper(module, call, depth);
  }

  #request(module: ParsedModule, call: CallExpression): UncaughtCall["fails"] | undefined {
    const callee = calleeOf(this.#graph, module, call);
    if (callee.kind === "global") {
      return callee.name === "fetch" && callee.members.length === 0 ? "fetch" : undefined;
    }
    if (isPackageExport(callee, "convex", FETCHES, "nextjs")) return "convex";
    if (httpClientOfCall(this.#graph, module, call) !== undefined) return "convex";
    return this.#asksWorkos(module, call) ? "workos" : undefined;
  }

  /** `workos.userManagement.listUsers()`, on a client of WorkOS's SDK. */
  #asksWorkos(module: ParsedModule, call: CallExpression): boolean {
    const callee = withoutTypes(call.callee);
    if (callee.type !== "MemberExpression") return false;
    const method = keyName({ key: callee.property, computed: callee.computed });
    if (method === undefined || !ASKS_WORKOS.test(method)) return false;
    const root = rootOf(callee);
    const made = propertyOrigin(this.#graph, module, root);
    if (made !== undefined) {
      return made.property.length === 0 && isPackageExport(made.callee, AUTHKIT, "getWorkOS");
    }
    const origin = resolveIdentifier(this.#graph, module, root);
    return (
      origin.kind === "local" &&
      origin.members.length === 0 &&
      origin.value?.type === "NewExpression" &&
      isPackageExport(calleeOf(this.#graph, origin.module, origin.value), "@workos-inc/node", "WorkOS")
    );
  }

  #helper(module: ParsedModule, call: CallExpression, depth: number): UncaughtCall["fails"] | undefined {
    const origin = calleeOf(this.#graph, module, call);
    const fn = functionOf(origin);
    if (fn === undefined || origin.kind !== "local") return undefined;
    return this.in(origin.module, fn, depth + 1)[0]?.fails;
  }
}

const AUTHKIT = /^@workos(?:-inc)?\/authkit-/;

const FETCHES = ["fetchQuery", "fetchMutation", "fetchAction", "preloadQuery"];

const REDIRECTS = ["redirect", "permanentRedirect"];

/** Methods of WorkOS's SDK that send a request; the others make addresses. */
const ASKS_WORKOS =
  /^(?:list|create|update|delete|authenticate|revoke|send|accept|deactivate|reactivate)[A-Z]/;

/** Whether a run may end before it comes to a statement: then the `throw` is how some of them are refused. */
function returnsBefore(body: Node, statement: Node): boolean {
  let returns = false;
  walk(body, (node) => {
    if (node.type === "ReturnStatement" && node.start < statement.start) returns = true;
    return !isFunction(node);
  });
  return returns;
}

/**
 * Whether a promise that fails makes the function fail: it is waited for or returned, and neither `.catch()` nor a `try`
 * is around it.
 */
function failureLeaves(call: Node, root: FunctionLike): boolean {
  let inner: Node = call;
  for (let outer = inner.parent; outer; outer = inner.parent) {
    switch (outer.type) {
      case "AwaitExpression":
      case "ReturnStatement":
        return !isCaught(outer, root);
      case "ArrowFunctionExpression":
        return outer === root && outer.body === inner;
      case "MemberExpression": {
        const method = keyName({ key: outer.property, computed: outer.computed });
        const isPassedOn = method === "finally" || (method === "then" && isCalledWithOne(outer));
        if (outer.object !== inner || !isPassedOn) return false;
        break;
      }
      case "CallExpression":
        if (outer.callee !== inner && !isPromiseAll(outer)) return false;
        break;
      case "ConditionalExpression":
      case "LogicalExpression":
      case "ArrayExpression":
        break;
      default:
        if (withoutTypes(outer) === outer) return false;
    }
    inner = outer;
  }
  return false;
}

function isCalledWithOne(member: Node): boolean {
  const call = member.parent;
  return call?.type === "CallExpression" && call.callee === member && call.arguments.length === 1;
}

function isPromiseAll({ callee }: CallExpression): boolean {
  return (
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Promise" &&
    keyName({ key: callee.property, computed: callee.computed }) === "all"
  );
}

/** Whether a `try` around a node keeps what it throws: its `catch` does not end in a `throw`. */
function isCaught(node: Node, root: FunctionLike): boolean {
  const around = [...nodesAround(node, root), node];
  return around.some((outer, index) => {
    if (outer.type !== "TryStatement" || outer.handler === null) return false;
    return around[index + 1] === outer.block && !exits(outer.handler.body, "throw");
  });
}
