import { isNullish, isSameValue, opposite, truthiness } from "../conditions.ts";
import { concat, oneOf, string, undefinedAt, unknown } from "../make-value.ts";
import type { ArrayValue, Condition, Item, Provenance, Value } from "../value.ts";
import { forgetChangesOf } from "./forgetting.ts";
import type { Machine } from "./machine.ts";
import { isLeftOfAnd, joined, spreadItems } from "./members.ts";

/** Calls a method of a list; undefined where the result is not known. */
export function callArrayMethod(
  machine: Machine,
  array: ArrayValue,
  key: string,
  args: readonly Value[],
  at: Provenance,
): Value | undefined {
  const [first, second] = args;
  const isWhole = !array.open && array.items.every((item) => item.when.length === 0);
  switch (key) {
    case "push":
    case "unshift":
      machine.addItems(
        array,
        args.map((value) => ({ value, when: [] })),
        key === "push" ? "end" : "start",
      );
      return unknown("the new length of a list", at);
    case "concat": {
      const result = machine.array([...array.items], array.open, at);
      for (const value of args) appendFlat(result, { value, when: [] });
      return result;
    }
    case "map":
      return first === undefined ? undefined : mapped(machine, array, first, at);
    case "flatMap": {
      const results = first === undefined ? undefined : mapped(machine, array, first, at);
      return results === undefined ? undefined : flattened(machine, results, 1, at);
    }
    case "flat": {
      if (first === undefined) return flattened(machine, array, 1, at);
      return first.kind === "number" && first.value <= 10
        ? flattened(machine, array, first.value, at)
        : undefined;
    }
    case "filter":
      return first === undefined ? undefined : filtered(machine, array, first, at);
    case "forEach":
      if (first === undefined || array.open) return undefined;
      mapped(machine, array, first, at);
      return undefinedAt(at);
    case "reduce": {
      if (first === undefined || !isWhole) return undefined;
      let total = second;
      machine.whileUnchanged(array, (all) =>
        all.forEach(({ value }, index) => {
          const args = total === undefined ? undefined : [total, value, number(index, at), array];
          total = args === undefined ? value : machine.call(first, args, null, at);
        }),
      );
      return total;
    }
    case "slice":
      if (args.length === 0) return machine.array([...array.items], array.open, at);
      if (!isWhole || args.some((value) => value.kind !== "number")) return undefined;
      return machine.array(
        array.items.slice(...args.flatMap((value) => (value.kind === "number" ? [value.value] : []))),
        false,
        at,
      );
    case "toReversed":
      return machine.array([...array.items].reverse(), array.open, at);
    case "at":
      return isWhole && first?.kind === "number"
        ? (array.items.at(first.value)?.value ?? undefinedAt(at))
        : undefined;
    case "join":
      return isWhole && (first === undefined || first.kind === "string")
        ? textOf(array, first, at)
        : undefined;
    case "includes":
      return first === undefined || !isWhole ? undefined : includes(array, first, at);
    case "some":
    case "every":
    case "find":
      return first === undefined || !isWhole ? undefined : searched(machine, array, key, first, at);
    default:
      return undefined;
  }
}

function number(value: number, at: Provenance): Value {
  return { kind: "number", value, ...at };
}

/** The position of an item, as callbacks are given it; unknown behind an item that may not be there. */
export function positionOf(array: ArrayValue, index: number, at: Provenance): Value {
  const isCertain = !array.open && array.items.slice(0, index).every((item) => item.when.length === 0);
  return isCertain ? number(index, at) : unknown("the list is not completely known", at);
}

/** A callback also runs for the items that are not known. */
function runForUnknownItems(machine: Machine, array: ArrayValue, callback: Value): void {
  const closure = array.open ? machine.closure(callback) : undefined;
  if (closure !== undefined) forgetChangesOf(machine, closure, true);
}

function mapped(machine: Machine, array: ArrayValue, callback: Value, at: Provenance): ArrayValue {
  runForUnknownItems(machine, array, callback);
  const items = machine.whileUnchanged(array, (all) =>
    all.map((item, index): Item => {
      const position = positionOf(array, index, at);
      return {
        value: machine.under(item.when, () =>
          machine.call(callback, [item.value, position, array], null, at),
        ),
        when: item.when,
      };
    }),
  );
  return machine.array(items, array.open, at);
}

function flattened(machine: Machine, array: ArrayValue, depth: number, at: Provenance): ArrayValue {
  const result = machine.array([], array.open, at);
  for (const item of array.items) {
    machine.step();
    if (depth < 1) result.items.push(item);
    else appendFlat(result, item);
  }
  const isDone = depth <= 1 || !result.items.some((item) => canBeList(item.value));
  return isDone ? result : flattened(machine, result, depth - 1, at);
}

/** Adds an item to a list, or the items of the item where it is a list itself. */
function appendFlat(target: ArrayValue, item: Item): void {
  const { value, when } = item;
  const isList =
    value.kind === "array" ||
    (value.kind === "oneOf" && value.alternatives.every((it) => it.value.kind === "array"));
  if (isList) {
    const spread = spreadItems(value);
    target.items.push(...spread.items.map((it) => ({ value: it.value, when: [...when, ...it.when] })));
    target.open ||= spread.open;
  } else if (canBeList(value)) {
    target.open = true;
  } else {
    target.items.push(item);
  }
}

function canBeList(value: Value): boolean {
  if (value.kind === "oneOf") return value.alternatives.some((it) => canBeList(it.value));
  return value.kind === "array" || value.kind === "unknown";
}

