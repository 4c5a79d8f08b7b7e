import { condition, isNullish, opposite, truthiness } from "../conditions.ts";
import { oneOf, string, undefinedAt, unknown } from "../make-value.ts";
import type { Node } from "../parse.ts";
import type { Condition, Provenance, Value } from "../value.ts";
import { withoutTypes } from "../walk.ts";
import type { Context, Machine } from "./machine.ts";
import { forgetVariable, joined, operation, withFallback } from "./members.ts";

/** One of two values. Each side is evaluated under its condition, so that what it changes is changed under it. */
export function choice(
  machine: Machine,
  test: Condition,
  known: boolean | undefined,
  at: Provenance,
  sides: { holds: () => Value; fails: () => Value },
): Value {
  const holds = known ?? machine.settled(test);
  if (holds === true) return sides.holds();
  if (holds === false) return sides.fails();
  const first = machine.under([test], sides.holds);
  const second = machine.under([opposite(test)], sides.fails);
  return oneOf(
    [
      { value: first, when: [test] },
      { value: second, when: [] },
    ],
    at,
  );
}

export function logical(
  machine: Machine,
  operator: "&&" | "||" | "??",
  left: Value,
  right: () => Value,
  at: Provenance,
): Value {
  if (operator === "&&") {
    return choice(machine, condition(left, "truthy"), truthiness(left), at, {
      holds: right,
      fails: () => left,
    });
  }
  const isThere = condition(left, operator === "??" ? "present" : "truthy");
  const known = operator === "??" ? negated(isNullish(left)) : truthiness(left);
  if (known === undefined && machine.settled(isThere) === undefined) {
    const other = machine.under([opposite(isThere)], right);
    const variable = withFallback(left, other, operator === "??" ? "missing" : "missing-or-empty", at);
    if (variable !== undefined) return variable;
    if (left.kind === "oneOf") return withoutAbsent(machine, left, operator, other, at);
    return oneOf(
      [
        { value: left, when: [isThere] },
        { value: other, when: [] },
      ],
      at,
    );
  }
  return choice(machine, isThere, known, at, { holds: () => left, fails: right });
}

