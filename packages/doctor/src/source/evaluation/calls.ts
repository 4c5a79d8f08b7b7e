import { isNullish } from "../conditions.ts";
import { oneOf, undefinedAt, unknown } from "../make-value.ts";
import type { CallExpression, NewExpression, Node } from "../parse.ts";
import type { Provenance, Value } from "../value.ts";
import { isInOptionalChain, withoutTypes } from "../walk.ts";
import { callArrayMethod } from "./array-methods.ts";
import { forgetChangesOf } from "./forgetting.ts";
import { callGlobal, newGlobal } from "./globals.ts";
import { Frame } from "./machine.ts";
import type { Context, Machine, PackageStep, Reference } from "./machine.ts";
import { forgetVariable, operation, packageValue, readMember, spreadItems } from "./members.ts";
import { bindPattern } from "./patterns.ts";
import type { Run } from "./run.ts";
import { runStatements } from "./statements.ts";
import { callStringMethod } from "./string-methods.ts";

/** Evaluates a call: of a function of the project, of a method of the language, or of a package that is known. */
export function callExpression(
  machine: Machine,
  node: CallExpression,
  context: Context,
  at: Provenance,
): Value {
  const callee = withoutTypes(node.callee);
  if (callee.type === "Super") return unknown("a call of `super`", at);
  if (callee.type !== "MemberExpression") {
    const target = machine.evaluate(callee, context);
    if (node.optional && isNullish(target) === true) return undefinedAt(at);
    return callValue(machine, target, argumentsOf(machine, node, context), null, at);
  }
  const object = machine.evaluate(callee.object, context);
  if (
    (callee.optional || object.kind === "undefined") &&
    isNullish(object) === true &&
    isInOptionalChain(node)
  )
    return undefinedAt(at);
  const key = callee.computed
    ? machine.key(machine.evaluate(callee.property, context))
    : callee.property.name;
  const args = argumentsOf(machine, node, context);
  if (key === undefined || args === undefined) {
    for (const value of [object, ...(args ?? [])]) release(machine, value);
    return unknown("the called method is not known", at);
  }
  const result = callMethod(machine, object, key, args, at, callee.optional);
  if (result !== undefined) return result;
  // A method that is not known may change what it is called on.
  // What has no known origin may be a list, whose methods call what they are given.
  const isOfLanguage = object.kind !== "object" && machine.reference(object) === undefined;
  for (const value of [object, ...args]) release(machine, value, isOfLanguage);
  const isChangedInPlace =
    object.kind === "array" || object.kind === "object" || machine.reference(object) !== undefined;
  if (!isChangedInPlace) forgetVariable(machine, callee.object, context);
  return unknown(`the result of ${key}() is not known`, at);
}

/** Evaluates `new X(…)`: addresses, lists, and classes of packages that are known. */
export function newExpression(
  machine: Machine,
  node: NewExpression,
  context: Context,
  at: Provenance,
): Value {
  const target = machine.evaluate(node.callee, context);
  const args = argumentsOf(machine, node, context);
  if (args === undefined) return unknown("its arguments are not known", at);
  const reference = machine.reference(target);
  if (reference?.kind === "global") {
    const made = newGlobal(machine, reference.path, args, at);
    if (made !== undefined) return made;
  }
  if (reference?.kind === "package") {
    const step: PackageStep = { path: `new ${reference.path}()`, args };
    return packageValue(machine, { ...reference, path: step.path, calls: [...reference.calls, step] }, at);
  }
  for (const value of args) release(machine, value);
  return unknown("an instance of a class", at);
}

