import { callExpression, newExpression } from "./calls.ts";
import type { Context, Machine } from "./machine.ts";
import {
  forgetVariable,
  globalValue,
  joined,
  operation,
  packageValue,
  readMember,
  spreadEntries,
  spreadItems,
  withFallback,
  writeMember,
} from "./members.ts";
import type { Node, ParsedModule } from "./parse.ts";
import { applyPath, bindPattern } from "./patterns.ts";
import { forgetEverythingIn } from "./statements.ts";
import { findDeclaration, keyName, namesAssignedIn } from "./scopes.ts";
import type { Declaration } from "./scopes.ts";
import { condition, isNullish, oneOf, opposite, string, truthiness, undefinedAt, unknown } from "./value.ts";
import type { Condition, Item, Provenance, Value } from "./value.ts";
import { isFunction, rootOf, walk, withoutTypes } from "./walk.ts";

/** Evaluates an expression in the state that the machine is in. */
export function evaluateExpression(machine: Machine, node: Node, context: Context): Value {
  const at = machine.at(node, context);
  const value = machine.nested(
    () => evaluateUnbounded(machine, node, context, at),
    () => unknown("the expression is nested too deeply", at),
  );
  if (machine.watched === node) machine.seenWatched.push(value);
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

/** One of two values. Each side is evaluated under its condition, so that what it changes is changed under it. */
function choice(
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

function logical(
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

function unary(machine: Machine, operator: string, value: Value, at: Provenance): Value {
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

function binary(
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
    operands.unshift(left.right);
  }
  let total = machine.evaluate(left, context);
  for (const operand of operands) {
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

function isText(value: Value): boolean {
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

function deletion(machine: Machine, target: Node, context: Context, at: Provenance): Value {
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

/** `module.exports` of CommonJS. */
function isModuleExports(node: Node): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    node.object.name === "module" &&
    keyOf(node) === "exports" &&
    findDeclaration("module", node) === undefined
  );
}

function commonJsExports(machine: Machine, context: Context, at: Provenance): Value {
  const { path } = context.module;
  let exports = machine.commonJs.get(path);
  if (exports === undefined) {
    exports = machine.object([], false, at);
    machine.commonJs.set(path, exports);
  }
  return exports;
}

function isInOptionalChain(node: Node): boolean {
  for (let outer: Node | null | undefined = node; outer; outer = outer.parent) {
    if (outer.type === "ChainExpression") return true;
    if (outer.type !== "MemberExpression" && outer.type !== "CallExpression") return false;
  }
  return false;
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

// Names

function evaluateIdentifier(
  machine: Machine,
  node: Extract<Node, { type: "Identifier" }>,
  context: Context,
  at: Provenance,
): Value {
  const declaration = findDeclaration(node.name, node);
  if (declaration === undefined) {
    return node.name === "exports"
      ? commonJsExports(machine, context, at)
      : globalValue(machine, node.name, at);
  }
  return machine.narrowed(variable(machine, declaration, context, at));
}

/** The value of a variable: as the program that was run left it, or read from its declaration. */
export function variable(
  machine: Machine,
  declaration: Declaration,
  context: Context,
  at: Provenance,
): Value {
  if (declaration.kind === "import") return imported(machine, declaration, context.module, at);
  const known = context.frame.holding(declaration)?.values.get(declaration);
  if (known !== undefined) return known;
  const value = fromDeclaration(machine, declaration, context, at);
  return value;
}

/** The value of a variable in a function that was not run: only where its declaration alone tells it. */
function fromDeclaration(
  machine: Machine,
  declaration: Declaration,
  context: Context,
  at: Provenance,
): Value {
  const { node, name } = declaration;
  const scope = node.parent?.parent;
  if (declaration.kind === "parameter") return unknown(`${name} is a parameter`, at);
  if (declaration.kind === "function" || declaration.kind === "class") return machine.evaluate(node, context);
  if (node.type !== "VariableDeclarator" || node.init === null || scope?.type === "Program") {
    return unknown(`${name} has no value here yet`, at);
  }
  if (scope?.type === "ExportNamedDeclaration") return unknown(`${name} has no value here yet`, at);
  if (declaration.redeclared || (declaration.assignable && namesAssignedIn(context.module).has(name))) {
    return unknown(`${name} is assigned more than once`, at);
  }
  // While it is evaluated it has no value: an initializer that needs itself ends here.
  machine.declareAs(declaration, unknown(`${name} needs itself`, at), context.frame);
  const value = applyPath(machine, machine.evaluate(node.init, context), declaration.path, context);
  const isChangeable = value.kind === "array" || value.kind === "object" || value.kind === "oneOf";
  const result =
    isChangeable && namesChangedIn(context.module).has(name) ? unknown(`${name} may be changed`, at) : value;
  machine.declareAs(declaration, result, context.frame);
  return result;
}

function imported(machine: Machine, declaration: Declaration, module: ParsedModule, at: Provenance): Value {
  const { node } = declaration;
  const statement = node.parent;
  let specifier: string | undefined;
  let name = "*";
  if (node.type === "TSImportEqualsDeclaration") {
    if (node.moduleReference.type === "TSExternalModuleReference")
      specifier = node.moduleReference.expression.value;
  } else if (statement?.type === "ImportDeclaration") {
    specifier = statement.source.value;
    if (node.type === "ImportDefaultSpecifier") name = "default";
    if (node.type === "ImportSpecifier") {
      name = node.imported.type === "Identifier" ? node.imported.name : node.imported.value;
    }
  }
  if (specifier === undefined) return unknown("an alias of a namespace", at);
  return importedValue(machine, module.path, specifier, name, at);
}

/** What a specifier gives under an exported name; `"*"` for all of it. */
export function importedValue(
  machine: Machine,
  fromPath: string,
  specifier: string,
  name: string,
  at: Provenance,
): Value {
  const resolution = machine.graph.resolve(fromPath, specifier);
  // Convex generates this file; it is often not committed, and `env` is newer than many of those that are.
  if (/(?:^|\/)_generated\/server(?:\.js)?$/.test(specifier) && name === "env") {
    return machine.referring(
      { kind: "environment", from: "_generated/server" },
      "it is all environment variables",
      at,
    );
  }
  if (resolution.kind === "unresolved") return unknown(`${specifier} was not found`, at);
  if (resolution.kind === "package") {
    const packageName =
      resolution.subpath === "" ? resolution.name : `${resolution.name}/${resolution.subpath}`;
    return packageValue(machine, { kind: "package", package: packageName, path: name, calls: [] }, at);
  }
  if (name === "*") {
    return machine.referring({ kind: "module", path: resolution.path }, "it is a whole module", at);
  }
  return machine.exportOf(resolution.path, name, at);
}

const changedNames = new WeakMap<ParsedModule, ReadonlySet<string>>();

/** Names on which something is assigned, or that are handed to a call or changed by a method, anywhere in a module. */
function namesChangedIn(module: ParsedModule): ReadonlySet<string> {
  let names = changedNames.get(module);
  if (names === undefined) {
    const found = new Set<string>();
    const add = (node: Node) => {
      const root = rootOf(node);
      if (root.type === "Identifier") found.add(root.name);
    };
    walk(module.program, (node) => {
      if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression") add(node.left);
      else if (node.type === "UnaryExpression" && node.operator === "delete") add(node.argument);
      else if (node.type === "CallExpression") {
        for (const argument of node.arguments)
          add(argument.type === "SpreadElement" ? argument.argument : argument);
        const callee = withoutTypes(node.callee);
        if (callee.type === "MemberExpression" && !PURE_METHODS.has(keyOf(callee))) add(callee.object);
      }
    });
    names = found;
    changedNames.set(module, names);
  }
  return names;
}

function keyOf(node: Extract<Node, { type: "MemberExpression" }>): string {
  return node.computed || node.property.type === "PrivateIdentifier" ? "" : node.property.name;
}

const PURE_METHODS = new Set(
  "map filter flatMap flat concat slice join includes find findIndex indexOf some every forEach reduce at keys values entries toString".split(
    " ",
  ),
);