function filtered(machine: Machine, array: ArrayValue, test: Value, at: Provenance): ArrayValue {
  runForUnknownItems(machine, array, test);
  const reference = machine.reference(test);
  const isBoolean = reference?.kind === "global" && reference.path === "Boolean";
  const items = machine.whileUnchanged(array, (all) =>
    all.flatMap((item, index): Item[] => {
      if (isBoolean) return whereTrue(item);
      const position = positionOf(array, index, at);
      const result = machine.under(item.when, () =>
        machine.call(test, [item.value, position, array], null, at),
      );
      const known = truthiness(result);
      if (known === false) return [];
      if (known === true) return [item];
      const kept = isNarrowedBy(item.value, result) ? whereTrue(item) : undefined;
      return kept ?? [{ value: item.value, when: [...item.when, { test: result, expects: "truthy" }] }];
    }),
  );
  return machine.array(items, array.open, at);
}

/** Whether a test gives, for each alternative of a value, whether that alternative is there: `(x) => !!x` and the like. */
function isNarrowedBy(value: Value, result: Value): boolean {
  if (value.kind !== "oneOf") return false;
  if (result === value) return true;
  if (result.kind !== "oneOf" || result.alternatives.length !== value.alternatives.length) return false;
  const before: Condition[][] = [];
  for (const [index, { value: tested, when }] of result.alternatives.entries()) {
    const original = value.alternatives[index];
    if (original === undefined || when.length !== original.when.length) return false;
    if (!when.every((condition, position) => condition.test === original.when[position]?.test)) return false;
    const truth = isLeftOfAnd(original.value, before) ? false : truthiness(original.value);
    if (truth === undefined || truth !== truthiness(tested)) return false;
    before.push(when);
  }
  return true;
}

/** An item where it is true: alternatives that are not are left out, the others become items under their conditions. */
function whereTrue(item: Item): Item[] {
  const known = truthiness(item.value);
  if (known === false) return [];
  if (known === true) return [item];
  if (item.value.kind === "oneOf") {
    const excluded: Condition[] = [];
    const items: Item[] = [];
    for (const { value, when } of item.value.alternatives) {
      items.push(
        ...whereTrue({ value, when: [...item.when, ...excluded, ...when] }).filter(
          (it) => !isExcluded(it.value, excluded),
        ),
      );
      const [only] = when;
      if (only !== undefined && when.length === 1) excluded.push(opposite(only));
      else if (when.length > 1)
        return [{ value: item.value, when: [...item.when, { test: item.value, expects: "truthy" }] }];
    }
    return items;
  }
  return [{ value: item.value, when: [...item.when, { test: item.value, expects: "truthy" }] }];
}

function isExcluded(value: Value, excluded: readonly Condition[]): boolean {
  return excluded.some(({ test, expects }) => expects === "falsy" && isSameValue(test, value));
}

function textOf(array: ArrayValue, separator: Value | undefined, at: Provenance): Value {
  const between = separator ?? string(",", at);
  const parts = array.items.flatMap(({ value }, index): Value[] => {
    const text = joined([emptyWhereMissing(value, at)], at);
    return index === 0 ? [text] : [between, text];
  });
  return concat(parts, at);
}

/** `join` writes nothing for null and undefined. */
function emptyWhereMissing(value: Value, at: Provenance): Value {
  const nullish = isNullish(value);
  if (nullish === true) return string("", at);
  if (nullish === false) return value;
  if (value.kind === "env" && value.fallback === null) {
    return { ...value, fallback: { value: string("", at), when: "missing" } };
  }
  if (value.kind !== "oneOf") return unknown("it may be missing from the text", at);
  return oneOf(
    value.alternatives.map((it) => ({ value: emptyWhereMissing(it.value, at), when: it.when })),
    at,
  );
}

function includes(array: ArrayValue, searched: Value, at: Provenance): Value | undefined {
  if (array.items.some(({ value }) => isSameValue(value, searched)))
    return { kind: "boolean", value: true, ...at };
  const isPlain = (value: Value) => ["string", "number", "boolean", "null", "undefined"].includes(value.kind);
  if (isPlain(searched) && array.items.every(({ value }) => isPlain(value)))
    return { kind: "boolean", value: false, ...at };
  const alternatives = array.items.map(({ value }) => ({
    value: { kind: "boolean", value: true, ...at } satisfies Value,
    when: [
      {
        test: { kind: "operation", operation: "===", operands: [searched, value], optional: false, ...at },
        expects: "truthy",
      } satisfies Condition,
    ],
  }));
  const isText = (value: Value) => isPlain(value) || ["env", "concat", "operation"].includes(value.kind);
  if (![searched, ...array.items.map(({ value }) => value)].every(isText)) return undefined;
  return oneOf([...alternatives, { value: { kind: "boolean", value: false, ...at }, when: [] }], at);
}

function searched(
  machine: Machine,
  array: ArrayValue,
  key: string,
  test: Value,
  at: Provenance,
): Value | undefined {
  const isFind = key.startsWith("find");
  let found: Value | undefined;
  machine.whileUnchanged(array, (all) =>
    all.forEach(({ value }, index) => {
      if (found !== undefined) return;
      const result = truthiness(machine.call(test, [value, number(index, at), array], null, at));
      if (result === undefined) found = unknown("it depends on a test that is not known", at);
      else if (key === "every" ? !result : result) {
        found = isFind ? value : { kind: "boolean", value: key === "some", ...at };
      }
    }),
  );
  // Whether the test would have run for the items behind an unknown one is not known, nor what it would have changed.
  const closure = found?.kind === "unknown" ? machine.closure(test) : undefined;
  if (closure !== undefined) forgetChangesOf(machine, closure, true);
  if (found !== undefined) return found;
  return isFind ? undefinedAt(at) : { kind: "boolean", value: key === "every", ...at };
}
