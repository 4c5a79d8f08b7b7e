import type { Origin } from "../../source/binding-resolver.ts";
import { calleeOf, isPackageExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { findDeclaration, keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";

/** One call that asks Convex for the result of a query and keeps listening. */
export interface QueryCall {
  /** The function as Convex names it: `notes:list`, `admin/users:list`. */
  query: string;
  /** `react-query` for queries handed to TanStack Query by `convexQuery`. */
  via: "convex" | "react-query";
  call: CallExpression;
  /** The arguments, or `"skip"`; null when there are none. */
  args: Node | null;
}

const HOOKS = new Set(["useQuery", "usePaginatedQuery", "useSuspenseQuery"]);

/**
 * The calls in a file that query Convex with a function that can be told.
 *
 * @param written matches the functions that are wanted, as they are written (`.notes.list`)
 */
export function queryCallsIn(graph: ModuleGraph, module: ParsedModule, written: RegExp): QueryCall[] {
  const calls: QueryCall[] = [];
  for (const node of module.nodesMentioning(written)) {
    if (node.type !== "CallExpression") continue;
    const [first, second] = node.arguments;
    // Resolving a callee may parse other files: only where the argument can be a query.
    if (first === undefined || !mayBeQuery(first) || !isHook(calleeOf(graph, module, node))) continue;
    const direct = functionReference(graph, module, first);
    if (direct !== undefined) {
      calls.push({ query: direct, via: "convex", call: node, args: second ?? null });
      continue;
    }
    const options = withoutTypes(first);
    if (options.type !== "CallExpression" || !isConvexQuery(calleeOf(graph, module, options))) continue;
    const [reference, args] = options.arguments;
    const query = reference === undefined ? undefined : functionReference(graph, module, reference);
    if (query !== undefined) calls.push({ query, via: "react-query", call: node, args: args ?? null });
  }
  return calls;
}

function mayBeQuery(argument: Node): boolean {
  const { type } = withoutTypes(argument);
  return type === "MemberExpression" || type === "CallExpression";
}

function isHook(callee: Origin): boolean {
  if (callee.kind !== "package" || callee.members.length > 0 || !HOOKS.has(callee.exported)) return false;
  const { package: name, subpath } = callee;
  return (
    (name === "convex" && subpath === "react") ||
    (name === "convex-helpers" && subpath.startsWith("react")) ||
    name === "@tanstack/react-query"
  );
}

function isConvexQuery(callee: Origin): boolean {
  return (
    callee.kind === "package" &&
    callee.package === "@convex-dev/react-query" &&
    callee.exported === "convexQuery"
  );
}

/**
 * The name of the Convex function behind `api.notes.list`. The generated file need not be there: many projects do not
 * commit it.
 *
 * @returns undefined when it is not certainly a function of the project's own `api`
 */
export function functionReference(graph: ModuleGraph, module: ParsedModule, node: Node): string | undefined {
  const path: string[] = [];
  let object = withoutTypes(node);
  while (object.type === "MemberExpression") {
    const name = keyName({ key: object.property, computed: object.computed });
    if (name === undefined) return undefined;
    path.unshift(name);
    object = withoutTypes(object.object);
  }
  if (object.type !== "Identifier" || path.length < 2 || !isGeneratedApi(graph, module, object)) {
    return undefined;
  }
  return `${path.slice(0, -1).join("/")}:${path.at(-1) ?? ""}`;
}

const GENERATED_API = /(?:^|\/)_generated\/api(?:\.[cm]?[jt]sx?)?$/;

function isGeneratedApi(graph: ModuleGraph, module: ParsedModule, node: Node): boolean {
  if (node.type !== "Identifier") return false;
  const declaration = findDeclaration(node.name, node);
  if (declaration?.kind === "import" && declaration.node.type === "ImportSpecifier") {
    const { parent, imported } = declaration.node;
    const name = imported.type === "Identifier" ? imported.name : imported.value;
    if (name !== "api") return false;
    if (parent?.type === "ImportDeclaration" && GENERATED_API.test(parent.source.value)) return true;
  }
  const origin = resolveIdentifier(graph, module, node);
  // The generated file itself says `export const api = anyApi`.
  if (origin.kind === "package") return isPackageExport(origin, "convex", "anyApi", "server");
  return origin.kind === "local" && GENERATED_API.test(origin.module.path) && origin.members.length === 0;
}