/** The values of the arguments; undefined where a spread makes their positions uncertain. */
function argumentsOf(
  machine: Machine,
  node: CallExpression | NewExpression,
  context: Context,
): Value[] | undefined {
  const args: Value[] = [];
  let isCertain = true;
  for (const argument of node.arguments) {
    if (argument.type !== "SpreadElement") {
      args.push(machine.evaluate(argument, context));
      continue;
    }
    const value = machine.evaluate(argument.argument, context);
    const spread = spreadItems(value);
    if (spread.open || spread.items.some((item) => item.when.length > 0)) {
      isCertain = false;
      release(machine, value);
    }
    args.push(...spread.items.map((item) => item.value));
  }
  if (isCertain) return args;
  for (const value of args) release(machine, value);
  return undefined;
}

function callMethod(
  machine: Machine,
  object: Value,
  key: string,
  args: readonly Value[],
  at: Provenance,
  isOptionalCall: boolean,
): Value | undefined {
  switch (object.kind) {
    case "array":
      return callArrayMethod(machine, object, key, args, at);
    case "object": {
      if (!object.entries.some((entry) => entry.key === key)) return undefined;
      const method = readMember(machine, object, key, at);
      return method.kind === "unknown" ? undefined : callValue(machine, method, args, object, at);
    }
    case "function":
      if (key === "call") return callValue(machine, object, args.slice(1), args[0] ?? null, at);
      return undefined;
    case "string":
    case "env":
    case "concat":
    case "operation":
      if (object.kind === "env" && object.fallback !== null && !isStringLike(object.fallback.value))
        return undefined;
      return callStringMethod(machine, object, key, args, at, isOptionalCall);
    case "number":
    case "boolean":
      return key === "toString" && args.length === 0 ? operation("String", [object], at) : undefined;
    case "oneOf": {
      let isKnown = true;
      const result = machine.eachAlternative(object, at, (it) => {
        if (isOptionalCall && isNullish(it) === true) return undefinedAt(at);
        const value = callMethod(machine, it, key, args, at, isOptionalCall);
        if (value === undefined) isKnown = false;
        return value ?? unknown(`the result of ${key}() is not known`, at);
      });
      return isKnown ? result : undefined;
    }
    case "unknown": {
      const reference = machine.reference(object);
      if (reference === undefined) return undefined;
      if (reference.kind === "environment") {
        // `Deno.env.get("X")`
        const [name] = args;
        return key === "get" && name?.kind === "string"
          ? machine.env(name.value, reference.from, at)
          : undefined;
      }
      if (reference.kind === "buffer") {
        const [encoding] = args;
        const isKnown = key === "toString" && encoding?.kind === "string";
        const name = isKnown
          ? (["base64", "base64url"] as const).find((it) => it === encoding.value)
          : undefined;
        return name === undefined ? undefined : operation(name, [reference.text], at);
      }
      return callValue(machine, readMember(machine, object, key, at), args, null, at);
    }
    default:
      return undefined;
  }
}

function isStringLike(value: Value): boolean {
  return value.kind === "string" || value.kind === "concat" || value.kind === "env";
}

/** Calls a value with arguments. */
export function callValue(
  machine: Machine,
  callee: Value,
  args: readonly Value[] | undefined,
  thisValue: Value | null,
  at: Provenance,
): Value {
  if (args === undefined) {
    release(machine, callee);
    return unknown("its arguments are not known", at);
  }
  if (callee.kind === "oneOf") {
    return machine.eachAlternative(callee, at, (it) => callValue(machine, it, args, thisValue, at));
  }
  const reference = machine.reference(callee);
  if (reference?.kind === "global") {
    const result = callGlobal(machine, reference.path, args, at);
    if (result !== undefined) return result;
  }
  if (reference?.kind === "package") {
    const result = callPackage(machine, reference, args, at);
    if (result !== undefined) return result;
    // The packages of which something is known do not change what they are given.
    const isKnown = Object.keys(machine.packageFunctions).some((key) =>
      key.startsWith(`${reference.package}#`),
    );
    for (const value of isKnown ? [] : args) release(machine, value);
    const step: PackageStep = { path: `${reference.path}()`, args };
    return packageValue(machine, { ...reference, path: step.path, calls: [...reference.calls, step] }, at);
  }
  if (callee.kind === "function") return callFunction(machine, callee, args, thisValue, at);
  for (const value of [...args, ...(thisValue === null ? [] : [thisValue])]) release(machine, value);
  return unknown(callee.kind === "unknown" ? callee.why : "the called function is not known", at);
}

