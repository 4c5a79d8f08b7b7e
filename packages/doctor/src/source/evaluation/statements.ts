import { condition, noneOf, opposite, truthiness } from "../conditions.ts";
import { string, undefinedAt, unknown } from "../make-value.ts";
import type { Node } from "../parse.ts";
import type { Condition, Value } from "../value.ts";
import { isFunction, literalText, walk, withoutTypes } from "../walk.ts";
import { forgetEverythingIn } from "./forgetting.ts";
import { Frame } from "./machine.ts";
import type { Context, Machine } from "./machine.ts";
import { fromPlain } from "./members.ts";
import { bindPattern } from "./patterns.ts";
import { ALWAYS } from "./run.ts";
import type { Remainder, Run } from "./run.ts";

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
