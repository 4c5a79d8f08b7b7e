import { unknown } from "../make-value.ts";
import type { Node } from "../parse.ts";
import { declarationsIn, findDeclaration } from "../scopes.ts";
import type { Value } from "../value.ts";
import { isFunction, nodesAround, rootOf, walk, withoutTypes } from "../walk.ts";
import type { Closure, Context, Machine } from "./machine.ts";
import { bindPattern } from "./patterns.ts";
import { ALWAYS } from "./run.ts";
import type { Remainder, Run } from "./run.ts";

/**
 * Code that is not followed: the variables it assigns and the objects it could change are not known afterwards, and
 * it may have returned.
 */
export function forgetEverythingIn(
  machine: Machine,
  code: Node,
  context: Context,
  run: Run | null,
): Remainder {
  const at = machine.at(code, context);
  let returns = false;
  const assigned = new Set<Node>();
  const addTargets = (target: Node) => {
    for (const node of targetsIn(target)) assigned.add(node);
  };
  walk(code, (node) => {
    machine.step();
    if (node.type === "AssignmentExpression") addTargets(node.left);
    else if (node.type === "UpdateExpression") addTargets(node.argument);
    else if (
      (node.type === "ForOfStatement" || node.type === "ForInStatement") &&
      node.left.type !== "VariableDeclaration"
    ) {
      addTargets(node.left);
    } else if (node.type === "ReturnStatement" && !nodesAround(node, code).some(isFunction)) {
      returns = true;
    } else if (node.type === "Identifier") {
      const value = valueOfName(node, context);
      if (value === undefined) return;
      machine.escape(value);
      const closure = machine.closure(value);
      if (closure !== undefined) forgetChangesOf(machine, closure, true);
    }
  });
  for (const node of assigned) {
    const declaration = node.type === "Identifier" ? findDeclaration(node.name, node) : undefined;
    if (declaration !== undefined)
      machine.assign(declaration, unknown("it is assigned in code that is not followed", at), context.frame);
  }
  forgetDeclaredIn(machine, code, context);
  if (!returns || run === null) return ALWAYS;
  const test = unknown("whether it returns from here", at);
  run.returns.push({
    value: unknown("it is returned from code that is not followed", at),
    when: [...machine.conditions.slice(run.base), { test, expects: "truthy" }],
  });
  return [{ test, expects: "falsy" }];
}

/** `var` and blocks declare names that later code may read. */
function forgetDeclaredIn(machine: Machine, code: Node, context: Context): void {
  walk(code, (node) => {
    if (isFunction(node)) return false;
    for (const declaration of declarationsIn(node).values()) {
      const at = machine.at(declaration.identifier, context);
      machine.declareAs(declaration, unknown("it is set in code that is not followed", at), context.frame);
    }
    if (node.type === "VariableDeclaration" && node.kind === "var") {
      for (const { id } of node.declarations) {
        bindPattern(
          machine,
          id,
          unknown("it is set in code that is not followed", machine.at(id, context)),
          context,
          (identifier, part) => machine.declare(identifier, part, context.frame),
        );
      }
    }
    return true;
  });
}

/**
 * A function was handed to code that is not known, which may call it: what the function assigns or changes directly
 * is not known any more.
 *
 * @param certainlyRuns whether the function does run, only with values or as often as is not known: then what it hands
 *   to other functions, and what those change, is not known either
 */
export function forgetChangesOf(machine: Machine, closure: Closure, certainlyRuns = false): void {
  const pending: Closure[] = [closure];
  const seen = new Set<Closure>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { context, node: code } = next;
    walk(code, (node) => {
      machine.step();
      const changed = changedBy(node);
      for (const target of changed) forgetTarget(machine, target, context, node.type !== "CallExpression");
      // What is put into something that is not known can be changed through it from then on.
      if (changed.length > 0) escapeNamesIn(machine, node, context);
      if (!certainlyRuns) return;
      if (node.type === "CallExpression" || node.type === "NewExpression") {
        for (const argument of node.arguments) forgetTarget(machine, argument, context, false);
      }
      const value = valueOfName(node, context);
      const mentioned = value === undefined ? undefined : machine.closure(value);
      if (mentioned !== undefined) pending.push(mentioned);
    });
  }
}

function escapeNamesIn(machine: Machine, code: Node, context: Context): void {
  walk(code, (node) => {
    machine.step();
    const value = valueOfName(node, context);
    if (value !== undefined) machine.escape(value);
    return !isFunction(node);
  });
}

/** What a node assigns, deletes, or changes by a method. */
function changedBy(node: Node): Node[] {
  switch (node.type) {
    case "AssignmentExpression":
      return targetsIn(node.left);
    case "UpdateExpression":
      return [node.argument];
    case "UnaryExpression":
      return node.operator === "delete" ? [node.argument] : [];
    case "CallExpression": {
      const { callee } = node;
      if (callee.type !== "MemberExpression" || callee.computed) return [];
      if (CHANGING_METHODS.has(callee.property.name)) return [callee.object];
      const [first] = node.arguments;
      return callee.property.name === "assign" && first !== undefined ? [first] : [];
    }
    default:
      return [];
  }
}

/** The names and members that an assignment writes to, destructuring included. */
function targetsIn(pattern: Node): Node[] {
  const found: Node[] = [];
  const pending: Node[] = [pattern];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const target = withoutTypes(next);
    if (target.type === "ObjectPattern") {
      pending.push(...target.properties.map((it) => (it.type === "RestElement" ? it.argument : it.value)));
    } else if (target.type === "ArrayPattern") {
      pending.push(...target.elements.filter((it) => it !== null));
    } else if (target.type === "AssignmentPattern") {
      pending.push(target.left);
    } else if (target.type === "RestElement") {
      pending.push(target.argument);
    } else {
      found.push(target);
    }
  }
  return found;
}

function forgetTarget(machine: Machine, target: Node, context: Context, isAssigned: boolean): void {
  const root = rootOf(target.type === "SpreadElement" ? target.argument : target);
  if (root.type !== "Identifier") return;
  const declaration = findDeclaration(root.name, root);
  const value = valueOfName(root, context);
  if (declaration === undefined || value === undefined) return;
  if (isAssigned && root === withoutTypes(target)) {
    const at = machine.at(root, context);
    machine.assign(declaration, unknown(`${root.name} may have been assigned`, at), context.frame);
  } else {
    machine.escape(value);
  }
}

function valueOfName(node: Node, context: Context): Value | undefined {
  const declaration = node.type === "Identifier" ? findDeclaration(node.name, node) : undefined;
  return declaration && context.frame.holding(declaration)?.values.get(declaration);
}

const CHANGING_METHODS = new Set("push unshift pop shift splice sort reverse fill copyWithin".split(" "));
