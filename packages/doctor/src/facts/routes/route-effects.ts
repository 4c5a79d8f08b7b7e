import { calleeOf, functionOf, type Origin, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { literalText, walk, withoutTypes } from "../../source/walk.ts";
import type { RouteEffect, RouteMethod } from "./routes.ts";

/** The packages of WorkOS whose server functions sign people in and out. */
const AUTHKIT = /^@workos(?:-inc)?\/authkit-/;

/** How many functions are followed after each other. */
const DEEPEST = 8;

/** What a handler does. */
export type HandlerEffects = Pick<RouteMethod, "effects" | "refusesPrefetch" | "opaque" | "uncalled">;

/**
 * What running a handler does, followed through wrappers, helpers of other files and re-exports. Knows the functions
 * of the AuthKit packages and of the WorkOS SDK; what cannot be followed adds nothing.
 */
export function handlerEffects(graph: ModuleGraph, handler: Origin): HandlerEffects {
  const search = new EffectSearch(graph, idleFunctionsOf(graph));
  search.origin(handler, 0);
  const uncalled = uncalledFactory(handler);
  const effects = [...search.effects].filter(
    // A URL that is handed out is no redirect.
    (effect) => (!effect.startsWith("redirects-") || search.redirects) && uncalled === null,
  );
  return {
    effects,
    refusesPrefetch: search.looksAtPrefetch,
    ...(search.followed ? {} : { opaque: true as const }),
    ...(uncalled === null ? {} : { uncalled }),
  };
}

/** `export { handleAuth as GET }`: run as a handler it returns a function, which is no answer. */
function uncalledFactory(handler: Origin): string | null {
  if (handler.kind !== "package" || handler.members.length > 0) return null;
  const isFactory =
    (handler.package === "@workos-inc/authkit-nextjs" && handler.exported === "handleAuth") ||
    (handler.package === "convex-authkit" && /^(?:callback|signIn|signOut)Route$/.test(handler.exported));
  return isFactory ? handler.exported : null;
}

/** Functions that were followed to their ends and showed nothing, with the depth they were reached at. */
type IdleFunctions = WeakMap<Node, number>;

/** Kept for each graph: the handlers of a server share most of what they call. */
const idleFunctions = new WeakMap<ModuleGraph, IdleFunctions>();

function idleFunctionsOf(graph: ModuleGraph): IdleFunctions {
  const known = idleFunctions.get(graph) ?? new WeakMap<Node, number>();
  idleFunctions.set(graph, known);
  return known;
}

class EffectSearch {
  readonly effects = new Set<RouteEffect>();
  redirects = false;
  looksAtPrefetch = false;
  /** Whether nothing was met that cannot be looked into, or that may exchange a code by other means. */
  followed = true;
  readonly #graph: ModuleGraph;
  readonly #idle: IdleFunctions;
  readonly #seen = new Set<Node>();
  /** Rises with everything that is found, also again, and with every place where the search stops short. */
  #marks = 0;

  constructor(graph: ModuleGraph, idle: IdleFunctions) {
    this.#graph = graph;
    this.#idle = idle;
  }

  origin(origin: Origin, depth: number, call: CallExpression | null = null): void {
    if (!isTransparent(origin)) this.#lose();
    if (origin.kind === "package") {
      this.#packageCall(origin, call);
    } else if (origin.kind === "local" && origin.value !== null && origin.members.length === 0) {
      this.#node(origin.module, functionOf(origin) ?? origin.value, depth);
    }
  }

  #node(module: ParsedModule, root: Node, depth: number): void {
    if (depth >= (this.#idle.get(root) ?? Infinity)) return;
    if (depth > DEEPEST || this.#seen.has(root)) {
      this.#marks += 1;
      if (depth > DEEPEST) this.followed = false;
      return;
    }
    this.#seen.add(root);
    const before = this.#marks;
    walk(root, (node) => {
      if (node.type === "Literal" && typeof node.value === "string") this.#text(node.value);
      else if (node.type === "CallExpression") this.#call(module, node, depth);
      else if (node.type === "Property" && /^location$/i.test(keyName(node) ?? "")) this.#redirect();
    });
    if (this.#marks === before) this.#idle.set(root, depth);
  }

  #lose(): void {
    this.#marks += 1;
    this.followed = false;
  }

  #add(effect: RouteEffect): void {
    this.#marks += 1;
    this.effects.add(effect);
  }

  #redirect(): void {
    this.#marks += 1;
    this.redirects = true;
  }

  #call(module: ParsedModule, call: CallExpression, depth: number): void {
    const callee = withoutTypes(call.callee);
    const name = lastName(callee);
    if (name !== undefined && /redirect/i.test(name)) this.#redirect();
    if (callee.type === "MemberExpression") this.#method(name, call);
    this.origin(calleeOf(this.#graph, module, call), depth + 1, call);
    // `export const GET = withLogging(signOut)`
    for (const argument of call.arguments) {
      const value = withoutTypes(argument);
      if (value.type === "Identifier") {
        const origin = resolveIdentifier(this.#graph, module, value);
        if (origin.kind === "package" || functionOf(origin) !== undefined) this.origin(origin, depth + 1);
      }
    }
  }

  #packageCall(origin: Extract<Origin, { kind: "package" }>, call: CallExpression | null): void {
    if (origin.package === "next") {
      if (/redirect/i.test(origin.exported)) this.#redirect();
      return;
    }
    if (origin.package === "convex-authkit" && origin.exported === "callbackRoute") {
      this.#add("exchanges-code");
      return;
    }
    if (!AUTHKIT.test(origin.package)) return;
    switch (origin.members.at(-1) ?? origin.exported) {
      case "handleAuth":
      case "handleCallbackRoute":
      case "authLoader":
        this.#add("exchanges-code");
        return;
      case "signOut":
        this.#add("ends-session");
        return;
      case "withAuth":
      case "authkitLoader":
        // A handler that then answers by itself is a guarded page or file; one that redirects is a sign-in route.
        if (call !== null && optionOf(call, "ensureSignedIn") === true) this.#add("redirects-to-sign-in");
        return;
      default:
        this.#method(origin.members.at(-1) ?? origin.exported, call);
    }
  }

  /** Methods of the WorkOS SDK, by names that nothing else has. */
  #method(name: string | undefined, call: CallExpression | null): void {
    if (name === "authenticateWithCode" || name === "authenticateWithCodeAndVerifier") {
      this.#add("exchanges-code");
    } else if (name === "getLogoutUrl" || name === "revokeSession") {
      this.#add("ends-session");
    } else if (name === "getSignUpUrl") {
      this.#add("redirects-to-sign-up");
    } else if (name === "getSignInUrl" || name === "getAuthorizationUrl") {
      const isSignUp = call !== null && optionOf(call, "screenHint") === "sign-up";
      this.#add(isSignUp ? "redirects-to-sign-up" : "redirects-to-sign-in");
    }
  }

  #text(text: string): void {
    // Whoever reads the code may exchange it by an own request.
    if (text === "code") this.#lose();
    if (/^(?:next-router-prefetch|x-middleware-prefetch|(?:sec-|x-)?purpose|rsc)$/i.test(text)) {
      this.#marks += 1;
      // Only a look before anything was done refuses the prefetch.
      if (this.effects.size === 0) this.looksAtPrefetch = true;
    } else if (/^(?:[\w-]+-)?signature(?:-v?\d+)?$/i.test(text)) {
      this.#add("reads-signature");
    } else if (/^location$/i.test(text)) {
      this.#redirect();
    }
  }
}

