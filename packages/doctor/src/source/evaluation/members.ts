import { isNullish, isSameValue, isScalar, noneOf } from "../conditions.ts";
import { boolean, concat, oneOf, string, undefinedAt, unknown } from "../make-value.ts";
import type { Node } from "../parse.ts";
import { findDeclaration } from "../scopes.ts";
import type { Entry, EnvironmentSource, Item, OperationName, Provenance, Value } from "../value.ts";
import { rootOf } from "../walk.ts";
import type { Context, Machine } from "./machine.ts";
import { applyOperation } from "./operations.ts";
import type { Plain } from "./operations.ts";

const URL_PARTS = new Set(["href", "origin", "host", "hostname", "pathname", "protocol", "port", "search"]);

/** Objects of the language through which environment variables are read. */
const ENVIRONMENTS: Readonly<Record<string, EnvironmentSource>> = {
  "process.env": "process.env",
  "import.meta.env": "import.meta.env",
  "Deno.env": "Deno.env",
  "Bun.env": "Bun.env",
};

/** Reads `object.key`. */
export function readMember(machine: Machine, object: Value, key: string, at: Provenance): Value {
  switch (object.kind) {
    case "object":
      return memberOfObject(machine, object, key, at);
    case "array": {
      if (object.open || object.items.some((item) => item.when.length > 0)) {
        return unknown("the list is not completely known", at);
      }
      if (key === "length") return { kind: "number", value: object.items.length, ...at };
      return /^\d+$/.test(key)
        ? (object.items[Number(key)]?.value ?? undefinedAt(at))
        : unknown("a property of a list", at);
    }
    case "oneOf":
      return oneOf(
        object.alternatives.map(({ value, when }) => ({ value: readMember(machine, value, key, at), when })),
        at,
      );
    case "string":
      if (key === "length") return { kind: "number", value: object.value.length, ...at };
      if (/^\d+$/.test(key)) {
        const character = object.value[Number(key)];
        return character === undefined ? undefinedAt(at) : string(character, at);
      }
      return unknown("a property of a string", at);
    case "env":
    case "concat":
      return key === "length" ? operation("length", [object], at) : unknown("a property of a string", at);
    case "operation":
      if (object.operation === "URL" && URL_PARTS.has(key))
        return operation(`URL.${key}` as OperationName, object.operands, at);
      return key === "length" && object.operation !== "URL"
        ? operation("length", [object], at, object.optional)
        : unknown("a property of it", at);
    case "unknown":
      return memberOfReference(machine, object, key, at);
    case "null":
    case "undefined":
      return unknown(`a property of ${object.kind} is read`, at);
    default:
      return unknown(`a property of a ${object.kind}`, at);
  }
}

function memberOfObject(
  machine: Machine,
  object: Extract<Value, { kind: "object" }>,
  key: string,
  at: Provenance,
): Value {
  const entry = object.entries.find((it) => it.key === key);
  if (entry === undefined)
    return object.open ? unknown(`${key} may be among what is not known`, at) : undefinedAt(at);
  const value = machine.entryValue(object, entry);
  if (entry.when.length === 0) return machine.narrowed(value);
  return machine.narrowed(
    oneOf(
      [
        { value, when: entry.when },
        { value: undefinedAt(at), when: [] },
      ],
      at,
    ),
  );
}

function memberOfReference(machine: Machine, object: Value, key: string, at: Provenance): Value {
  const reference = machine.reference(object);
  const why = object.kind === "unknown" ? object.why : "a property of it";
  switch (reference?.kind) {
    case "environment":
      return machine.narrowed(machine.env(key, reference.from, at));
    case "module":
      return machine.exportOf(reference.path, key, at);
    case "global": {
      const path =
        reference.path === "globalThis" || reference.path === "window" ? key : `${reference.path}.${key}`;
      return globalValue(machine, path, at);
    }
    case "package": {
      const path = reference.path === "*" ? key : `${reference.path}.${key}`;
      return packageValue(machine, { ...reference, path }, at);
    }
    default:
      return unknown(why, at);
  }
}

