import type { Node } from "../../source/parse.ts";
import { type FunctionLike, isFunction, walk, withoutTypes } from "../../source/walk.ts";
import type { Truth } from "./auth-moment.ts";

/** What is done with the parts of a function's body. */
export interface BodyVisit<Result> {
  /** Whether the test of an `if` holds. */
  test(test: Node): Truth;
  /** What a returned expression comes to; null where nothing is returned. */
  returned(node: Node | null): Result;
  /** Joins the two ways after an `if`. */
  choose(test: Truth, first: () => Result, second: () => Result): Result;
  /** Stands for what cannot be followed (loops, `switch`, `try`). */
  unknown: Result;
}

/**
 * Follows the statements of a function to what it returns. A branch that throws (or leaves the page) returns nothing
 * and does not count.
 */
export function followBody<Result>(fn: FunctionLike, visit: BodyVisit<Result>): Result {
  if (fn.body === null) return visit.unknown;
  if (fn.body.type !== "BlockStatement") return visit.returned(fn.body);
  return followStatements(fn.body.body, visit, () => visit.returned(null));
}

function followStatements<Result>(
  statements: readonly Node[],
  visit: BodyVisit<Result>,
  after: () => Result,
): Result {
  const [statement, ...rest] = statements;
  if (statement === undefined) return after();
  const next = (): Result => followStatements(rest, visit, after);
  switch (statement.type) {
    case "ReturnStatement":
      return visit.returned(statement.argument);
    case "BlockStatement":
      return followStatements(statement.body, visit, next);
    case "IfStatement": {
      if (!mayLeave(statement)) return next();
      const { consequent, alternate } = statement;
      const whenFalse = (): Result =>
        alternate === null ? next() : followStatements([alternate], visit, next);
      if (throwsAtOnce(consequent)) return whenFalse();
      return visit.choose(
        visit.test(statement.test),
        () => followStatements([consequent], visit, next),
        whenFalse,
      );
    }
    default:
      return mayLeave(statement) ? visit.unknown : next();
  }
}

/** Functions of frameworks that never return: they throw a redirect or a not-found page. */
const LEAVING = /^(?:redirect|permanentRedirect|notFound|forbidden|unauthorized)$/;

const leavingStatements = new WeakMap<Node, boolean>();

/** Whether a statement may end the function it stands in: by `return`, `throw` or a call that never returns. */
export function mayLeave(statement: Node): boolean {
  let leaves = leavingStatements.get(statement);
  if (leaves === undefined) {
    leaves = holdsExit(statement);
    leavingStatements.set(statement, leaves);
  }
  return leaves;
}

function holdsExit(statement: Node): boolean {
  let leaves = false;
  walk(statement, (node) => {
    if (leaves || isFunction(node)) return false;
    leaves = node.type === "ReturnStatement" || node.type === "ThrowStatement" || isLeavingCall(node);
    return !leaves;
  });
  return leaves;
}

/** Whether what follows a statement is never reached through it. */
export function alwaysLeaves(statement: Node): boolean {
  switch (statement.type) {
    case "ReturnStatement":
    case "ThrowStatement":
      return true;
    case "ExpressionStatement":
      return isLeavingCall(withoutTypes(statement.expression));
    case "BlockStatement":
      return statement.body.some(alwaysLeaves);
    case "IfStatement":
      return (
        statement.alternate !== null &&
        alwaysLeaves(statement.consequent) &&
        alwaysLeaves(statement.alternate)
      );
    default:
      return false;
  }
}

function throwsAtOnce(statement: Node): boolean {
  const [only, ...others] = statement.type === "BlockStatement" ? statement.body : [statement];
  if (only === undefined || others.length > 0) return false;
  if (only.type === "ThrowStatement") return true;
  return only.type === "ExpressionStatement" && isLeavingCall(withoutTypes(only.expression));
}

function isLeavingCall(node: Node): boolean {
  return (
    node.type === "CallExpression" && node.callee.type === "Identifier" && LEAVING.test(node.callee.name)
  );
}
