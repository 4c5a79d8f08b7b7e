import { evaluate } from "../../source/evaluate.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, ParsedModule } from "../../source/parse.ts";
import type { ObjectValue, Value } from "../../source/value.ts";
import type { ProxyOptions } from "./proxy.ts";

/** Reads the options of `authkitProxy(options)`, `authkitMiddleware(options)` or `authkit(request, options)`. */
export function readProxyOptions(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): ProxyOptions {
  const location = module.locationOf(call);
  const written = call.arguments.at(-1);
  const isRequest = call.arguments.length === 1 && written?.type === "Identifier";
  const options = written === undefined || isRequest ? undefined : evaluate(graph, module, written);
  if (options === undefined) {
    return { location, redirectUri: false, protects: false, unauthenticatedPaths: [], eagerAuth: false };
  }
  const middlewareAuth = property(options, "middlewareAuth");
  const redirectUri = property(options, "redirectUri");
  return {
    location,
    redirectUri: redirectUri === "unknown" ? null : redirectUri !== "absent",
    protects: flag(
      middlewareAuth === "unknown" || middlewareAuth === "absent"
        ? middlewareAuth
        : property(middlewareAuth, "enabled"),
    ),
    unauthenticatedPaths: texts(
      middlewareAuth === "unknown" || middlewareAuth === "absent"
        ? middlewareAuth
        : property(middlewareAuth, "unauthenticatedPaths"),
    ),
    eagerAuth: flag(property(options, "eagerAuth")),
  };
}

type Found = Value | "absent" | "unknown";

/** A property of an evaluated object; `unknown` where it may be there or not. */
export function property(value: Value, key: string): Found {
  if (value.kind === "undefined" || value.kind === "null") return "absent";
  if (value.kind !== "object") return "unknown";
  const entry = entryOf(value, key);
  if (entry === undefined) return value.open ? "unknown" : "absent";
  if (entry.when.length > 0) return "unknown";
  return entry.value.kind === "undefined" ? "absent" : entry.value;
}

function entryOf(value: ObjectValue, key: string): ObjectValue["entries"][number] | undefined {
  return value.entries.find((entry) => entry.key === key);
}

function flag(value: Found): boolean | null {
  if (value === "absent") return false;
  return value !== "unknown" && value.kind === "boolean" ? value.value : null;
}

function texts(value: Found): string[] | null {
  if (value === "absent") return [];
  if (value === "unknown" || value.kind !== "array" || value.open) return null;
  const list = value.items.map(({ value: item, when }) =>
    item.kind === "string" && when.length === 0 ? item.value : null,
  );
  return list.every((text) => text !== null) ? list : null;
}
