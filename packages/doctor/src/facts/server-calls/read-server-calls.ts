import { calleeOf, isPackageExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { FunctionsFact } from "../functions/functions.ts";
import { mindingFunctions, writtenReference } from "../functions/minding-functions.ts";
import { analyseApp } from "../gating/app-analysis.ts";
import type { AppSources } from "../gating/app-sources.ts";
import { functionReference } from "../gating/query-calls.ts";
import { quoteOf } from "../gating/reach.ts";
import type { Reading } from "../reading.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { clientToken } from "./client-token.ts";
import { httpClientOfCall } from "./http-client.ts";
import type { ServerCall, ServerCallsFact } from "./server-calls.ts";

const FETCHES = ["fetchQuery", "fetchMutation", "fetchAction", "preloadQuery"];
const MENTIONS = /\b(?:fetchQuery|fetchMutation|fetchAction|preloadQuery|ConvexHttpClient)\b/;

/**
 * Reads the requests to Convex that an app makes beside the connection of its user interface.
 *
 * @param functions what the functions of the app's backend do without an identity; requests of functions that do not
 *   mind are left out. Null when the backend is not in this project.
 */
export function readServerCalls(
  reading: Reading,
  app: App,
  workspace: WorkspaceFact,
  functions: FunctionsFact | null,
): ServerCallsFact {
  const minding = mindingFunctions(functions);
  const mentions = app.sourceDirs.some((dir) => reading.sources.mentions(dir, MENTIONS));
  if (minding.size === 0 || !mentions) return { calls: [] };
  const { sources } = analyseApp(reading, app, workspace);
  const mentioned = writtenReference(minding.keys());
  const calls = sources.matching(CALLS, mentioned).flatMap((module) =>
    module.nodesMentioning(mentioned).flatMap((node): ServerCall[] => {
      const [reference] = node.type === "CallExpression" ? node.arguments : [];
      if (node.type !== "CallExpression" || reference === undefined) return [];
      const path = functionReference(sources.graph, module, reference);
      const withoutIdentity = path === undefined ? undefined : minding.get(path);
      if (path === undefined || withoutIdentity === undefined) return [];
      const token = tokenOf(sources, module, node);
      if (token === null) return [];
      const quote = quoteOf(module, node);
      return [{ calls: path, withoutIdentity, token, quote, location: module.locationOf(node) }];
    }),
  );
  return { calls };
}

/** What such a request looks like: a client may be imported from a file of any name. */
const CALLS =
  /\b(?:fetchQuery|fetchMutation|fetchAction|preloadQuery)\b|\.\s*(?:query|mutation|action)\s*\(\s*\w+\s*\./;

/** Whether a call carries a token; null when it is no request of this kind. */
function tokenOf(
  sources: AppSources,
  module: ParsedModule,
  call: CallExpression,
): ServerCall["token"] | null {
  const { graph } = sources;
  if (isPackageExport(calleeOf(graph, module, call), "convex", FETCHES, "nextjs")) {
    if (call.arguments.some(({ type }) => type === "SpreadElement")) return "unknown";
    return tokenOfOptions(graph, module, call.arguments[2]);
  }
  const client = httpClientOfCall(graph, module, call);
  return client === undefined ? null : clientToken(sources, module, call, client);
}

function tokenOfOptions(
  graph: ModuleGraph,
  module: ParsedModule,
  written: Node | undefined,
): ServerCall["token"] {
  if (written === undefined) return "absent";
  let options = withoutTypes(written);
  if (options.type === "Identifier") {
    if (options.name === "undefined") return "absent";
    const origin = resolveIdentifier(graph, module, options);
    if (origin.kind !== "local" || origin.value === null || origin.members.length > 0) return "unknown";
    options = withoutTypes(origin.value);
  }
  if (options.type !== "ObjectExpression") return "unknown";
  const names = options.properties.map((it) => (it.type === "Property" ? keyName(it) : undefined));
  if (names.some((name) => name === "token" || name === "adminToken")) return "given";
  return names.includes(undefined) ? "unknown" : "absent";
}
