import type { CallExpression, JSXElement, Node } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { type FunctionLike, isFunction, withoutTypes } from "../../source/walk.ts";
import { attributeName } from "./jsx-elements.ts";
import { alwaysLeaves, mayLeave } from "./function-bodies.ts";

/** What has to hold inside one function for a piece of its code to run or to be shown. */
export type Condition =
  | { kind: "test"; test: Node; expected: boolean }
  /** It is a child of this element, which must show its children. */
  | { kind: "within"; element: JSXElement }
  /** It is handed to this element as an attribute. */
  | { kind: "attribute"; element: JSXElement; name: string }
  /** It is the `element` of a route that is written as an object. */
  | { kind: "route-object"; route: Node }
  | { kind: "unknown" };

/** Where a piece of code stands. */
export interface Place {
  conditions: Condition[];
  /** The component, hook or other function around it; null for the top level of a module. */
  fn: FunctionLike | null;
  /** The effect it runs in, when it does. */
  effect: CallExpression | null;
}

/**
 * What must hold, within the function around it, for a node to be reached.
 *
 * @param boundary a function around the node at which to stop, whatever runs it (an event handler)
 */
export function placeOf(node: Node, boundary: FunctionLike | null = null): Place {
  const conditions: Condition[] = [];
  let effect: CallExpression | null = null;
  for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (parent === boundary) return { conditions, fn: boundary, effect };
    if (isFunction(parent)) {
      const around = effectOf(parent);
      if (around === null) {
        if (isInline(parent)) conditions.push({ kind: "unknown" });
        return { conditions, fn: parent, effect };
      }
      effect = around;
      // The effect itself stands in the arguments of the call: go on from there.
      child = parent;
      parent = around;
      continue;
    }
    conditions.push(...conditionsBetween(parent, child));
  }
  return { conditions, fn: null, effect };
}

function conditionsBetween(parent: Node, child: Node): Condition[] {
  switch (parent.type) {
    case "ConditionalExpression":
      return child === parent.test
        ? []
        : [{ kind: "test", test: parent.test, expected: child === parent.consequent }];
    case "IfStatement":
      return child === parent.test
        ? []
        : [{ kind: "test", test: parent.test, expected: child === parent.consequent }];
    case "LogicalExpression":
      if (child === parent.left) return [];
      return parent.operator === "??"
        ? [{ kind: "unknown" }]
        : [{ kind: "test", test: parent.left, expected: parent.operator === "&&" }];
    case "BlockStatement":
    case "Program":
      return parent.body.flatMap((statement) =>
        statement.end <= child.start ? passing(statement, parent.type === "Program") : [],
      );
    case "JSXElement":
      return child === parent.openingElement ? [] : [{ kind: "within", element: parent }];
    case "JSXAttribute": {
      const element = parent.parent?.parent;
      return element?.type === "JSXElement"
        ? [{ kind: "attribute", element, name: attributeName(parent) }]
        : [{ kind: "unknown" }];
    }
    case "Property":
      if (parent.value !== child) return [];
      return keyName(parent) === "element" && parent.parent !== undefined && parent.parent !== null
        ? [{ kind: "route-object", route: parent.parent }]
        : isJsx(child)
          ? [{ kind: "unknown" }]
          : [];
    case "VariableDeclarator":
    case "AssignmentExpression":
      // Where an element that is kept in a variable is shown is not followed, but for `const app = <App />` of a module.
      return isJsx(child) && parent.parent?.parent?.type !== "Program" ? [{ kind: "unknown" }] : [];
    case "CatchClause":
    case "SwitchCase":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return [{ kind: "unknown" }];
    default:
      return [];
  }
}

/** What must hold for the code behind a statement to be reached. */
function passing(statement: Node, atTopLevel: boolean): Condition[] {
  if (atTopLevel || !mayLeave(statement)) return [];
  if (statement.type !== "IfStatement") return [{ kind: "unknown" }];
  const { test, consequent, alternate } = statement;
  if (alwaysLeaves(consequent)) {
    const first: Condition = { kind: "test", test, expected: false };
    return alternate === null ? [first] : [first, ...passing(alternate, false)];
  }
  if (alternate !== null && alwaysLeaves(alternate) && !mayLeave(consequent)) {
    return [{ kind: "test", test, expected: true }];
  }
  return [{ kind: "unknown" }];
}

function isJsx(node: Node): boolean {
  const inner = withoutTypes(node);
  return inner.type === "JSXElement" || inner.type === "JSXFragment";
}

/** The call of `useEffect` or the like that a function is the first argument of. */
function effectOf(fn: FunctionLike): CallExpression | null {
  const call = fn.parent;
  if (call?.type !== "CallExpression" || call.arguments[0] !== fn) return null;
  return /^use(?:Isomorphic)?(?:Layout|Insertion)?Effect(?:Once)?$/.test(nameOfCallee(call)) ? call : null;
}

/** Functions that give a component back that is rendered like the one handed to them. */
const WRAPPERS = /^(?:memo|forwardRef|observer|cache)$/;

/** Whether a function is only handed to something that may run it or not (`.map(…)`, handlers, render props). */
function isInline(fn: FunctionLike): boolean {
  if (fn.type === "FunctionDeclaration") return false;
  const parent = fn.parent;
  switch (parent?.type) {
    case "VariableDeclarator":
    case "ExportDefaultDeclaration":
    case "AssignmentExpression":
    case "Property":
      return false;
    case "CallExpression":
      return !WRAPPERS.test(nameOfCallee(parent));
    default:
      return true;
  }
}

/** The last name of what is called: `useEffect` for `React.useEffect(…)`. */
export function nameOfCallee(call: CallExpression): string {
  const callee = withoutTypes(call.callee);
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression") return "";
  return keyName({ key: callee.property, computed: callee.computed }) ?? "";
}
