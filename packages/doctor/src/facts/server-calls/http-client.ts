import {
  calleeOf,
  functionOf,
  isPackageExport,
  resolveIdentifier,
  returnedExpressions,
} from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, NewExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";

/** How many constants and functions are followed between a call and the client it is made on. */
const DEEPEST = 4;

/** Where a `ConvexHttpClient` is made. */
export interface HttpClient {
  module: ParsedModule;
  creation: NewExpression;
}

/** The client on which `client.query(…)`, `.mutation(…)` or `.action(…)` is called, when it is a `ConvexHttpClient`. */
export function httpClientOfCall(
  graph: ModuleGraph,
  module: ParsedModule,
  { callee }: CallExpression,
): HttpClient | undefined {
  const method = withoutTypes(callee);
  if (method.type !== "MemberExpression") return undefined;
  const name = keyName({ key: method.property, computed: method.computed });
  if (name !== "query" && name !== "mutation" && name !== "action") return undefined;
  return httpClientOf(graph, module, method.object, 0);
}

/** The `ConvexHttpClient` that an expression holds: followed through constants and functions that make one. */
function httpClientOf(
  graph: ModuleGraph,
  module: ParsedModule,
  node: Node,
  depth: number,
): HttpClient | undefined {
  if (depth > DEEPEST) return undefined;
  let value = withoutTypes(node);
  while (value.type === "AwaitExpression") value = withoutTypes(value.argument);
  switch (value.type) {
    case "NewExpression": {
      const isClient = isPackageExport(
        calleeOf(graph, module, value),
        "convex",
        "ConvexHttpClient",
        "browser",
      );
      return isClient ? { module, creation: value } : undefined;
    }
    case "CallExpression": {
      const origin = calleeOf(graph, module, value);
      const fn = functionOf(origin);
      if (fn === undefined || origin.kind !== "local") return undefined;
      for (const returned of returnedExpressions(fn)) {
        const client = httpClientOf(graph, origin.module, returned, depth + 1);
        if (client !== undefined) return client;
      }
      return undefined;
    }
    case "Identifier":
    case "MemberExpression": {
      const origin = resolveIdentifier(graph, module, value);
      if (origin.kind !== "local" || origin.value === null || origin.members.length > 0) return undefined;
      return httpClientOf(graph, origin.module, origin.value, depth + 1);
    }
    default:
      return undefined;
  }
}
