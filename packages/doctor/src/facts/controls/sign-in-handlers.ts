import { calleeOf, functionOf, propertyOrigin, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, walk, withoutTypes } from "../../source/walk.ts";
import { returnedExpressions } from "../../source/bindings.ts";
import { type Condition, placeOf } from "../gating/conditions.ts";
import { isAuthKitReactUseAuth } from "../gating/hook-values.ts";

/** How many functions are followed into each other. */
const DEEPEST = 6;

/**
 * Whether running a handler calls `signIn()` or `signUp()` of authkit-react, followed through functions, the app's own
 * hooks and files.
 *
 * @returns what must hold inside the handler for the call to happen; undefined when no such call was found
 */
export function signInConditions(
  graph: ModuleGraph,
  module: ParsedModule,
  handler: Node,
  depth = 0,
): Condition[] | undefined {
  if (depth > DEEPEST) return undefined;
  const written = withoutTypes(handler);
  if (isFunction(written)) return conditionsInside(graph, module, written, depth);
  if (written.type !== "Identifier" && written.type !== "MemberExpression") return undefined;
  const made = propertyOrigin(graph, module, written);
  if (made !== undefined && made.property.length > 0) {
    if (isAuthKitReactUseAuth(made.callee))
      return /^sign(?:In|Up)$/.test(made.property.join(".")) ? [] : undefined;
    return throughHook(graph, made.module, made.call, made.property, depth);
  }
  const origin = resolveIdentifier(graph, module, written);
  const fn = functionOf(origin);
  if (fn === undefined || origin.kind !== "local") return undefined;
  return conditionsInside(graph, origin.module, fn, depth);
}

function conditionsInside(
  graph: ModuleGraph,
  module: ParsedModule,
  fn: FunctionLike,
  depth: number,
): Condition[] | undefined {
  let found: Condition[] | undefined;
  walk(fn, (node) => {
    if (found !== undefined || node.type !== "CallExpression") return found === undefined;
    const inner = signInConditions(graph, module, node.callee, depth + 1);
    if (inner === undefined) return true;
    // Conditions of another function's code cannot be judged from here.
    const conditions = [...placeOf(node, fn).conditions, ...inner];
    found = depth === 0 || conditions.length === 0 ? conditions : [{ kind: "unknown" }];
    return false;
  });
  return found;
}

/** `const { signIn } = useSession()` with a hook of the project that returns `{ signIn: () => … }`. */
function throughHook(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
  property: readonly string[],
  depth: number,
): Condition[] | undefined {
  const origin = calleeOf(graph, module, call);
  const hook = functionOf(origin);
  if (hook === undefined || origin.kind !== "local" || property.length !== 1) return undefined;
  const [returned, ...others] = returnedExpressions(hook);
  if (returned === undefined || others.length > 0) return undefined;
  const object = withoutTypes(returned);
  if (object.type === "ObjectExpression") {
    const entry = object.properties.find((it) => it.type === "Property" && keyName(it) === property[0]);
    if (entry?.type !== "Property") return undefined;
    return signInConditions(graph, origin.module, entry.value, depth + 1);
  }
  return undefined;
}
