import type { ModuleGraph } from "../../source/module-graph.ts";
import { keyName } from "../../source/scopes.ts";
import { joinPath } from "../../source/path.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { Node } from "../../source/parse.ts";
import type { DevServer } from "./ports.ts";

/**
 * The port of a server of the app's own: `listen(3001)`, `Bun.serve({ port: 3001 })`, `process.env.PORT ?? 3001`.
 *
 * @param args of the command that runs it
 * @param assignments variables set in front of the command
 */
export function serverFilePort(
  graph: ModuleGraph,
  appDir: string,
  args: readonly string[],
  assignments: Readonly<Record<string, string>>,
  own: Pick<DevServer, "command" | "location">,
): DevServer | null {
  const file = args.find((arg) => /\.[cm]?[jt]sx?$/.test(arg));
  const path = file === undefined ? undefined : joinPath(appDir, file);
  const module = path === undefined ? undefined : graph.module(path);
  if (module === undefined) return null;
  const found: { port: number | null; node: Node }[] = [];
  for (const node of module.nodes) {
    if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
      const name = keyName({ key: node.callee.property, computed: node.callee.computed });
      const [first] = node.arguments;
      if (name === "listen" && first !== undefined && withoutTypes(first).type !== "ObjectExpression") {
        found.push({ port: portOf(first, assignments), node });
      }
    } else if (node.type === "Property" && keyName(node) === "port") {
      found.push({ port: portOf(node.value, assignments), node });
    }
  }
  const [first, ...others] = found;
  if (first === undefined) return null;
  const certain = first.port !== null && others.every(({ port }) => port === first.port);
  return {
    ...own,
    port: certain ? first.port : null,
    explicit: true,
    because: module.text.slice(first.node.start, first.node.end).split("\n")[0]?.slice(0, 60) ?? "listen",
    strict: true,
    location: module.locationOf(first.node),
  };
}

/** A literal, or the literal behind `process.env.PORT ??` where the command sets no PORT. */
function portOf(node: Node, assignments: Readonly<Record<string, string>>): number | null {
  const value = withoutTypes(node);
  if (value.type === "Literal" && typeof value.value === "number") return value.value;
  if (value.type === "Literal" && typeof value.value === "string" && /^\d+$/.test(value.value)) {
    return Number(value.value);
  }
  if (value.type === "LogicalExpression" && (value.operator === "??" || value.operator === "||")) {
    const set = assignments["PORT"];
    return set === undefined ? portOf(value.right, assignments) : /^\d+$/.test(set) ? Number(set) : null;
  }
  if (value.type === "CallExpression" && value.arguments[0] !== undefined) {
    const callee = withoutTypes(value.callee);
    if (callee.type === "Identifier" && /^(?:Number|parseInt)$/.test(callee.name)) {
      return portOf(value.arguments[0], assignments);
    }
  }
  return null;
}
