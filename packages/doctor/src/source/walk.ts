import { forEachChild } from "./parse.ts";
import type { ArrowFunctionExpression, FunctionNode, Node } from "./parse.ts";

/** What {@link walk} calls for every node. */
export interface Visitor {
  /**
   * Called before the children of a node. `parents` lists the nodes around it, the nearest last; it is the same
   * array for every call, so copy what should be kept.
   *
   * @returns `false` to leave out what is inside the node
   */
  enter(node: Node, parents: readonly Node[]): boolean | void;
  /** Called after the children of a node; not called where `enter` returned `false`. */
  leave?(node: Node, parents: readonly Node[]): void;
}

/**
 * Visits a node and everything inside it in the order of the source. Does not recurse, so the depth of the tree is
 * no limit.
 */
export function walk(root: Node, visitor: Visitor | Visitor["enter"]): void {
  const { enter, leave } = typeof visitor === "function" ? { enter: visitor, leave: undefined } : visitor;
  const parents: Node[] = [];
  const pending: { node: Node; isLeaving: boolean }[] = [{ node: root, isLeaving: false }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { node, isLeaving } = step;
    if (isLeaving) {
      parents.pop();
      leave?.call(visitor, node, parents);
      continue;
    }
    if (enter.call(visitor, node, parents) === false) continue;
    parents.push(node);
    pending.push({ node, isLeaving: true });
    const firstChild = pending.length;
    forEachChild(node, (child) => pending.push({ node: child, isLeaving: false }));
    reverseFrom(pending, firstChild);
  }
}

function reverseFrom<Item>(list: Item[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    const item = list[low];
    const other = list[high];
    if (item === undefined || other === undefined) return;
    list[low] = other;
    list[high] = item;
  }
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
