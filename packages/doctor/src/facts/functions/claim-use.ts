import { findDeclaration, functionAround } from "../../source/scopes.ts";
import type { Node } from "../../source/parse.ts";
import { isFunction, walk } from "../../source/walk.ts";
import type { ClaimRead } from "./functions.ts";

const DECIDING_METHOD = /^(?:endsWith|startsWith|includes|has|test|eq|some|every|indexOf)$/;
const DECIDING_FUNCTION =
  /^(?:is|has|can|may|assert|require|check|ensure|allow|verify|authorize)|admin|allowed|permi/i;

/**
 * Whether an access decision hangs on a value: it is compared, looked up, asked for a role, or decides whether the
 * function throws or returns. Everything else shows or stores it.
 */
export function useOf(read: Node): ClaimRead["use"] {
  if (decides(read)) return "decides";
  const declarator = declaratorOf(read);
  if (declarator === undefined) return "shows";
  return usesOfName(declarator).some(decides) ? "decides" : "shows";
}

/** The places where a name is used that a declarator introduces. */
export function usesOfName(identifier: Node): Node[] {
  if (identifier.type !== "Identifier") return [];
  const declaration = findDeclaration(identifier.name, identifier);
  const scope = functionAround(identifier);
  if (declaration === undefined || scope === undefined) return [];
  const uses: Node[] = [];
  walk(scope, (node) => {
    if (node.type !== "Identifier" || node === identifier || node.name !== identifier.name) return;
    if (findDeclaration(node.name, node) === declaration) uses.push(node);
  });
  return uses;
}

/** The name that keeps the value: `const email = identity.email`. */
function declaratorOf(read: Node): Node | undefined {
  const outer = outermost(read);
  const parent = outer.parent;
  return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
}

/** Climbs out of what leaves the value as it is: `!`, `as`, `?? fallback`, `?.`, `await`, string tidying. */
function outermost(node: Node): Node {
  let inner = node;
  for (let outer = inner.parent; outer; outer = inner.parent) {
    const isTransparent =
      outer.type === "ChainExpression" ||
      outer.type === "TSNonNullExpression" ||
      outer.type === "TSAsExpression" ||
      outer.type === "AwaitExpression" ||
      (outer.type === "LogicalExpression" && outer.operator !== "&&") ||
      isTidying(outer, inner);
    if (!isTransparent) return inner;
    inner = outer;
  }
  return inner;
}

/** `value.toLowerCase()` and the like, on the way out. */
function isTidying(outer: Node, inner: Node): boolean {
  if (outer.type === "MemberExpression" && outer.object === inner && !outer.computed) {
    return /^(?:toLowerCase|toUpperCase|trim|toString|normalize)$/.test(outer.property.name);
  }
  return outer.type === "CallExpression" && outer.callee === inner;
}

function decides(read: Node): boolean {
  const value = outermost(read);
  const parent = value.parent;
  if (!parent) return false;
  if (parent.type === "BinaryExpression") {
    return /^[!=]==?$/.test(parent.operator) && (!isNullish(otherSide(parent, value)) || guardsExit(parent));
  }
  if (parent.type === "MemberExpression" && parent.object === value && !parent.computed) {
    return DECIDING_METHOD.test(parent.property.name) && parent.parent?.type === "CallExpression";
  }
  if (parent.type === "CallExpression" && parent.callee !== value) return isDecidingCall(parent);
  return guardsExit(value);
}

function isDecidingCall(call: Extract<Node, { type: "CallExpression" }>): boolean {
  const { callee } = call;
  if (callee.type === "Identifier") return DECIDING_FUNCTION.test(callee.name);
  if (callee.type !== "MemberExpression" || callee.computed) return false;
  return DECIDING_METHOD.test(callee.property.name) || DECIDING_FUNCTION.test(callee.property.name);
}

function otherSide(binary: Extract<Node, { type: "BinaryExpression" }>, side: Node): Node {
  return binary.left === side ? binary.right : binary.left;
}

function isNullish(node: Node): boolean {
  return (
    (node.type === "Literal" && node.value === null) ||
    (node.type === "Identifier" && node.name === "undefined")
  );
}

/** Whether a value is (part of) the condition of an `if` that throws or returns. */
function guardsExit(value: Node): boolean {
  let inner = value;
  for (let outer = inner.parent; outer; outer = inner.parent) {
    if (outer.type === "IfStatement") {
      return (
        outer.test === inner &&
        (exits(outer.consequent) || (outer.alternate !== null && exits(outer.alternate)))
      );
    }
    if (
      outer.type !== "UnaryExpression" &&
      outer.type !== "LogicalExpression" &&
      outer.type !== "BinaryExpression"
    ) {
      return false;
    }
    inner = outer;
  }
  return false;
}

/** Whether a statement throws or returns, itself or as the last of a block. */
export function exits(statement: Node, by: "throw" | "return" | "either" = "either"): boolean {
  if (statement.type === "ThrowStatement") return by !== "return";
  if (statement.type === "ReturnStatement") return by !== "throw";
  if (statement.type !== "BlockStatement" || isFunction(statement)) return false;
  const last = statement.body.at(-1);
  return last !== undefined && exits(last, by);
}
