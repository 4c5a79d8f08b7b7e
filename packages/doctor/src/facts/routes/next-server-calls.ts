import {
  calleeOf,
  functionOf,
  type Origin,
  resolveExport,
  resolveIdentifier,
} from "../../source/bindings.ts";
import { hasModuleDirective } from "../../source/directives.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, nodesAround, walk, withoutTypes } from "../../source/walk.ts";
import type { NextEntry } from "./next-app-routes.ts";
import type { ServerAuthCall } from "./routes.ts";

const CALLS = new Set(["withAuth", "getSignInUrl", "getSignUpUrl", "signOut"]);
const PACKAGE = "@workos-inc/authkit-nextjs";
const DEEPEST = 12;

type Found = Omit<ServerAuthCall, "path" | "file" | "kind">;

/** What surrounds a call within the functions that lead to it. */
interface Around {
  conditional: boolean;
  guarded: boolean;
}

/**
 * The calls of authkit-nextjs' server functions that rendering a page or layout, or running a handler, leads to:
 * followed through components and helpers of other files, not into client components, nor into server actions that
 * are only handed on.
 */
export function serverAuthCalls(graph: ModuleGraph, entry: NextEntry): ServerAuthCall[] {
  const module = graph.module(entry.file);
  if (module === undefined || module.unparsable !== null || hasModuleDirective(module, "use client"))
    return [];
  const exported =
    entry.kind === "handler" ? HANDLER_METHODS : ["default", "generateMetadata", "generateViewport"];
  const search = new CallSearch(graph);
  for (const name of exported) {
    if (!module.exports.some((it) => it.exported === name)) continue;
    search.origin(resolveExport(graph, entry.file, name), { conditional: false, guarded: false }, 0);
  }
  return search.found.map((call) => ({ ...call, path: entry.path, file: entry.file, kind: entry.kind }));
}

/** The methods that a route handler may export. */
export const HANDLER_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

class CallSearch {
  readonly found: Found[] = [];
  readonly #graph: ModuleGraph;
  readonly #seen = new Set<Node>();

  constructor(graph: ModuleGraph) {
    this.#graph = graph;
  }

  origin(origin: Origin, around: Around, depth: number): void {
    if (origin.kind !== "local" || origin.members.length > 0 || origin.value === null || depth > DEEPEST)
      return;
    if (hasModuleDirective(origin.module, "use client")) return;
    const node = functionOf(origin) ?? origin.value;
    // What a call returns is a function made elsewhere; only what is written here is followed.
    this.#node(origin.module, node, around, depth);
  }

  #node(module: ParsedModule, root: Node, around: Around, depth: number): void {
    if (this.#seen.has(root)) return;
    this.#seen.add(root);
    walk(root, (node) => {
      if (isFunction(node) && node !== root && isOnlyDefined(node)) return false;
      if (node.type === "CallExpression") {
        this.#call(module, node, within(around, [...nodesAround(node, root), node]), depth);
      } else if (node.type === "JSXOpeningElement") {
        const origin = resolveIdentifier(this.#graph, module, node.name);
        this.origin(origin, within(around, [...nodesAround(node, root), node]), depth + 1);
      }
      return true;
    });
  }

  #call(module: ParsedModule, call: CallExpression, around: Around, depth: number): void {
    const origin = calleeOf(this.#graph, module, call);
    if (origin.kind === "package") {
      const name = origin.members.at(-1) ?? origin.exported;
      // Both begin with withAuth().
      if (origin.package === "convex-authkit" && /^get(?:InitialAuth|ConvexToken)$/.test(name)) {
        this.found.push({
          call: "withAuth",
          options: { ensureSignedIn: false },
          ...around,
          location: module.locationOf(call),
        });
        return;
      }
      if (origin.package !== PACKAGE || origin.subpath !== "" || !isServerCall(name)) return;
      const ensureSignedIn = name === "withAuth" ? ensuresSignedIn(call) : false;
      this.found.push({
        call: name,
        options: { ensureSignedIn },
        ...around,
        location: module.locationOf(call),
      });
      return;
    }
    if (functionOf(origin) !== undefined) this.origin(origin, around, depth + 1);
  }
}

function isServerCall(name: string): name is ServerAuthCall["call"] {
  return CALLS.has(name);
}

function ensuresSignedIn(call: CallExpression): boolean | null {
  const [first] = call.arguments;
  if (first === undefined) return false;
  const options = withoutTypes(first);
  if (options.type !== "ObjectExpression") return null;
  if (options.properties.some((property) => property.type === "SpreadElement")) return null;
  for (const property of options.properties) {
    if (property.type !== "Property" || keyName(property) !== "ensureSignedIn") continue;
    const value = withoutTypes(property.value);
    return value.type === "Literal" && typeof value.value === "boolean" ? value.value : null;
  }
  return false;
}

/** Whether a function inside another is given a name or marked as an action: then only its calls run it. */
function isOnlyDefined(node: FunctionLike): boolean {
  if (hasDirective(node.body, "use server")) return true;
  if (node.type === "FunctionDeclaration") return true;
  const { parent } = node;
  return parent?.type === "VariableDeclarator" || parent?.type === "JSXExpressionContainer";
}

/** @param chain from the function that is followed down to the call */
function within(around: Around, chain: readonly Node[]): Around {
  let { conditional, guarded } = around;
  for (const [index, node] of chain.entries()) {
    const child = chain[index + 1];
    if (child === undefined) break;
    switch (node.type) {
      case "TryStatement":
        if (node.handler !== null && child === node.block) guarded = true;
        break;
      case "MemberExpression":
        // `withAuth().catch(…)`
        if (keyName({ key: node.property, computed: node.computed }) === "catch") guarded = true;
        break;
      case "IfStatement":
      case "ConditionalExpression":
        if (child !== node.test) conditional = true;
        break;
      case "LogicalExpression":
        if (child === node.right) conditional = true;
        break;
      case "SwitchCase":
      case "CatchClause":
        conditional = true;
        break;
      default:
    }
  }
  return { conditional, guarded };
}

/** Whether a function body starts with a directive such as `"use server"`. */
function hasDirective(node: Node | null, directive: string): boolean {
  if (node?.type !== "BlockStatement") return false;
  for (const statement of node.body) {
    if (statement.type !== "ExpressionStatement") return false;
    const { expression } = statement;
    if (expression.type !== "Literal" || typeof expression.value !== "string") return false;
    if (expression.value === directive) return true;
  }
  return false;
}