function callPackage(
  machine: Machine,
  reference: Extract<Reference, { kind: "package" }>,
  args: readonly Value[],
  at: Provenance,
): Value | undefined {
  const { packageFunctions } = machine;
  const key = [`${reference.package}#${reference.path}`, `${reference.package}#*`].find((it) =>
    Object.hasOwn(packageFunctions, it),
  );
  if (key === undefined) return undefined;
  return packageFunctions[key]?.({
    path: reference.path,
    args,
    before: reference.calls,
    at,
    member: (object, name) => readMember(machine, object, name, at),
    env: (name, from = "process.env") => machine.env(name, from, at),
    reference: (value) => machine.reference(value),
    call: (callee, values) => callValue(machine, callee, values, null, at),
    object: (entries, open) => {
      const object = machine.object([], open, at);
      for (const { key: name, value } of entries) machine.setKey(object, name, value, value);
      return object;
    },
    array: (values) =>
      machine.array(
        values.map((value) => ({ value, when: [] })),
        false,
        at,
      ),
  });
}

/** Runs a function of the project with the values of its arguments. */
function callFunction(
  machine: Machine,
  callee: Value,
  args: readonly Value[],
  thisValue: Value | null,
  at: Provenance,
): Value {
  const closure = machine.closure(callee);
  if (closure === undefined || closure.node.body === null)
    return unknown("the called function is not known", at);
  const { node } = closure;
  if (node.async || node.generator) {
    for (const value of args) release(machine, value);
    forgetChangesOf(machine, closure, true);
    return unknown(node.async ? "it is asynchronous" : "it is a generator", at);
  }
  return machine.called(
    () => {
      const context: Context = {
        module: closure.context.module,
        frame: new Frame(closure.context.frame),
        thisValue: node.type === "ArrowFunctionExpression" ? closure.context.thisValue : thisValue,
      };
      bindParameters(machine, node.params, args, context, at);
      if (node.type === "FunctionExpression" && node.id !== null)
        machine.declare(node.id, callee, context.frame);
      if (node.body === null) return undefinedAt(at);
      if (node.body.type !== "BlockStatement") return machine.evaluate(node.body, context);
      const run: Run = { returns: [], base: machine.conditions.length };
      const remainder = runStatements(machine, node.body.body, context, run);
      if (typeof remainder !== "string") run.returns.push({ value: undefinedAt(at), when: [] });
      const last = run.returns.at(-1);
      if (last === undefined) return unknown("it always throws", at);
      // Where the function does not throw, one of its returns is reached: the last one where no other is.
      return oneOf([...run.returns.slice(0, -1), { value: last.value, when: [] }], at);
    },
    () => {
      for (const value of args) release(machine, value);
      return unknown("the calls are nested too deeply", at);
    },
  );
}

function bindParameters(
  machine: Machine,
  params: readonly Node[],
  args: readonly Value[],
  context: Context,
  at: Provenance,
): void {
  params.forEach((parameter, index) => {
    const value =
      parameter.type === "RestElement"
        ? machine.array(
            args.slice(index).map((it) => ({ value: it, when: [] })),
            false,
            at,
          )
        : (args[index] ?? undefinedAt(at));
    bindPattern(machine, parameter, value, context, (identifier, part) =>
      machine.declare(identifier, part, context.frame),
    );
  });
}

/** A value was handed to code that is not known; see {@link forgetChangesOf} for what that means for a function. */
function release(machine: Machine, value: Value, certainlyRuns = false): void {
  machine.escape(value);
  const closure = machine.closure(value);
  if (closure !== undefined) forgetChangesOf(machine, closure, certainlyRuns);
}
