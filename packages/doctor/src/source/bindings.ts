import { Resolver, splitMembers } from "./binding-resolver.ts";
import type { Origin } from "./binding-resolver.ts";

export type { Origin } from "./binding-resolver.ts";

import type { ModuleGraph } from "./module-graph.ts";
import type { CallExpression, NewExpression, Node, ParsedModule } from "./parse.ts";
import { keyName } from "./scopes.ts";
import { isFunction, walk, withoutTypes } from "./walk.ts";
import type { FunctionLike } from "./walk.ts";

/**
 * Resolves what an expression, a JSX element name or an identifier refers to. Follows constants that are only
 * another name (`const useSession = useAuth`), destructuring, namespaces, barrels and re-exports; does not look
 * into calls.
 *
 * @param node an identifier, a member expression or a JSX name; anything else is `unknown`
 */
export function resolveIdentifier(graph: ModuleGraph, module: ParsedModule, node: Node): Origin {
  return new Resolver(graph).expression(module, node, []);
}

/** Resolves a name as it is seen from a node, e.g. from the place where code would be inserted. */
export function resolveName(graph: ModuleGraph, module: ParsedModule, name: string, from: Node): Origin {
  return new Resolver(graph).name(module, name, from, []);
}

/**
 * Resolves an export of a file of the project.
 *
 * @param exported a name or `"default"`
 */
export function resolveExport(graph: ModuleGraph, path: string, exported: string): Origin {
  return new Resolver(graph).exportOf(path, exported, [], new Set());
}

/** What a call or `new` calls. */
export function calleeOf(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression | NewExpression,
): Origin {
  return resolveIdentifier(graph, module, call.callee);
}

/** The call whose result a name holds, or a property of it. */
export interface PropertyOrigin {
  /** The module in which the call is written; not always the one in which the name is used. */
  module: ParsedModule;
  call: CallExpression;
  callee: Origin;
  /** What is taken from the result: `["isLoading"]`; empty for the whole result; `"[0]"` for an array element. */
  property: readonly string[];
}

/**
 * The call that a value comes from: `loading` in `const { isLoading: loading } = useAuth()` and `auth.isLoading`
 * after `const auth = useAuth()` both give the call of `useAuth` with the property `isLoading`.
 *
 * @returns undefined when the value does not come from a call as directly as this
 */
export function propertyOrigin(
  graph: ModuleGraph,
  module: ParsedModule,
  node: Node,
): PropertyOrigin | undefined {
  const written = withoutTypes(node);
  if (written.type === "CallExpression") {
    return { module, call: written, callee: calleeOf(graph, module, written), property: [] };
  }
  if (written.type === "MemberExpression") {
    const { object, members } = splitMembers(written);
    if (object.type === "CallExpression" && members !== undefined) {
      return { module, call: object, callee: calleeOf(graph, module, object), property: members };
    }
  }
  const origin = resolveIdentifier(graph, module, written);
  if (origin.kind !== "local" || origin.value?.type !== "CallExpression") return undefined;
  return {
    module: origin.module,
    call: origin.value,
    callee: calleeOf(graph, origin.module, origin.value),
    property: origin.members,
  };
}

/** A function of the project that an origin stands for, seen through `useCallback`, `memo` and the like. */
export function functionOf(origin: Origin): FunctionLike | undefined {
  if (origin.kind !== "local" || origin.members.length > 0 || origin.value === null) return undefined;
  let value = withoutTypes(origin.value);
  for (let depth = 0; depth < 4 && value.type === "CallExpression"; depth++) {
    const [first] = value.arguments;
    const callee = withoutTypes(value.callee);
    const name =
      callee.type === "MemberExpression"
        ? keyName({ key: callee.property, computed: callee.computed })
        : callee.type === "Identifier"
          ? callee.name
          : undefined;
    if (first === undefined || name === undefined || !WRAPPERS_OF_FUNCTIONS.has(name)) return undefined;
    value = withoutTypes(first);
  }
  return isFunction(value) ? value : undefined;
}

/** Functions of React that give back the function they are given. */
const WRAPPERS_OF_FUNCTIONS = new Set([
  "useCallback",
  "memo",
  "forwardRef",
  "cache",
  "useEffectEvent",
  "observer",
]);

/** The expressions that a function may return: those of its `return` statements, or the body of an arrow function. */
export function returnedExpressions(node: FunctionLike): Node[] {
  if (node.body === null) return [];
  if (node.body.type !== "BlockStatement") return [node.body];
  const returned: Node[] = [];
  walk(node.body, (inner) => {
    if (isFunction(inner)) return false;
    if (inner.type === "ReturnStatement" && inner.argument !== null) returned.push(inner.argument);
    return true;
  });
  return returned;
}

/** Whether an origin is the given export of a package; `subpath` is `""` for the package itself. */
export function isPackageExport(
  origin: Origin,
  packageName: string | RegExp,
  exported: string | readonly string[],
  subpath?: string,
): boolean {
  if (origin.kind !== "package" || origin.members.length > 0) return false;
  if (subpath !== undefined && origin.subpath !== subpath) return false;
  const isName =
    typeof exported === "string" ? origin.exported === exported : exported.includes(origin.exported);
  return (
    isName &&
    (typeof packageName === "string" ? origin.package === packageName : packageName.test(origin.package))
  );
}
