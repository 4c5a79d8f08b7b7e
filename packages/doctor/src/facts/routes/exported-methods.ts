import { type Origin, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import { handlerEffects } from "./route-effects.ts";
import type { RouteMethod } from "./routes.ts";

/**
 * The methods that a file exports under names of its framework.
 *
 * @param names export to HTTP method, e.g. `{ loader: "GET" }`
 */
export function exportedMethods(
  graph: ModuleGraph,
  file: string,
  names: Readonly<Record<string, string>>,
): RouteMethod[] {
  const module = graph.module(file);
  if (module === undefined) return [];
  return module.exports.flatMap((entry) => {
    const method = names[entry.exported];
    if (method === undefined) return [];
    const origin = resolveExport(graph, file, entry.exported);
    return [{ method, location: placeOf(origin, module, entry.start), ...handlerEffects(graph, origin) }];
  });
}

function placeOf(origin: Origin, module: ParsedModule, exportedAt: number): RouteMethod["location"] {
  const declared = origin.kind === "local" && origin.module === module ? origin.declaration : null;
  return module.locationOf(declared?.identifier ?? { start: exportedAt });
}

/** The methods of an object such as `{ GET: handler, async POST() {} }`. */
export function methodsOfObject(graph: ModuleGraph, module: ParsedModule, object: Node): RouteMethod[] {
  const inner = withoutTypes(object);
  if (inner.type !== "ObjectExpression") return [];
  return inner.properties.flatMap((property): RouteMethod[] => {
    const method = property.type === "Property" ? keyName(property) : undefined;
    if (property.type !== "Property" || method === undefined || !/^(?:[A-Z]+|handler)$/.test(method))
      return [];
    const effects = handlerEffects(graph, originOfValue(graph, module, property.value));
    return [{ method, location: module.locationOf(property), ...effects }];
  });
}

/** What an expression that is used as a handler stands for. */
export function originOfValue(graph: ModuleGraph, module: ParsedModule, node: Node): Origin {
  const value = withoutTypes(node);
  if (isFunction(value) || value.type === "CallExpression" || value.type === "ObjectExpression") {
    return { kind: "local", module, declaration: null, value, members: [] };
  }
  return resolveIdentifier(graph, module, value);
}
