import { condition, isNullish, truthiness } from "../conditions.ts";
import { string, undefinedAt, unknown } from "../make-value.ts";
import type { Node } from "../parse.ts";
import { findDeclaration, keyName } from "../scopes.ts";
import type { Item, Provenance, Value } from "../value.ts";
import { isFunction, isInOptionalChain, withoutTypes } from "../walk.ts";
import { callExpression, newExpression } from "./calls.ts";
import { forgetEverythingIn } from "./forgetting.ts";
import type { Context, Machine } from "./machine.ts";
import {
  forgetVariable,
  globalValue,
  joined,
  readMember,
  spreadEntries,
  spreadItems,
  writeMember,
} from "./members.ts";
import { commonJsExports, evaluateIdentifier, isModuleExports } from "./names.ts";
import { binary, choice, deletion, isText, logical, unary } from "./operators.ts";
import { bindPattern } from "./patterns.ts";
import { snapshot } from "./snapshot.ts";

/** Evaluates an expression in the state that the machine is in. */
export function evaluateExpression(machine: Machine, node: Node, context: Context): Value {
  const at = machine.at(node, context);
  const value = machine.nested(
    () => evaluateUnbounded(machine, node, context, at),
    () => unknown("the expression is nested too deeply", at),
  );
  if (machine.watched === node) machine.seenWatched.push(snapshot(machine, value));
  return value;
}

function evaluateUnbounded(machine: Machine, node: Node, context: Context, at: Provenance): Value {
  const evaluate = (inner: Node) => machine.evaluate(inner, context);
  switch (node.type) {
    case "TSAsExpression":
    case "TSTypeAssertion": {
      const value = evaluate(node.expression);
      const type = node.typeAnnotation;
      if (
        type.type === "TSTypeReference" &&
        type.typeName.type === "Identifier" &&
        type.typeName.name === "const"
      ) {
        fixDeeply(machine, value);
      }
      return value;
    }
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSInstantiationExpression":
    case "ChainExpression":
    case "ParenthesizedExpression":
      return evaluate(node.expression);
    case "Literal":
      if ("regex" in node)
        return { kind: "regexp", pattern: node.regex.pattern, flags: node.regex.flags, ...at };
      if (typeof node.value === "string") return string(node.value, at);
      if (typeof node.value === "number") return { kind: "number", value: node.value, ...at };
      if (typeof node.value === "boolean") return { kind: "boolean", value: node.value, ...at };
      return node.value === null && node.raw === "null"
        ? { kind: "null", ...at }
        : unknown("a big number", at);
    case "TemplateLiteral": {
      const parts: Value[] = [];
      node.quasis.forEach((quasi, index) => {
        const cooked = quasi.value.cooked;
        parts.push(
          cooked === null ? unknown("an invalid escape", at) : string(cooked, machine.at(quasi, context)),
        );
        const expression = node.expressions[index];
        if (expression !== undefined) parts.push(evaluate(expression));
      });
      return joined(parts, at);
    }
    case "Identifier":
      return evaluateIdentifier(machine, node, context, at);
    case "ThisExpression":
      return context.thisValue ?? unknown("`this` is only known when the program runs", at);
    case "MetaProperty":
      return node.meta.name === "import"
        ? globalValue(machine, "import.meta", at)
        : unknown("a meta property", at);
    case "ArrayExpression": {
      const items: Item[] = [];
      let open = false;
      for (const element of node.elements) {
        if (element === null) items.push({ value: undefinedAt(at), when: [] });
        else if (element.type === "SpreadElement") {
          const spread = spreadItems(evaluate(element.argument));
          items.push(...spread.items);
          open ||= spread.open;
        } else items.push({ value: evaluate(element), when: [] });
      }
      return machine.array(items, open, at);
    }
    case "ObjectExpression":
      return evaluateObject(machine, node, context, at);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      if (!isFunction(node)) return unknown("a function without a body", at);
      return machine.func(
        node.type === "ArrowFunctionExpression" ? "" : (node.id?.name ?? ""),
        { node, context },
        at,
      );
    case "ClassExpression":
    case "ClassDeclaration":
      return evaluateClass(machine, node, context, at);
    case "MemberExpression":
      return evaluateMember(machine, node, context, at);
    case "CallExpression":
      return callExpression(machine, node, context, at);
    case "NewExpression":
      return newExpression(machine, node, context, at);
    case "ConditionalExpression": {
      const test = evaluate(node.test);
      return choice(machine, condition(test, "truthy"), truthiness(test), at, {
        holds: () => evaluate(node.consequent),
        fails: () => evaluate(node.alternate),
      });
    }
    case "LogicalExpression": {
      const left = evaluate(node.left);
      return logical(machine, node.operator, left, () => evaluate(node.right), at);
    }
    case "UnaryExpression": {
      const value = node.operator === "delete" ? undefined : evaluate(node.argument);
      if (value === undefined) return deletion(machine, node.argument, context, at);
      return unary(machine, node.operator, value, at);
    }
    case "BinaryExpression":
      return binary(machine, node, context, at);
    case "SequenceExpression": {
      let last: Value = undefinedAt(at);
      for (const expression of node.expressions) last = evaluate(expression);
      return last;
    }
    case "AssignmentExpression":
      return assignment(machine, node, context, at);
    case "UpdateExpression":
      forgetVariable(machine, node.argument, context);
      return unknown("it is counted up or down", at);
    case "AwaitExpression":
      machine.escape(evaluate(node.argument));
      return unknown("it is awaited", at);
    case "JSXElement":
    case "JSXFragment":
      return unknown("it is JSX", at);
    default:
      forgetEverythingIn(machine, node, context, null);
      return unknown(`${node.type} is not evaluated`, at);
  }
}

