import { propertyOrigin } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";
import { resolveIdentifier } from "../../source/bindings.ts";
import type { ProxyFile } from "./proxy.ts";
import type { ReachableCall } from "./reachable-calls.ts";

const PACKAGE = "@workos-inc/authkit-nextjs";

/** Functions with which a proxy sends AuthKit's headers along. */
const FORWARDING = new Set([
  "handleAuthkitProxy",
  "handleAuthkitHeaders",
  "applyResponseHeaders",
  "partitionAuthkitHeaders",
]);

type BareRedirect = ProxyFile["bareRedirects"][number];

/**
 * The redirects to AuthKit that are answered as they are, without AuthKit's headers. Nothing where the proxy uses one of
 * AuthKit's functions for sending them along anywhere, or adds something to the response.
 */
export function bareRedirects(graph: ModuleGraph, calls: readonly ReachableCall[]): BareRedirect[] {
  const forwards = calls.some(({ callee }) => callee.kind === "package" && FORWARDING.has(callee.exported));
  if (forwards) return [];
  return calls.flatMap(({ module, call, callee, parents }): BareRedirect[] => {
    if (!isRedirect(callee, call.callee) || call.arguments.length !== 1 || !isAnswered(parents)) return [];
    const [target] = call.arguments;
    const to = target === undefined ? null : urlOfAuthKit(graph, module, target);
    return to === null ? [] : [{ to, location: module.locationOf(call) }];
  });
}

function isRedirect(callee: ReachableCall["callee"], written: Node): boolean {
  const inner = withoutTypes(written);
  if (inner.type !== "MemberExpression") return false;
  const isMethod = keyName({ key: inner.property, computed: inner.computed }) === "redirect";
  const isResponse =
    (callee.kind === "package" && callee.package === "next" && callee.exported === "NextResponse") ||
    (callee.kind === "global" && callee.name === "Response");
  return isMethod && isResponse;
}

/** Whether the response goes out as it is: `return NextResponse.redirect(…)`, `() => NextResponse.redirect(…)`. */
function isAnswered(parents: readonly Node[]): boolean {
  const parent = parents.at(-1);
  return parent?.type === "ReturnStatement" || parent?.type === "ArrowFunctionExpression";
}

function urlOfAuthKit(graph: ModuleGraph, module: ParsedModule, node: Node): BareRedirect["to"] | null {
  let value = withoutTypes(node);
  if (value.type === "AwaitExpression") value = withoutTypes(value.argument);
  if (value.type === "NewExpression" && value.arguments[0] !== undefined) {
    value = withoutTypes(value.arguments[0]);
    if (value.type === "AwaitExpression") value = withoutTypes(value.argument);
  }
  const origin = propertyOrigin(graph, module, value) ?? awaitedOrigin(graph, module, value);
  const { callee, property } = origin ?? {};
  if (callee?.kind !== "package" || callee.package !== PACKAGE) return null;
  const name = callee.exported;
  if (name === "getSignInUrl" || name === "getSignUpUrl") return name;
  return name === "authkit" && property?.[0] === "authorizationUrl" ? "authorizationUrl" : null;
}

/** `const { authorizationUrl } = await authkit(request)`, `const url = await getSignInUrl()`. */
function awaitedOrigin(
  graph: ModuleGraph,
  module: ParsedModule,
  node: Node,
): { callee: ReachableCall["callee"]; property: readonly string[] } | undefined {
  const origin = resolveIdentifier(graph, module, node);
  if (origin.kind !== "local" || origin.value?.type !== "AwaitExpression") return undefined;
  const call = propertyOrigin(graph, origin.module, origin.value.argument);
  return call === undefined
    ? undefined
    : { callee: call.callee, property: [...call.property, ...origin.members] };
}
