import type { ModuleGraph } from "../../source/module-graph.ts";
import type { ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";
import { originOfValue } from "./exported-methods.ts";
import { handlerEffects } from "./route-effects.ts";
import { fromColonPath } from "./route-path.ts";
import type { Route } from "./routes.ts";

/** Packages that start a server of the app's own. */
export const SERVER_PACKAGES =
  /["'](?:express|hono|fastify|koa|elysia|polka|@hono\/[\w-]+|@fastify\/[\w-]+)["']|\bBun\.serve\b/;

const METHODS = new Set(["get", "post", "put", "patch", "delete", "all"]);

/** The handlers of an Express, Hono or similar server: `app.get("/callback", …)`. */
export function serverHandlers(graph: ModuleGraph, module: ParsedModule): Route[] {
  const routes: Route[] = [];
  for (const node of module.nodes) {
    if (node.type !== "CallExpression") continue;
    const callee = withoutTypes(node.callee);
    if (callee.type !== "MemberExpression") continue;
    const method = keyName({ key: callee.property, computed: callee.computed });
    const path = literalText(node.arguments[0]);
    if (method === undefined || !METHODS.has(method) || path?.startsWith("/") !== true) continue;
    const handler = node.arguments.at(-1);
    if (handler === undefined || node.arguments.length < 2) continue;
    const done = handlerEffects(graph, originOfValue(graph, module, handler));
    routes.push({
      path: fromColonPath(path),
      file: module.path,
      kind: "handler",
      methods: [{ method: method.toUpperCase(), location: module.locationOf(node), ...done }],
    });
  }
  return routes;
}
