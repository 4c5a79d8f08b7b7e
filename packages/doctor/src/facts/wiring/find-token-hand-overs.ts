import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { walk, withoutTypes } from "../../source/walk.ts";
import { functionAround } from "../../source/scopes.ts";
import { convexClassOf, findClient, readClientCreation } from "./convex-client.ts";
import { calledName, exportedName } from "./jsx-elements.ts";
import type { Element } from "./jsx-elements.ts";
import { quoted } from "./quoted.ts";
import { readAuthHook } from "./read-auth-hook.ts";
import { readTokenFetcher, sdkFetcher } from "./read-token-fetcher.ts";
import { authKitSdk } from "./authkit-sdk.ts";
import { reactName } from "./trace.ts";
import type { Place, Tracer } from "./trace.ts";
import type { AuthKitSdk, ConvexClientCreation, TokenFetcher, TokenHandOver, Tri } from "./wiring.ts";

/** The hand-over that an element makes; undefined for all other elements. */
export function handOverOfElement(
  tracer: Tracer,
  module: ParsedModule,
  element: Element,
): TokenHandOver | undefined {
  const { component } = element;
  if (component.kind !== "package") return undefined;
  const name = exportedName(component);
  const useAuth = element.prop("useAuth");
  const client = element.prop("client");
  const base = {
    ...quoted(module, element.node),
    client: client === undefined ? null : clientOf(tracer, client),
    adapterHookOf: null,
    hooks: [],
    notAHook: null,
    fetcher: null,
    effect: null,
    repeats: false,
  };
  if (component.package === "convex" && name === "ConvexProviderWithAuth") {
    const hooks = useAuth === undefined ? [] : readAuthHook(tracer, useAuth);
    const notAHook = useAuth === undefined ? null : insteadOfHook(tracer, useAuth);
    return { ...base, via: "ConvexProviderWithAuth", hooks, notAHook };
  }
  if (component.package === "convex-authkit" && name === "ConvexAuthKitProvider") {
    return { ...base, via: "ConvexAuthKitProvider" };
  }
  if (component.package === "@convex-dev/workos" && name === "ConvexProviderWithAuthKit") {
    const adapterHookOf = useAuth === undefined ? null : sdkOfHook(tracer, useAuth);
    return { ...base, via: "ConvexProviderWithAuthKit", adapterHookOf };
  }
  return undefined;
}

/** What is passed where a hook of this app is expected. */
function insteadOfHook(tracer: Tracer, place: Place): TokenHandOver["notAHook"] {
  if (sdkOfHook(tracer, place) !== null) return "sdk";
  const node = withoutTypes(place.node);
  if (node.type !== "CallExpression") return null;
  // A call that gives a hook is right; one that gives the hook's state is not.
  const callee: Place = { ...place, node: node.callee };
  const givesState = sdkOfHook(tracer, callee) !== null || readAuthHook(tracer, callee).length > 0;
  return givesState ? "called" : null;
}

/** The SDK that exports a hook, when the hook itself is passed on. */
function sdkOfHook(tracer: Tracer, place: Place): AuthKitSdk | null {
  const traced = tracer.trace(place);
  if (traced.kind !== "package" || traced.exported !== "useAuth" || traced.property.length > 0) return null;
  return authKitSdk(traced.package, traced.subpath);
}

function clientOf(tracer: Tracer, place: Place): ConvexClientCreation | null {
  const found = findClient(tracer, place);
  return found === null ? null : readClientCreation(tracer, found.place);
}

const SERVER_CALLS = new Set(["fetchQuery", "fetchMutation", "fetchAction", "preloadQuery"]);

/** The hand-over that a call makes: `client.setAuth(…)`, or a token for a request of the server. */
export function handOverOfCall(
  tracer: Tracer,
  module: ParsedModule,
  node: CallExpression,
): TokenHandOver | undefined {
  const callee = withoutTypes(node.callee);
  const place: Place = { module, node, calls: null };
  if (callee.type === "MemberExpression" && !callee.computed && callee.property.name === "setAuth") {
    return handOverOfSetAuth(tracer, place, node, callee.object);
  }
  if (callee.type !== "Identifier") return undefined;
  const traced = tracer.trace({ ...place, node: callee });
  if (traced.kind !== "package" || traced.package !== "convex" || traced.subpath !== "nextjs")
    return undefined;
  const options = node.arguments[2] === undefined ? undefined : withoutTypes(node.arguments[2]);
  const hasToken =
    options?.type === "ObjectExpression" &&
    options.properties.some(
      (it) => it.type === "Property" && it.key.type === "Identifier" && it.key.name === "token",
    );
  return SERVER_CALLS.has(exportedName(traced) ?? "") && hasToken ? ofServer(module, node) : undefined;
}

