import { calleeOf, propertyOrigin } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { isFunction, withoutTypes } from "../../source/walk.ts";
import { evaluateOption, optionNamed } from "./sdk-options.ts";
import type { SignOutCall } from "./redirect-uris.ts";

const PACKAGES = /^@workos-inc\/authkit-(?:nextjs|react|js)$|^@workos\/authkit-tanstack-react-start$/;

/** SDKs that hand a path over to WorkOS as it is; what others make of one is not known. */
const SENDS_PATHS = /^@workos-inc\/authkit-(?:nextjs|react|js)$/;

/**
 * The calls of a module that end the session: `signOut` of authkit-nextjs and authkit-react, imported or taken from
 * `useAuth()`. Also `onClick={signOut}` counts, which hands an event over and so no place to return to.
 */
export function readSignOuts(graph: ModuleGraph, module: ParsedModule): SignOutCall[] {
  const found: SignOutCall[] = [];
  for (const node of module.nodes) {
    if (node.type === "CallExpression") {
      const from = signOutPackage(graph, module, withoutTypes(node.callee));
      if (from !== null && !staysOnPage(node)) {
        const target = returnOf(graph, module, node);
        const isOpen = target.returnTo === "relative" && !SENDS_PATHS.test(from);
        found.push({ package: from, ...target, returnTo: isOpen ? "unknown" : target.returnTo });
      }
    } else if (node.type === "JSXAttribute" && node.value?.type === "JSXExpressionContainer") {
      const handler = withoutTypes(node.value.expression);
      const isEvent = typeof node.name.name === "string" && /^(?:on[A-Z]|action$)/.test(node.name.name);
      if (!isEvent || isFunction(handler) || handler.type === "CallExpression") continue;
      const from = signOutPackage(graph, module, handler);
      if (from !== null)
        found.push({ package: from, returnTo: "none", text: null, location: module.locationOf(node) });
    }
  }
  return found;
}

/** The package whose `signOut` an expression is; null when it is not one. */
function signOutPackage(graph: ModuleGraph, module: ParsedModule, node: Node): string | null {
  if (node.type !== "Identifier" && node.type !== "MemberExpression") return null;
  const fake = node.parent?.type === "CallExpression" && node.parent.callee === node ? node.parent : null;
  const direct = fake === null ? null : calleeOf(graph, module, fake);
  if (direct?.kind === "package" && direct.exported === "signOut" && PACKAGES.test(direct.package))
    return direct.package;
  const taken = propertyOrigin(graph, module, node);
  if (taken?.callee.kind !== "package" || taken.property.join(".") !== "signOut") return null;
  const { exported, package: name } = taken.callee;
  return exported === "useAuth" && PACKAGES.test(name) ? name : null;
}

/** `signOut({ navigate: false })` goes nowhere. */
function staysOnPage(call: CallExpression): boolean {
  const [options] = call.arguments;
  const written = options === undefined ? null : withoutTypes(options);
  return (
    written?.type === "ObjectExpression" &&
    written.properties.some((it) => it.type === "Property" && keyName(it) === "navigate")
  );
}

function returnOf(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): Pick<SignOutCall, "returnTo" | "text" | "location"> {
  const location = module.locationOf(call);
  const [options] = call.arguments;
  if (options === undefined) return { returnTo: "none", text: null, location };
  const given = evaluateOption(graph, module, options);
  // Server functions of TanStack Start take what they are given as `data`.
  const data = optionNamed(given, "data");
  const value = optionNamed(data === "absent" || data === "unknown" ? given : data, "returnTo");
  if (value === "absent") return { returnTo: "none", text: null, location };
  if (value === "unknown") return { returnTo: "unknown", text: null, location };
  // The first part decides whether an address is absolute.
  const first = value.kind === "concat" ? value.parts[0] : value;
  if (first?.kind !== "string") return { returnTo: "unknown", text: null, location };
  const text = value.kind === "string" ? value.value : null;
  if (/^[a-z][\w+.-]*:/i.test(first.value)) return { returnTo: "absolute", text, location };
  return { returnTo: first.value === "" ? "unknown" : "relative", text, location };
}
