import { truthiness } from "../conditions.ts";
import { oneOf, string, unknown } from "../make-value.ts";
import { isResolved, resolveValue } from "../resolve-value.ts";
import type { Item, ObjectValue, OperationName, Provenance, Value } from "../value.ts";
import { positionOf } from "./array-methods.ts";
import type { Machine } from "./machine.ts";
import { fromPlain, globalValue, operation, spreadEntries, spreadItems } from "./members.ts";
import { applyOperation } from "./operations.ts";
import { snapshot } from "./snapshot.ts";

const OPERATIONS: Readonly<Record<string, OperationName>> = {
  String: "String",
  Number: "Number",
  encodeURIComponent: "encodeURIComponent",
  encodeURI: "encodeURI",
  decodeURIComponent: "decodeURIComponent",
  btoa: "btoa",
  atob: "atob",
};

/** Functions of the language that change nothing and whose result does not matter here. */
const HARMLESS =
  /^(?:console\.\w+|Object\.(?:is|hasOwn|getOwnPropertyNames)|Array\.isArray|Math\.\w+|Date\.now|JSON\.parse|isNaN|parseInt|parseFloat|URL\.canParse|Number\.\w+|crypto\.\w+|process\.(?:cwd|exit|on))$/;

/** Calls a function of the language; undefined where it is not known. */
export function callGlobal(
  machine: Machine,
  path: string,
  args: readonly Value[],
  at: Provenance,
): Value | undefined {
  const [first, second] = args;
  if (path === "require") return required(machine, first, at);
  if (first === undefined) return HARMLESS.test(path) ? unknown(`the result of ${path}()`, at) : undefined;
  const name = Object.hasOwn(OPERATIONS, path) ? OPERATIONS[path] : undefined;
  if (name !== undefined) {
    if (name === "String" && ["string", "concat"].includes(first.kind)) return first;
    if (first.kind === "operation" && first.operation === "URL")
      return operation("URL.href", first.operands, at);
    return first.kind === "array" || first.kind === "object"
      ? unknown("an object as a text", at)
      : operation(name, [first], at);
  }
  switch (path) {
    case "Boolean": {
      const known = truthiness(first);
      if (known !== undefined) return { kind: "boolean", value: known, ...at };
      return oneOf(
        [
          { value: { kind: "boolean", value: true, ...at }, when: [{ test: first, expects: "truthy" }] },
          { value: { kind: "boolean", value: false, ...at }, when: [] },
        ],
        at,
      );
    }
    case "Array.isArray":
      if (first.kind === "unknown" || first.kind === "oneOf") return unknown("whether it is a list", at);
      return { kind: "boolean", value: first.kind === "array", ...at };
    case "Array.of":
      return machine.array(
        args.map((value) => ({ value, when: [] })),
        false,
        at,
      );
    case "Array.from": {
      if (first.kind !== "array") return undefined;
      const copy = machine.array([...first.items], first.open, at);
      if (second === undefined) return copy;
      const items = copy.items.map((item, index): Item => {
        const position = positionOf(first, index, at);
        return {
          value: machine.under(item.when, () => machine.call(second, [item.value, position], null, at)),
          when: item.when,
        };
      });
      return machine.array(items, copy.open, at);
    }
    case "Object.freeze":
    case "Object.seal":
    case "Object.preventExtensions":
      if (path === "Object.freeze") machine.fix(first);
      return first;
    case "Object.assign":
      if (first.kind !== "object") return undefined;
      for (const value of args.slice(1)) spreadEntries(machine, first, value, []);
      return first;
    case "Object.keys":
    case "Object.values":
    case "Object.entries":
      return first.kind === "object" ? listed(machine, first, path, at) : undefined;
    case "Object.fromEntries":
      return fromEntries(machine, first, at);
    case "structuredClone":
      return ["string", "number", "boolean", "null", "undefined", "env", "concat"].includes(first.kind)
        ? first
        : undefined;
    case "JSON.stringify": {
      const [, replacer, indent] = args;
      if (replacer !== undefined && replacer.kind !== "null" && replacer.kind !== "undefined")
        return undefined;
      return stringified(snapshot(machine, first), indent, at);
    }
    case "Buffer.from":
      return encodedBuffer(machine, first, second, at);
    default:
      return HARMLESS.test(path) ? unknown(`the result of ${path}()`, at) : undefined;
  }
}