/** Whether a call of it can be looked into, or is known to have nothing to do with sessions. */
function isTransparent(origin: Origin): boolean {
  switch (origin.kind) {
    case "package":
      return origin.package === "next" || origin.package === "convex-authkit" || AUTHKIT.test(origin.package);
    case "local":
      return origin.value !== null;
    case "global":
      return origin.name !== "fetch" && origin.name !== "Promise";
    default:
      return origin.kind === "parameter";
  }
}

function lastName(callee: Node): string | undefined {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type === "MemberExpression") {
    return keyName({ key: callee.property, computed: callee.computed });
  }
  return undefined;
}

/**
 * A literal option of a call's object arguments, looked for one level deep (`{ data: { screenHint: … } }`).
 *
 * @returns true, false, a text, or undefined when absent or not literal
 */
export function optionOf(call: CallExpression, name: string): string | boolean | undefined {
  const pending: Node[] = call.arguments.map((argument) => withoutTypes(argument));
  for (const object of pending) {
    if (object.type !== "ObjectExpression") continue;
    for (const property of object.properties) {
      if (property.type !== "Property") continue;
      const value = withoutTypes(property.value);
      if (keyName(property) === name) {
        if (value.type === "Literal" && typeof value.value === "boolean") return value.value;
        return literalText(value);
      }
      if (keyName(property) === "data") pending.push(value);
    }
  }
  return undefined;
}
