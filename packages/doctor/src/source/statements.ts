import type { Closure, Context, Machine } from "./machine.ts";
import { Frame } from "./machine.ts";
import { fromPlain } from "./members.ts";
import type { Node } from "./parse.ts";
import { bindPattern } from "./patterns.ts";
import { declarationsIn, findDeclaration } from "./scopes.ts";
import { condition, noneOf, opposite, string, truthiness, undefinedAt, unknown } from "./value.ts";
import type { Alternative, Condition, Value } from "./value.ts";
import { isFunction, literalText, rootOf, walk, withoutTypes } from "./walk.ts";

/** What a run of statements collects: the values that may be returned, the earliest first. */
export interface Run {
  returns: Alternative[];
  /** Conditions of the path when the run began; those of a `return` count from here. */
  base: number;
}

/**
 * How the path goes on behind a statement: not at all (returned), not at all (thrown), or under further conditions
 * (none: always).
 */
type Remainder = "returned" | "thrown" | readonly Condition[];

const ALWAYS: readonly Condition[] = [];
const MOST_ITERATIONS = 200;

/**
 * Runs statements in their order. What they change is changed under the conditions under which they are reached.
 */
export function runStatements(
  machine: Machine,
  statements: readonly Node[],
  context: Context,
  run: Run,
): Remainder {
  hoist(machine, statements, context);
  const passed: Condition[] = [];
  for (const statement of statements) {
    const remainder = machine.nested(
      () => runStatement(machine, statement, context, run),
      () => forgetEverythingIn(machine, statement, context, run),
    );
    if (typeof remainder === "string") return remainder;
    // Stays until the function ends: what follows is only reached where the path goes on.
    machine.conditions.push(...remainder);
    passed.push(...remainder);
  }
  return passed;
}

/** Function declarations have their value from the start of their block. */
function hoist(machine: Machine, statements: readonly Node[], context: Context): void {
  for (const statement of statements) {
    const inner =
      statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration"
        ? statement.declaration
        : statement;
    if (inner?.type !== "FunctionDeclaration" || inner.id === null || !isFunction(inner)) continue;
    machine.declare(inner.id, machine.evaluate(inner, context), context.frame);
  }
}

function runBlock(machine: Machine, body: Node, context: Context, run: Run): Remainder {
  const before = machine.conditions.length;
  const remainder = runStatements(machine, body.type === "BlockStatement" ? body.body : [body], context, run);
  machine.conditions.length = before;
  return remainder;
}

function runStatement(machine: Machine, statement: Node, context: Context, run: Run): Remainder {
  switch (statement.type) {
    case "ExpressionStatement":
      return endsProgram(machine.evaluate(statement.expression, context), statement) ? "thrown" : ALWAYS;
    case "VariableDeclaration":
      for (const { id, init } of statement.declarations) {
        if (init === null && statement.kind === "var") continue;
        const value = init === null ? undefinedAt(machine.at(id, context)) : machine.evaluate(init, context);
        bindPattern(machine, id, value, context, (identifier, part) =>
          machine.declare(identifier, part, context.frame),
        );
      }
      return ALWAYS;
    case "ExportNamedDeclaration":
      return statement.declaration === null
        ? ALWAYS
        : runStatement(machine, statement.declaration, context, run);
    case "ClassDeclaration":
      if (statement.id !== null)
        machine.declare(statement.id, machine.evaluate(statement, context), context.frame);
      return ALWAYS;
    case "TSEnumDeclaration":
      machine.declare(statement.id, enumeration(machine, statement, context), context.frame);
      return ALWAYS;
    case "ReturnStatement": {
      const value =
        statement.argument === null
          ? undefinedAt(machine.at(statement, context))
          : machine.evaluate(statement.argument, context);
      run.returns.push({ value, when: machine.conditions.slice(run.base) });
      return "returned";
    }
    case "ThrowStatement":
      return "thrown";
    case "BlockStatement":
      return runBlock(machine, statement, context, run);
    case "ContinueStatement":
      // Only reached in loops that are followed; the rest of this turn is left out.
      return "returned";
    case "LabeledStatement":
      return forgetEverythingIn(machine, statement, context, run);
    case "IfStatement":
      return runIf(machine, statement, context, run);
    case "SwitchStatement":
      return runSwitch(machine, statement, context, run);
    case "ForOfStatement":
      return runForOf(machine, statement, context, run);
    case "TryStatement":
      return runTry(machine, statement, context, run);
    case "ForStatement":
    case "ForInStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "WithStatement":
      return forgetEverythingIn(machine, statement, context, run);
    default:
      return ALWAYS;
  }
}