/** What a global name, or a path into one, stands for. */
export function globalValue(machine: Machine, path: string, at: Provenance): Value {
  if (path === "undefined") return undefinedAt(at);
  if (path === "NaN" || path === "Infinity") return { kind: "number", value: Number(path), ...at };
  const from = ENVIRONMENTS[path];
  if (from !== undefined)
    return machine.referring({ kind: "environment", from }, "it is all environment variables", at);
  return machine.referring({ kind: "global", path }, `${path} is only known when the program runs`, at);
}

/** Something that a package exports, or a part of it. */
export function packageValue(
  machine: Machine,
  reference: {
    kind: "package";
    package: string;
    path: string;
    calls: readonly { path: string; args: readonly Value[] }[];
  },
  at: Provenance,
): Value {
  const name = reference.package.replace(/^node:/, "");
  if (name === "process" && reference.calls.length === 0) {
    return globalValue(
      machine,
      `process.${reference.path.replace(/^default\./, "")}`.replace(/\.default$/, ""),
      at,
    );
  }
  return machine.referring(reference, `it comes from the package ${reference.package}`, at);
}

/** Assigns `object.key = value`; `target` is the expression whose variable is forgotten where that cannot be told. */
export function writeMember(
  machine: Machine,
  object: Value,
  key: string | undefined,
  value: Value,
  at: Provenance,
  target: { node: Node; context: Context },
): void {
  if (object.kind === "object" && key !== undefined) {
    machine.setKey(object, key, value, at);
  } else if (object.kind === "object" || object.kind === "array") {
    machine.forget(object);
  } else if (object.kind === "oneOf") {
    machine.escape(object);
  } else {
    forgetVariable(machine, target.node, target.context);
  }
}

/** Forgets the variable that an expression starts with: something in its value was changed and cannot be followed. */
export function forgetVariable(machine: Machine, node: Node, context: Context): void {
  const root = rootOf(node);
  if (root.type !== "Identifier") return;
  const declaration = findDeclaration(root.name, root);
  if (declaration === undefined) return;
  const before = context.frame.holding(declaration)?.values.get(declaration);
  if (before !== undefined) machine.escape(before);
  machine.assign(
    declaration,
    unknown(`${root.name} may have been changed`, machine.at(node, context)),
    context.frame,
  );
}

/** Carries out a pure operation now, or keeps it until its operands are known. */
export function operation(
  name: OperationName,
  operands: readonly Value[],
  at: Provenance,
  optional = false,
): Value {
  const [first] = operands;
  if (first === undefined) return unknown("an operation on nothing", at);
  if (optional) {
    const nullish = isNullish(first);
    if (nullish === true) return undefinedAt(at);
    if (nullish === false) return operation(name, operands, at);
  }
  if (operands.some((operand) => operand.kind === "unknown")) {
    return unknown(operands.find((operand) => operand.kind === "unknown")?.why ?? "a part is not known", at);
  }
  const plain = operands.map(plainOf);
  if (plain.every((it) => it !== undefined)) {
    if (name === "URL")
      return { kind: "operation", operation: name, operands: [...operands], optional: false, ...at };
    const outcome = applyOperation(
      name,
      plain.map((it) => it.value),
    );
    return "why" in outcome ? unknown(outcome.why, at) : fromPlain(outcome.value, at);
  }
  if (operands.some((operand) => operand.kind === "function"))
    return unknown("an operation on a function", at);
  return { kind: "operation", operation: name, operands: [...operands], optional, ...at };
}

function plainOf(value: Value): { value: Plain } | undefined {
  switch (value.kind) {
    case "string":
    case "number":
    case "boolean":
      return { value: value.value };
    case "null":
      return { value: null };
    case "undefined":
      return { value: undefined };
    case "regexp":
      try {
        return { value: new RegExp(value.pattern, value.flags) };
      } catch {
        return undefined;
      }
    default:
      return undefined;
  }
}