function ofServer(module: ParsedModule, node: Node): TokenHandOver {
  return {
    via: "server",
    ...quoted(module, node),
    client: null,
    adapterHookOf: null,
    hooks: [],
    notAHook: null,
    fetcher: null,
    effect: null,
    repeats: false,
  };
}

function handOverOfSetAuth(
  tracer: Tracer,
  place: Place,
  node: CallExpression,
  receiver: Node,
): TokenHandOver | undefined {
  const { module } = place;
  const object = withoutTypes(receiver);
  // The HTTP client of @convex-dev/react-query, wherever the query client comes from.
  if (object.type === "MemberExpression" && !object.computed && object.property.name === "serverHttpClient") {
    return ofServer(module, node);
  }
  const receiving: Place = { ...place, node: object };
  const found = findClient(tracer, receiving);
  if (found !== null && convexClassOf(tracer, found.place, found.node) === "ConvexHttpClient") {
    return ofServer(module, node);
  }
  const client = found === null ? null : readClientCreation(tracer, found.place);
  // The client of @convex-dev/react-query likewise.
  const isOfQueryClient =
    object.type === "MemberExpression" && !object.computed && object.property.name === "convexClient";
  if (client === null && !isOfQueryClient && !isUseConvex(tracer, receiving)) return undefined;
  const [first] = node.arguments;
  const traced = first === undefined ? null : tracer.trace({ ...place, node: first });
  const fetcher =
    traced?.kind === "function"
      ? readTokenFetcher(tracer, traced)
      : traced?.kind === "sdk" && first !== undefined
        ? sdkFetcher({ ...place, node: first }, traced)
        : null;
  return {
    via: "setAuth",
    ...quoted(module, node),
    client,
    adapterHookOf: null,
    hooks: [],
    notAHook: null,
    fetcher,
    effect: effectAround(tracer, place, node, fetcher),
    repeats: isRepeated(node),
  };
}

/** Whether an expression is what `useConvex()` gives. */
function isUseConvex(tracer: Tracer, place: Place): boolean {
  const traced = tracer.trace(place);
  if (traced.kind !== "expression" || traced.property.length > 0) return false;
  const call = withoutTypes(traced.place.node);
  if (call.type !== "CallExpression") return false;
  const callee = tracer.trace({ ...traced.place, node: call.callee });
  return callee.kind === "package" && callee.package === "convex" && callee.exported === "useConvex";
}

function effectAround(
  tracer: Tracer,
  place: Place,
  node: Node,
  fetcher: TokenFetcher | null,
): TokenHandOver["effect"] {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.type !== "CallExpression") continue;
    const hook = reactName(tracer.trace({ ...place, node: outer.callee }));
    if (hook !== "useEffect" && hook !== "useLayoutEffect" && hook !== "useInsertionEffect") continue;
    return { followsToken: followsToken(place.module, outer, fetcher) };
  }
  return null;
}

function followsToken(module: ParsedModule, effect: CallExpression, fetcher: TokenFetcher | null): Tri {
  const [, list] = effect.arguments;
  if (list === undefined) return "yes";
  const written = withoutTypes(list);
  if (written.type !== "ArrayExpression" || fetcher?.onlyReturns == null) return "unknown";
  const { name } = fetcher.onlyReturns;
  const names = written.elements.map((it) => (it === null ? "" : module.text.slice(it.start, it.end)));
  if (names.includes(name)) return "yes";
  return names.length === 0 ? "no" : "unknown";
}

/** Whether the code around a call is run again by a timer or a subscription. */
function isRepeated(node: Node): boolean {
  const REPEATS = new Set([
    "setInterval",
    "addEventListener",
    "subscribe",
    "onAuthStateChange",
    "on",
    "watch",
  ]);
  let outermost = functionAround(node);
  for (let next = outermost; next !== undefined; next = functionAround(next)) outermost = next;
  if (outermost === undefined) return false;
  let found = false;
  walk(outermost, (inner) => {
    if (inner.type !== "CallExpression") return !found;
    found ||= REPEATS.has(calledName(inner));
    return !found;
  });
  return found;
}