/** `process.exit()` does not come back. */
function endsProgram(value: Value, statement: Node): boolean {
  if (value.kind !== "unknown" || statement.type !== "ExpressionStatement") return false;
  const call = withoutTypes(statement.expression);
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return false;
  const { object, property } = call.callee;
  return (
    object.type === "Identifier" &&
    object.name === "process" &&
    property.type === "Identifier" &&
    property.name === "exit"
  );
}

function runIf(
  machine: Machine,
  statement: Extract<Node, { type: "IfStatement" }>,
  context: Context,
  run: Run,
): Remainder {
  const test = machine.evaluate(statement.test, context);
  const holds = condition(test, "truthy");
  const known = truthiness(test) ?? machine.settled(holds);
  const { consequent, alternate } = statement;
  if (known === true) return runBlock(machine, consequent, context, run);
  if (known === false) return alternate === null ? ALWAYS : runBlock(machine, alternate, context, run);
  // A way that throws leaves no value at all: what the other one does is then not conditional.
  if (alwaysThrows(consequent))
    return alternate === null ? ALWAYS : runBlock(machine, alternate, context, run);
  if (alternate !== null && alwaysThrows(alternate)) return runBlock(machine, consequent, context, run);
  return branch(
    machine,
    holds,
    () => runBlock(machine, consequent, context, run),
    () => (alternate === null ? ALWAYS : runBlock(machine, alternate, context, run)),
  );
}

function alwaysThrows(statement: Node): boolean {
  const statements = statement.type === "BlockStatement" ? statement.body : [statement];
  return (
    statements.at(-1)?.type === "ThrowStatement" &&
    statements
      .slice(0, -1)
      .every((it) => it.type === "ExpressionStatement" || it.type === "VariableDeclaration")
  );
}

/** Runs two ways of which one is taken, and tells under which conditions the path goes on behind them. */
function branch(
  machine: Machine,
  test: Condition,
  holds: () => Remainder,
  fails: () => Remainder,
): Remainder {
  const first = machine.under([test], holds);
  const second = machine.under([opposite(test)], fails);
  // A way that throws leaves no value at all, so whatever value there is comes from the other way.
  if (first === "thrown") return second;
  if (second === "thrown") return first;
  if (first === "returned") return second === "returned" ? "returned" : [opposite(test), ...second];
  if (second === "returned") return [test, ...first];
  if (first.length === 0 && second.length === 0) return ALWAYS;
  const stopped = [
    ...(first.length === 0 ? [] : [[test, noneOf([...first])]]),
    ...(second.length === 0 ? [] : [[opposite(test), noneOf([...second])]]),
  ];
  return stopped.map(noneOf);
}

function runSwitch(
  machine: Machine,
  statement: Extract<Node, { type: "SwitchStatement" }>,
  context: Context,
  run: Run,
): Remainder {
  const subject = machine.evaluate(statement.discriminant, context);
  const branches = statement.cases.map(({ test, consequent }, index) => ({
    test,
    body: withoutBreak(consequent, index === statement.cases.length - 1),
  }));
  const isSimple = branches.every(
    ({ test, body }, index) => body !== undefined && (test !== null || index === branches.length - 1),
  );
  if (!isSimple || subject.kind === "unknown") return forgetEverythingIn(machine, statement, context, run);
  const from = (index: number): Remainder => {
    const current = branches[index];
    if (current?.body === undefined) return ALWAYS;
    const body = current.body;
    const runBody = () => {
      const before = machine.conditions.length;
      const remainder = runStatements(machine, body, context, run);
      machine.conditions.length = before;
      return remainder;
    };
    if (current.test === null) return runBody();
    const expected = machine.evaluate(current.test, context);
    const at = machine.at(current.test, context);
    if (subject.kind === "string" && expected.kind === "string") {
      return subject.value === expected.value ? runBody() : from(index + 1);
    }
    const test: Value =
      expected.kind === "string"
        ? { kind: "operation", operation: "===", operands: [subject, expected], optional: false, ...at }
        : unknown("a case of a switch", at);
    return branch(machine, { test, expects: "truthy" }, runBody, () => from(index + 1));
  };
  return from(0);
}

/** The statements of a case that ends for certain, without its `break`; undefined where it falls through or jumps. */
function withoutBreak(consequent: readonly Node[], isLast: boolean): readonly Node[] | undefined {
  const [only] = consequent;
  const statements = consequent.length === 1 && only?.type === "BlockStatement" ? only.body : consequent;
  const last = statements.at(-1);
  if (last === undefined) return undefined;
  const body = last.type === "BreakStatement" && last.label === null ? statements.slice(0, -1) : statements;
  const ends =
    isLast || body !== statements || last.type === "ReturnStatement" || last.type === "ThrowStatement";
  const isSimple = body.every((it) => !jumpsIn(it).breaks && !jumpsIn(it).continues);
  return ends && isSimple ? body : undefined;
}