function evaluateObject(
  machine: Machine,
  node: Extract<Node, { type: "ObjectExpression" }>,
  context: Context,
  at: Provenance,
): Value {
  const object = machine.object([], false, at);
  for (const property of node.properties) {
    const propertyAt = machine.at(property, context);
    if (property.type === "SpreadElement") {
      spreadEntries(machine, object, machine.evaluate(property.argument, context), []);
      continue;
    }
    const key = keyName(property) ?? machine.key(machine.evaluate(property.key, context));
    const value =
      property.kind === "init" && !property.method
        ? machine.evaluate(property.value, context)
        : machine.evaluate(property.value, { ...context, thisValue: object });
    if (key === undefined) {
      machine.forget(object);
      continue;
    }
    if (property.kind === "set") continue;
    machine.setKey(object, key, value, propertyAt);
    const entry = object.entries.find((it) => it.key === key);
    if (property.kind === "get" && entry !== undefined) machine.markGetter(entry);
  }
  return object;
}

/** A class as an object of its static members; what its instances hold is not followed. */
function evaluateClass(
  machine: Machine,
  node: Extract<Node, { type: "ClassDeclaration" | "ClassExpression" }>,
  context: Context,
  at: Provenance,
): Value {
  const object = machine.object([], true, at);
  for (const member of node.body.body) {
    if ((member.type !== "PropertyDefinition" && member.type !== "MethodDefinition") || !member.static)
      continue;
    const key = keyName(member);
    if (key === undefined || member.value === null) continue;
    if (member.type === "MethodDefinition" && member.kind === "set") continue;
    machine.setKey(
      object,
      key,
      machine.evaluate(member.value, { ...context, thisValue: object }),
      machine.at(member, context),
    );
    const entry = object.entries.find((it) => it.key === key);
    if (member.type === "MethodDefinition" && member.kind === "get" && entry !== undefined)
      machine.markGetter(entry);
  }
  return object;
}

function evaluateMember(
  machine: Machine,
  node: Extract<Node, { type: "MemberExpression" }>,
  context: Context,
  at: Provenance,
): Value {
  if (isModuleExports(node)) return commonJsExports(machine, context, at);
  const object = machine.evaluate(node.object, context);
  if (node.optional && isNullish(object) === true) return undefinedAt(at);
  const key = node.computed ? machine.key(machine.evaluate(node.property, context)) : node.property.name;
  if (key === undefined) return unknown("the name of the property is not known", at);
  if (!node.computed && node.property.type === "PrivateIdentifier") return unknown("a private member", at);
  // `a?.b.c`: where `a` is missing, the whole chain is undefined.
  if (isInOptionalChain(node) && object.kind === "undefined") return undefinedAt(at);
  if (object.kind === "operation" && object.operation === "URL" && key === "searchParams") {
    // Its methods change the address.
    forgetVariable(machine, node.object, context);
    return unknown("the parameters of an address", at);
  }
  const value = readMember(machine, object, key, at);
  if (node.optional && value.kind === "operation") return { ...value, optional: true };
  return value;
}

function assignment(
  machine: Machine,
  node: Extract<Node, { type: "AssignmentExpression" }>,
  context: Context,
  at: Provenance,
): Value {
  const target = withoutTypes(node.left);
  let value: Value;
  if (node.operator === "=") {
    value = machine.evaluate(node.right, context);
  } else {
    const before = machine.evaluate(target, context);
    const right = () => machine.evaluate(node.right, context);
    if (node.operator === "&&=" || node.operator === "||=" || node.operator === "??=") {
      value = logical(machine, node.operator.slice(0, -1) as "&&" | "||" | "??", before, right, at);
    } else if (node.operator === "+=") {
      const added = right();
      value = isText(before) || isText(added) ? joined([before, added], at) : unknown("a calculation", at);
    } else {
      right();
      value = unknown("a calculation", at);
    }
  }
  if (target.type === "Identifier") {
    const declaration = findDeclaration(target.name, target);
    if (declaration !== undefined) machine.assign(declaration, value, context.frame);
  } else if (isModuleExports(target)) {
    machine.commonJs.set(context.module.path, value);
  } else if (target.type === "MemberExpression") {
    const object = machine.evaluate(target.object, context);
    const key = target.computed
      ? machine.key(machine.evaluate(target.property, context))
      : target.property.name;
    writeMember(machine, object, key, value, at, { node: target.object, context });
  } else {
    bindPattern(machine, target, value, context, (identifier, part) => {
      const declaration =
        identifier.type === "Identifier" ? findDeclaration(identifier.name, identifier) : undefined;
      if (declaration !== undefined) machine.assign(declaration, part, context.frame);
    });
  }
  return value;
}

function fixDeeply(machine: Machine, root: Value): void {
  const pending: Value[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.kind !== "array" && value.kind !== "object") continue;
    machine.fix(value);
    pending.push(...(value.kind === "array" ? value.items : value.entries).map((it) => it.value));
    machine.step();
  }
}