/** Makes an object of the language with `new`; undefined where it is not known. */
export function newGlobal(
  machine: Machine,
  path: string,
  args: readonly Value[],
  at: Provenance,
): Value | undefined {
  if (path === "URL") {
    const operands = args.map((value) =>
      value.kind === "operation" && value.operation === "URL"
        ? operation("URL.href", value.operands, value)
        : value,
    );
    return operands.some((value) => value.kind === "unknown")
      ? unknown("a part of the address is not known", at)
      : operation("URL", operands, at);
  }
  if (path === "Array" && args.length !== 1) {
    return machine.array(
      args.map((value) => ({ value, when: [] })),
      false,
      at,
    );
  }
  if (path === "Set" && args[0]?.kind === "array") return undefined;
  return path === "Error" ? unknown("an error", at) : undefined;
}

function required(machine: Machine, specifier: Value | undefined, at: Provenance): Value {
  if (specifier?.kind !== "string") return unknown("a module with a computed name", at);
  const resolution = machine.graph.resolve(at.location.file, specifier.value);
  if (resolution.kind === "file")
    return machine.referring({ kind: "module", path: resolution.path }, "it is a whole module", at);
  if (resolution.kind === "unresolved") return unknown(`${specifier.value} was not found`, at);
  if (resolution.name.replace(/^node:/, "") === "process") return globalValue(machine, "process", at);
  const name = resolution.subpath === "" ? resolution.name : `${resolution.name}/${resolution.subpath}`;
  return machine.referring(
    { kind: "package", package: name, path: "*", calls: [] },
    `it is the package ${name}`,
    at,
  );
}

function listed(machine: Machine, object: ObjectValue, path: string, at: Provenance): Value {
  // Keys that look like numbers come first; nobody writes such objects here, so their order is left alone.
  const items = object.entries.map((entry): Item => {
    const key = string(entry.key, entry);
    if (path === "Object.keys") return { value: key, when: entry.when };
    const value = machine.entryValue(object, entry);
    if (path === "Object.values") return { value, when: entry.when };
    const pair = [key, value].map((it) => ({ value: it, when: [] }));
    return { value: machine.array(pair, false, entry), when: entry.when };
  });
  return machine.array(items, object.open, at);
}

function fromEntries(machine: Machine, list: Value, at: Provenance): Value | undefined {
  if (list.kind !== "array") return undefined;
  const object = machine.object([], list.open, at);
  for (const item of list.items) {
    const pair = spreadItems(item.value).items;
    const key = pair[0] === undefined ? undefined : machine.key(pair[0].value);
    const value = pair[1]?.value;
    if (key === undefined || value === undefined) machine.forget(object);
    else machine.setKey(object, key, value, at, item.when);
  }
  return object;
}

function stringified(value: Value, indent: Value | undefined, at: Provenance): Value {
  const pending: Value[] = [value];
  let count = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (++count > 2000) return unknown("it is too large", at);
    if (next.kind === "unknown" || next.kind === "function") return unknown("a part of it is not known", at);
    if (next.kind === "array" || next.kind === "object") {
      if (next.open) return unknown("a part of it is not known", at);
      pending.push(...(next.kind === "array" ? next.items : next.entries).map((it) => it.value));
    }
  }
  const operands = indent?.kind === "number" ? [value, indent] : [value];
  const resolved = resolveValue(value, () => undefined);
  if (isResolved(resolved)) {
    const outcome = applyOperation("JSON.stringify", [
      resolved,
      indent?.kind === "number" ? indent.value : undefined,
    ]);
    return "why" in outcome ? unknown(outcome.why, at) : fromPlain(outcome.value, at);
  }
  return { kind: "operation", operation: "JSON.stringify", operands, optional: false, ...at };
}

/** `Buffer.from(text)` as an object of which only `toString` with an encoding is known. */
function encodedBuffer(
  machine: Machine,
  text: Value,
  encoding: Value | undefined,
  at: Provenance,
): Value | undefined {
  if (encoding !== undefined && !(encoding.kind === "string" && /^utf-?8$/i.test(encoding.value)))
    return undefined;
  return machine.referring({ kind: "buffer", text }, "it is a buffer", at);
}