function negated(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** `oneOf(...) ?? right`: each alternative by itself, so that those that are certain stay certain. */
function withoutAbsent(
  machine: Machine,
  left: Extract<Value, { kind: "oneOf" }>,
  operator: "||" | "??",
  right: Value,
  at: Provenance,
): Value {
  return oneOf(
    left.alternatives.map(({ value, when }) => ({
      value: logical(machine, operator, value, () => right, at),
      when,
    })),
    at,
  );
}

export function unary(machine: Machine, operator: string, value: Value, at: Provenance): Value {
  switch (operator) {
    case "!": {
      const known = truthiness(value) ?? machine.settled(condition(value, "truthy"));
      if (known !== undefined) return { kind: "boolean", value: !known, ...at };
      if (value.kind === "oneOf")
        return machine.eachAlternative(value, at, (it) => unary(machine, "!", it, at));
      if (value.kind !== "unknown") return operation("!", [value], at);
      return oneOf(
        [
          { value: { kind: "boolean", value: false, ...at }, when: [condition(value, "truthy")] },
          { value: { kind: "boolean", value: true, ...at }, when: [] },
        ],
        at,
      );
    }
    case "typeof":
      if (value.kind === "function") return string("function", at);
      if (value.kind === "array" || value.kind === "object") return string("object", at);
      if (value.kind === "concat") return string("string", at);
      if (value.kind === "oneOf" || (value.kind === "operation" && value.operation === "URL")) {
        return unknown("the type of one of several values", at);
      }
      return operation("typeof", [value], at);
    case "void":
      return undefinedAt(at);
    case "-":
      return value.kind === "number"
        ? { ...value, value: -value.value, ...at }
        : unknown("a calculation", at);
    case "+":
      return value.kind === "number" ? value : operation("Number", [value], at);
    default:
      return unknown("a calculation", at);
  }
}

export function binary(
  machine: Machine,
  node: Extract<Node, { type: "BinaryExpression" }>,
  context: Context,
  at: Provenance,
): Value {
  if (node.operator === "+") return sum(machine, node, context, at);
  const left = machine.evaluate(node.left, context);
  const right = machine.evaluate(node.right, context);
  switch (node.operator) {
    case "===":
    case "!==":
    case "==":
    case "!=":
      return comparison(machine, node.operator, left, right, at);
    default:
      return left.kind === "number" && right.kind === "number"
        ? calculated(node.operator, left.value, right.value, at)
        : unknown("a calculation or comparison", at);
  }
}

function comparison(
  machine: Machine,
  operator: "===" | "!==" | "==" | "!=",
  left: Value,
  right: Value,
  at: Provenance,
): Value {
  if (left.kind === "oneOf" && right.kind !== "oneOf") {
    return machine.eachAlternative(left, at, (it) => comparison(machine, operator, it, right, at));
  }
  if (right.kind === "oneOf" && left.kind !== "oneOf") return comparison(machine, operator, right, left, at);
  const isObject = (value: Value) => ["array", "object", "function", "regexp"].includes(value.kind);
  if (isObject(left) || isObject(right)) {
    // What exists is never equal to null or undefined.
    const isNever = isNullish(isObject(left) ? right : left) === true;
    return isNever
      ? { kind: "boolean", value: operator.startsWith("!"), ...at }
      : unknown("objects are compared", at);
  }
  return operation(operator, [left, right], at);
}

function calculated(operator: string, left: number, right: number, at: Provenance): Value {
  const numbers: Record<string, () => number | boolean> = {
    "-": () => left - right,
    "*": () => left * right,
    "/": () => left / right,
    "%": () => left % right,
    "<": () => left < right,
    ">": () => left > right,
    "<=": () => left <= right,
    ">=": () => left >= right,
  };
  const result = numbers[operator]?.();
  if (typeof result === "number") return { kind: "number", value: result, ...at };
  return result === undefined ? unknown("a calculation", at) : { kind: "boolean", value: result, ...at };
}

/** `a + b + c`, from the left, without recursion: generated code chains hundreds of them. */
function sum(
  machine: Machine,
  node: Extract<Node, { type: "BinaryExpression" }>,
  context: Context,
  at: Provenance,
): Value {
  const operands: Node[] = [];
  let left: Node = node;
  for (; left.type === "BinaryExpression" && left.operator === "+"; left = withoutTypes(left.left)) {
    operands.push(left.right);
  }
  let total = machine.evaluate(left, context);
  for (const operand of operands.reverse()) {
    const value = machine.evaluate(operand, context);
    if (total.kind === "number" && value.kind === "number") {
      total = { kind: "number", value: total.value + value.value, ...at };
    } else if ([total, value].some(isText)) {
      total = joined([total, value], at);
    } else {
      total = unknown("it may be a sum or a text", at);
    }
  }
  return total;
}

export function isText(value: Value): boolean {
  switch (value.kind) {
    case "string":
    case "concat":
      return true;
    case "operation":
      return (
        ["trim", "replace", "replaceAll", "slice", "String", "URL.href", "URL.origin"].includes(
          value.operation,
        ) && !value.optional
      );
    case "oneOf":
      return value.alternatives.every((it) => isText(it.value));
    default:
      return false;
  }
}

export function deletion(machine: Machine, target: Node, context: Context, at: Provenance): Value {
  const inner = withoutTypes(target);
  if (inner.type === "MemberExpression") {
    const object = machine.evaluate(inner.object, context);
    const key = inner.computed ? machine.key(machine.evaluate(inner.property, context)) : inner.property.name;
    if (object.kind === "object" && key !== undefined) {
      machine.deleteKey(object, key);
      return { kind: "boolean", value: true, ...at };
    }
    machine.escape(object);
  }
  forgetVariable(machine, target, context);
  return unknown("the result of `delete`", at);
}
