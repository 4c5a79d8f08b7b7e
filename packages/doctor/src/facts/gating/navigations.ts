import type { Origin } from "../../source/binding-resolver.ts";
import { calleeOf, isPackageExport, propertyOrigin, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";
import { isAuthKitUseAuth } from "./hook-values.ts";
import { isRouterElement } from "./rendered-slots.ts";
import { writtenAttribute } from "./jsx-elements.ts";

/** Code that leads to another page. */
export interface Navigation {
  /** `sign-in`: the AuthKit SDK's own `signIn()` or `signUp()`. */
  kind: "navigate" | "sign-in";
  node: CallExpression | JSXElement | Extract<Node, { type: "AssignmentExpression" }>;
  /** Where to, with the property of it that holds the path; null for the SDK. */
  to: { node: Node; members: string[] } | null;
}

/** The navigations in a file: routers' functions, `<Navigate>`, `window.location` and AuthKit's `signIn()`. */
export function navigationsIn(graph: ModuleGraph, module: ParsedModule): Navigation[] {
  const found: Navigation[] = [];
  for (const node of module.nodes) {
    if (node.type === "CallExpression") {
      const navigation = navigationOfCall(graph, module, node);
      if (navigation !== undefined) found.push(navigation);
    } else if (node.type === "JSXElement") {
      const origin = resolveIdentifier(graph, module, node.openingElement.name);
      const to = writtenAttribute(node.openingElement, "to");
      if (isRouterElement(origin, "Navigate") && to !== null) {
        found.push({ kind: "navigate", node, to: { node: to, members: [] } });
      }
    } else if (node.type === "AssignmentExpression" && isLocation(node.left)) {
      found.push({ kind: "navigate", node, to: { node: node.right, members: [] } });
    }
  }
  return found;
}

function navigationOfCall(
  graph: ModuleGraph,
  module: ParsedModule,
  node: CallExpression,
): Navigation | undefined {
  const [first] = node.arguments;
  const callee = withoutTypes(node.callee);
  const made = propertyOrigin(graph, module, callee);
  if (made !== undefined && callee.type !== "CallExpression") {
    const taken = made.property.join(".");
    if (isAuthKitUseAuth(made.callee) && (taken === "signIn" || taken === "signUp")) {
      return { kind: "sign-in", node, to: null };
    }
    if (first !== undefined && isNavigateFunction(made.callee, taken)) {
      return { kind: "navigate", node, to: { node: first, members: objectMember(first) } };
    }
  }
  if (first === undefined) return undefined;
  const origin = calleeOf(graph, module, node);
  if (isPackageExport(origin, "next", ["redirect", "permanentRedirect"], "navigation")) {
    return { kind: "navigate", node, to: { node: first, members: [] } };
  }
  const isReplaced = callee.type === "MemberExpression" && isLocation(callee.object);
  return isReplaced && /\.(?:replace|assign)$/.test(module.text.slice(callee.start, callee.end))
    ? { kind: "navigate", node, to: { node: first, members: [] } }
    : undefined;
}

/** @param taken what is taken from the hook's result, joined by dots */
function isNavigateFunction(hook: Origin, taken: string): boolean {
  if (isRouterElement(hook, "useNavigate")) return taken === "";
  if (isPackageExport(hook, "next", "useRouter")) return taken === "push" || taken === "replace";
  return isRouterElement(hook, "useRouter") && taken === "navigate";
}

/** TanStack's `navigate({ to: "/" })` beside React Router's `navigate("/")`. */
function objectMember(node: Node): string[] {
  return withoutTypes(node).type === "ObjectExpression" ? ["to"] : [];
}

/** `window.location`, `location.href` and the like. */
function isLocation(node: Node): boolean {
  const names: string[] = [];
  let inner = withoutTypes(node);
  while (inner.type === "MemberExpression") {
    if (inner.property.type !== "Identifier" || inner.computed) return false;
    names.unshift(inner.property.name);
    inner = withoutTypes(inner.object);
  }
  if (inner.type !== "Identifier") return false;
  const path = [inner.name, ...names].join(".");
  return /^(?:(?:window|globalThis|document)\.)?location(?:\.href)?$/.test(path);
}