/** Which ways of leaving a loop or switch some code holds; inner functions do not count, inner loops do. */
function jumpsIn(code: Node): { breaks: boolean; continues: boolean; returns: boolean } {
  const jumps = { breaks: false, continues: false, returns: false };
  walk(code, (inner) => {
    if (inner.type === "BreakStatement") jumps.breaks = true;
    if (inner.type === "ContinueStatement") {
      jumps.continues = true;
      if (inner.label !== null) jumps.breaks = true;
    }
    if (inner.type === "ReturnStatement") jumps.returns = true;
    return !isFunction(inner);
  });
  return jumps;
}

function runForOf(
  machine: Machine,
  statement: Extract<Node, { type: "ForOfStatement" }>,
  context: Context,
  run: Run,
): Remainder {
  const list = machine.evaluate(statement.right, context);
  const { left } = statement;
  const isKnown = list.kind === "array" && !list.open && list.items.length <= MOST_ITERATIONS;
  const target = left.type === "VariableDeclaration" ? left.declarations[0]?.id : undefined;
  const jumps = jumpsIn(statement.body);
  const isFollowed = !jumps.breaks && !(jumps.continues && jumps.returns);
  if (!isKnown || target === undefined || statement.await || !isFollowed) {
    return forgetEverythingIn(machine, statement, context, run);
  }
  return machine.whileUnchanged(list, (items) => {
    const passed: Condition[] = [];
    for (const item of items) {
      const inner: Context = { ...context, frame: new Frame(context.frame) };
      const remainder = machine.under(item.when, () => {
        bindPattern(machine, target, item.value, inner, (identifier, part) =>
          machine.declare(identifier, part, inner.frame),
        );
        return runBlock(machine, statement.body, inner, run);
      });
      if (jumps.continues) continue;
      if (typeof remainder !== "string") {
        if (remainder.length === 0) continue;
        const after = item.when.length === 0 ? remainder : [noneOf([...item.when, noneOf([...remainder])])];
        machine.conditions.push(...after);
        passed.push(...after);
      } else if (item.when.length === 0) {
        return remainder;
      } else if (remainder === "returned") {
        const after = noneOf(item.when);
        machine.conditions.push(after);
        passed.push(after);
      }
    }
    return passed;
  });
}

/** Whether code throws is not known, so either way may be taken; only where each way is a single step is it followed. */
function runTry(
  machine: Machine,
  statement: Extract<Node, { type: "TryStatement" }>,
  context: Context,
  run: Run,
): Remainder {
  const { block, handler, finalizer } = statement;
  const [first] = block.body;
  const isSingle =
    block.body.length === 1 &&
    first !== undefined &&
    (first.type === "ReturnStatement" || first.type === "ExpressionStatement");
  if (!isSingle || handler === null || finalizer !== null)
    return forgetEverythingIn(machine, statement, context, run);
  const at = machine.at(block, context);
  return branch(
    machine,
    { test: unknown("whether the code throws", at), expects: "truthy" },
    () => runBlock(machine, block, context, run),
    () => {
      const { param } = handler;
      if (param !== null) {
        bindPattern(machine, param, unknown("a caught error", at), context, (identifier, part) =>
          machine.declare(identifier, part, context.frame),
        );
      }
      return runBlock(machine, handler.body, context, run);
    },
  );
}

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
  walk(code, (node, parents) => {
    machine.step();
    if (node.type === "AssignmentExpression") addTargets(node.left);
    else if (node.type === "UpdateExpression") addTargets(node.argument);
    else if (
      (node.type === "ForOfStatement" || node.type === "ForInStatement") &&
      node.left.type !== "VariableDeclaration"
    ) {
      addTargets(node.left);
    } else if (node.type === "ReturnStatement" && !parents.some(isFunction)) {
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

function enumeration(
  machine: Machine,
  node: Extract<Node, { type: "TSEnumDeclaration" }>,
  context: Context,
): Value {
  const object = machine.object([], false, machine.at(node, context));
  let next: number | undefined = 0;
  for (const member of node.body.members) {
    const at = machine.at(member, context);
    const key = member.id.type === "Identifier" ? member.id.name : literalText(member.id);
    if (key === undefined) {
      machine.forget(object);
      continue;
    }
    const value: Value =
      member.initializer === null ? fromPlain(next, at) : machine.evaluate(member.initializer, context);
    next = value.kind === "number" ? value.value + 1 : undefined;
    machine.setKey(object, key, value.kind === "undefined" ? unknown("a member of an enum", at) : value, at);
    if (value.kind === "number") machine.setKey(object, String(value.value), string(key, at), at);
  }
  return object;
}
