import { appendChildren, reverseFrom } from "./module-tree.ts";
import type { ArrowFunctionExpression, FunctionNode, Node } from "./parse.ts";

/**
 * Visits a node and everything inside it in the order of the source, each node before its children. Does not recurse,
 * so the depth of the tree is no limit. For all nodes of a module there is `module.nodes`.
 *
 * @param enter called for every node; returns `false` to leave out what is inside it
 */
export function walk(root: Node, enter: (node: Node) => boolean | void): void {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (enter(node) === false) continue;
    const firstChild = pending.length;
    appendChildren(node, pending);
    reverseFrom(pending, firstChild);
  }
}

/** The nodes around a node up to a root, the root first and the nearest last; empty for the root itself. */
export function nodesAround(node: Node, root: Node): Node[] {
  const around: Node[] = [];
  for (let outer: Node | null | undefined = node; outer && outer !== root;) {
    outer = outer.parent;
    if (outer) around.push(outer);
  }
  return around.reverse();
}

/** A function in any of its spellings. */
export type FunctionLike = FunctionNode | ArrowFunctionExpression;

/** Whether a node is a function with a body or parameters of its own. */
export function isFunction(node: Node): node is FunctionLike {
  return (
    node.type === "FunctionDeclaration" ||
    node.type === "FunctionExpression" ||
    node.type === "ArrowFunctionExpression"
  );
}

/**
 * The expression without what only matters to the type checker: `as`, `satisfies`, `!`, `<T>x`, `x<T>`, and the
 * wrapper around optional chains.
 */
export function withoutTypes(node: Node): Node {
  let inner = node;
  for (;;) {
    switch (inner.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSInstantiationExpression":
      case "ChainExpression":
      case "ParenthesizedExpression":
        inner = inner.expression;
        break;
      default:
        return inner;
    }
  }
}

/** What a chain of members starts with: `a` for `a.b[c].d`. */
export function rootOf(node: Node): Node {
  let root = withoutTypes(node);
  while (root.type === "MemberExpression") root = withoutTypes(root.object);
  return root;
}

/** The text of a plain string literal or of a template without expressions; undefined for everything else. */
export function literalText(node: Node | null | undefined): string | undefined {
  if (node === null || node === undefined) return undefined;
  const inner = withoutTypes(node);
  if (inner.type === "Literal" && typeof inner.value === "string") return inner.value;
  if (inner.type === "TemplateLiteral" && inner.expressions.length === 0) {
    return inner.quasis[0]?.value.cooked ?? undefined;
  }
  return undefined;
}

/** Whether a node is part of an optional chain (`a?.b.c()`), all of which is undefined where its start is missing. */
export function isInOptionalChain(node: Node): boolean {
  for (let outer: Node | null | undefined = node; outer; outer = outer.parent) {
    if (outer.type === "ChainExpression") return true;
    if (outer.type !== "MemberExpression" && outer.type !== "CallExpression") return false;
  }
  return false;
}