/** A plain value of JavaScript as a value made at a place. */
export function fromPlain(value: unknown, at: Provenance): Value {
  if (typeof value === "string") return string(value, at);
  if (typeof value === "number") return { kind: "number", value, ...at };
  if (typeof value === "boolean") return boolean(value, at);
  if (value === null) return { kind: "null", ...at };
  if (value === undefined) return undefinedAt(at);
  return unknown("it is no plain value", at);
}

/** What a value adds when it is spread into a list. */
export function spreadItems(value: Value): { items: Item[]; open: boolean } {
  switch (value.kind) {
    case "array":
      return { items: [...value.items], open: value.open };
    case "oneOf": {
      const items: Item[] = [];
      let open = false;
      const before: Item["when"][] = [];
      for (const { value: inner, when } of value.alternatives) {
        const spread = isLeftOfAnd(inner, before) ? { items: [], open: false } : spreadItems(inner);
        const excluded = before.map(noneOf);
        items.push(
          ...spread.items.map((item) => ({ value: item.value, when: [...excluded, ...when, ...item.when] })),
        );
        open ||= spread.open;
        before.push(when);
      }
      return { items, open };
    }
    case "undefined":
    case "null":
    case "boolean":
    case "number":
      // Spreading these into a list throws; the list is never made then.
      return { items: [], open: false };
    default:
      return { items: [], open: true };
  }
}

/** Whether a value is what `test && value` gives where the test fails: something falsy, which spreads to nothing. */
export function isLeftOfAnd(value: Value, before: readonly Item["when"][]): boolean {
  return before.some(([condition, ...others]) => {
    if (condition === undefined || others.length > 0 || condition.expects !== "truthy") return false;
    return isSameValue(condition.test, value);
  });
}

/** Spreads a value into an object that is being made. */
export function spreadEntries(
  machine: Machine,
  target: Extract<Value, { kind: "object" }>,
  value: Value,
  when: Entry["when"],
): void {
  switch (value.kind) {
    case "object":
      if (value.open) overwriteUnknown(target);
      for (const entry of value.entries) {
        machine.setKey(target, entry.key, machine.entryValue(value, entry), entry, [...when, ...entry.when]);
      }
      return;
    case "oneOf": {
      const before: Item["when"][] = [];
      for (const alternative of value.alternatives) {
        const excluded = before.map(noneOf);
        const isNothing = isLeftOfAnd(alternative.value, before);
        before.push(alternative.when);
        if (isNothing) continue;
        spreadEntries(machine, target, alternative.value, [...when, ...excluded, ...alternative.when]);
      }
      return;
    }
    case "undefined":
    case "null":
    case "boolean":
    case "number":
    case "function":
      return;
    default:
      // The characters of a text become keys.
      if (value.kind === "string" && value.value === "") return;
      overwriteUnknown(target);
  }
}

function overwriteUnknown(target: Extract<Value, { kind: "object" }>): void {
  target.open = true;
  // Of a key that was there only under a condition, not even that is known any more.
  target.entries = target.entries
    .filter((entry) => entry.when.length === 0)
    .map((entry) => ({ ...entry, value: unknown("what is spread behind it may replace it", entry) }));
}

/** `left ?? right` and `left || right` for a variable: the variable with something that stands in. */
export function withFallback(
  left: Value,
  right: Value,
  when: "missing" | "missing-or-empty",
  at: Provenance,
): Value | undefined {
  if (left.kind !== "env" || left.fallback !== null || !isScalar(right)) return undefined;
  return { ...left, fallback: { value: right, when }, ...at };
}

/** A template or `+` with at least one string. */
export function joined(parts: readonly Value[], at: Provenance): Value {
  return concat(
    parts.map((part) =>
      part.kind === "operation" && part.operation === "URL"
        ? operation("URL.href", part.operands, part)
        : part,
    ),
    at,
  );
}
