import { calleeOf, functionOf, type Origin, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { nodesAround, walk, withoutTypes } from "../../source/walk.ts";

const DEEPEST = 8;

/** A call that running some code may lead to. */
export interface ReachableCall {
  module: ParsedModule;
  call: CallExpression;
  callee: Origin;
  /** The nodes around the call, the nearest last. */
  parents: readonly Node[];
}

/**
 * The calls that running a function (or evaluating an expression) may lead to, through functions of the project that
 * it calls or hands on.
 */
export function reachableCalls(graph: ModuleGraph, start: Origin): ReachableCall[] {
  const found: ReachableCall[] = [];
  const seen = new Set<Node>();
  const follow = (origin: Origin, depth: number): void => {
    if (origin.kind !== "local" || origin.value === null || origin.members.length > 0 || depth > DEEPEST)
      return;
    const { module } = origin;
    const root = functionOf(origin) ?? origin.value;
    if (seen.has(root)) return;
    seen.add(root);
    walk(root, (node) => {
      if (node.type !== "CallExpression") return;
      const callee = calleeOf(graph, module, node);
      found.push({ module, call: node, callee, parents: nodesAround(node, root) });
      follow(callee, depth + 1);
      for (const argument of node.arguments) {
        const value = withoutTypes(argument);
        if (value.type === "Identifier") {
          const handed = resolveIdentifier(graph, module, value);
          if (functionOf(handed) !== undefined) follow(handed, depth + 1);
        }
      }
    });
  };
  follow(start, 0);
  return found;
}
