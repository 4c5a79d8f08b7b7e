import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Value } from "../../source/value.ts";
import type { CallExpression, ParsedModule } from "../../source/parse.ts";
import { evaluateOption, type Found, optionNamed } from "../redirect-uris/sdk-options.ts";
import type { ProxyKind, ProxyOptions } from "./proxy.ts";

/** Reads the options of `authkitProxy(options)`, `authkitMiddleware(options)` or `authkit(request, options)`. */
export function readProxyOptions(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
  kind: ProxyKind,
): ProxyOptions {
  const location = module.locationOf(call);
  const written = call.arguments[kind === "authkit" ? 1 : 0];
  const options = written === undefined ? undefined : evaluateOption(graph, module, written);
  if (options === undefined) {
    return { location, redirectUri: false, protects: false, unauthenticatedPaths: [], eagerAuth: false };
  }
  if (kind === "convexAuthKitProxy") return ownOptions(options, location);
  const middlewareAuth = optionNamed(options, "middlewareAuth");
  const redirectUri = optionNamed(options, "redirectUri");
  return {
    location,
    redirectUri: redirectUri === "unknown" ? null : redirectUri !== "absent",
    protects: flag(
      middlewareAuth === "unknown" || middlewareAuth === "absent"
        ? middlewareAuth
        : optionNamed(middlewareAuth, "enabled"),
    ),
    unauthenticatedPaths: texts(
      middlewareAuth === "unknown" || middlewareAuth === "absent"
        ? middlewareAuth
        : optionNamed(middlewareAuth, "unauthenticatedPaths"),
    ),
    eagerAuth: flag(optionNamed(options, "eagerAuth")),
  };
}

/** Options of `convexAuthKitProxy`: every path but the public ones needs a session, where public ones are named. */
function ownOptions(options: Value, location: ProxyOptions["location"]): ProxyOptions {
  const redirectUri = optionNamed(options, "redirectUri");
  const publicPaths = optionNamed(options, "publicPaths");
  return {
    location,
    redirectUri: redirectUri === "unknown" ? null : redirectUri !== "absent",
    protects: publicPaths === "unknown" ? null : publicPaths !== "absent",
    unauthenticatedPaths: texts(publicPaths)?.map((path) => path.replace(/\*$/, ":rest*")) ?? null,
    eagerAuth: flag(optionNamed(options, "eagerAuth")),
  };
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
