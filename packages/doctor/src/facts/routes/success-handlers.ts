import { calleeOf, functionOf, isPackageExport, resolveExport } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";
import { quoted } from "../wiring/quoted.ts";
import { originOfValue } from "./exported-methods.ts";
import type { NextEntry } from "./next-app-routes.ts";
import { HANDLER_METHODS } from "./next-server-calls.ts";
import type { SuccessHandler } from "./routes.ts";
import { uncaughtCalls } from "./uncaught-calls.ts";

/**
 * What the route handlers of an app give `handleAuth()` of authkit-nextjs to do after a sign-in.
 *
 * @param candidates paths of the files that mention both `handleAuth` and `onSuccess`
 */
export function successHandlers(
  graph: ModuleGraph,
  entry: NextEntry,
  candidates: ReadonlySet<string>,
): SuccessHandler[] {
  if (entry.kind !== "handler" || candidates.size === 0) return [];
  const modules = new Set<ParsedModule>();
  for (const method of HANDLER_METHODS) {
    if (!graph.module(entry.file)?.exports.some(({ exported }) => exported === method)) continue;
    const origin = resolveExport(graph, entry.file, method);
    if (origin.kind === "local" && candidates.has(origin.module.path)) modules.add(origin.module);
  }
  return [...modules].flatMap((module) =>
    module.nodesMentioning("handleAuth").flatMap((node) => {
      if (node.type !== "CallExpression") return [];
      const isCallback = isPackageExport(
        calleeOf(graph, module, node),
        "@workos-inc/authkit-nextjs",
        "handleAuth",
      );
      return isCallback ? handlerOf(graph, module, node, entry.path) : [];
    }),
  );
}

function handlerOf(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
  path: string,
): SuccessHandler[] {
  const [options] = call.arguments.map((it) => withoutTypes(it));
  if (options?.type !== "ObjectExpression") return [];
  const named = (name: string): Node | null => {
    const property = options.properties.find((it) => it.type === "Property" && keyName(it) === name);
    return property?.type === "Property" ? property.value : null;
  };
  const written = named("onSuccess");
  if (written === null) return [];
  const origin = originOfValue(graph, module, written);
  const fn = functionOf(origin);
  if (fn === undefined || origin.kind !== "local") return [];
  const isOpen = options.properties.some(({ type }) => type === "SpreadElement");
  return [
    {
      path,
      location: module.locationOf(written),
      answersErrors: named("onError") !== null ? true : isOpen ? null : false,
      uncaught: uncaughtCalls(graph, origin.module, fn).map(({ fails, module: at, node }) => ({
        fails,
        call: node.type === "CallExpression" ? textOf(at, node.callee) : "throw",
        ...quoted(at, node),
      })),
    },
  ];
}

function textOf({ text }: ParsedModule, { start, end }: Node): string {
  return text.slice(start, end).replace(/\s+/g, "");
}
