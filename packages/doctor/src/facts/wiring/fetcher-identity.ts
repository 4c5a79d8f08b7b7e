import type { CallExpression, Node } from "../../source/parse.ts";
import { functionAround } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { FunctionLike } from "../../source/walk.ts";
import { quoted } from "./quoted.ts";
import { nameOf } from "./trace.ts";
import type { Place, Traced, Tracer } from "./trace.ts";
import type { Dependency, FetcherIdentity } from "./wiring.ts";

/** Tells how long a function (or an object) lives that a hook returns. */
export function identityOf(
  tracer: Tracer,
  traced: Extract<Traced, { kind: "function" }>,
  /** The `useState` calls whose state a forced refresh replaces. */
  refreshedStates: ReadonlySet<CallExpression>,
): FetcherIdentity {
  const { memo, node } = traced;
  if (memo === null) return unmemoizedIdentity(node);
  // Without a dependency list React runs the memo every time.
  if (memo.dependencies === null) return { kind: "every-render" };
  return {
    kind: "memoized",
    dependencies: readDependencies(tracer, memo.dependencies, refreshedStates),
    location: memo.module.locationOf(memo.dependencies.node),
  };
}

function unmemoizedIdentity(node: Node): FetcherIdentity {
  const around = functionAround(node);
  if (around === undefined) return { kind: "stable" };
  return isRunOnEveryRender(around) ? { kind: "every-render" } : { kind: "unknown" };
}

/** Whether a function is a hook or a component, by its name. */
export function isRunOnEveryRender(node: FunctionLike): boolean {
  const name = nameOf(node);
  return name !== undefined && /^(?:use)?[A-Z]/.test(name);
}

function readDependencies(
  tracer: Tracer,
  { module, node, calls }: Place,
  refreshedStates: ReadonlySet<CallExpression>,
): Dependency[] | null {
  const list = withoutTypes(node);
  if (list.type !== "ArrayExpression") return null;
  const dependencies: Dependency[] = [];
  for (const element of list.elements) {
    if (element === null || element.type === "SpreadElement") return null;
    const traced = tracer.trace({ module, node: element, calls });
    dependencies.push({
      ...quoted(module, element),
      name: module.text.slice(element.start, element.end),
      kind: kindOf(traced, element, refreshedStates),
    });
  }
  return dependencies;
}

function kindOf(
  traced: Traced,
  element: Node,
  refreshedStates: ReadonlySet<CallExpression>,
): Dependency["kind"] {
  switch (traced.kind) {
    case "sdk":
      if (traced.hook === "useAccessToken") {
        if (traced.property.length === 0) return "unknown";
        return traced.property.join(".") === "accessToken" ? "token" : "other";
      }
      if (traced.property.length === 0) return "unknown";
      return traced.property.join(".") === "user" ? "user" : "other";
    case "state":
      return refreshedStates.has(traced.call) ? "token" : "other";
    case "function":
      if (traced.memo !== null) return "unknown";
      return unmemoizedIdentity(traced.node).kind === "every-render" ? "unstable" : "other";
    case "setter":
    case "ref":
    case "package":
    case "global":
      return "other";
    case "expression":
      return withoutTypes(element).type === "UnaryExpression" ? "other" : "unknown";
    default:
      return "unknown";
  }
}
