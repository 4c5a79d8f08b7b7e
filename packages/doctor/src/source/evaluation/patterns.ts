import { isNullish, opposite } from "../conditions.ts";
import { oneOf, unknown } from "../make-value.ts";
import type { Node } from "../parse.ts";
import { keyName } from "../scopes.ts";
import type { PatternStep } from "../scopes.ts";
import type { Condition, Provenance, Value } from "../value.ts";
import type { Context, Machine } from "./machine.ts";
import { readMember } from "./members.ts";

/**
 * Takes a value apart as a destructuring pattern says.
 *
 * @param bind called for every name with its part of the value
 */
export function bindPattern(
  machine: Machine,
  pattern: Node,
  value: Value,
  context: Context,
  bind: (identifier: Node, value: Value) => void,
): void {
  machine.nested(
    () => {
      switch (pattern.type) {
        case "Identifier":
          bind(pattern, value);
          return;
        case "AssignmentPattern":
          bindPattern(
            machine,
            pattern.left,
            orDefault(machine, value, pattern.right, context),
            context,
            bind,
          );
          return;
        case "ObjectPattern": {
          const taken: string[] = [];
          for (const property of pattern.properties) {
            const at = machine.at(property, context);
            if (property.type === "RestElement") {
              bindPattern(machine, property.argument, restOfObject(machine, value, taken, at), context, bind);
              continue;
            }
            const key = keyName(property) ?? machine.key(machine.evaluate(property.key, context));
            if (key !== undefined) taken.push(key);
            const part =
              key === undefined
                ? unknown("the name of the property is not known", at)
                : readMember(machine, value, key, at);
            bindPattern(machine, property.value, part, context, bind);
          }
          return;
        }
        case "ArrayPattern":
          pattern.elements.forEach((element, index) => {
            if (element === null) return;
            const at = machine.at(element, context);
            if (element.type === "RestElement") {
              bindPattern(machine, element.argument, restOfArray(machine, value, index, at), context, bind);
            } else {
              bindPattern(machine, element, readMember(machine, value, String(index), at), context, bind);
            }
          });
          return;
        case "RestElement":
          bindPattern(machine, pattern.argument, value, context, bind);
          return;
        case "TSParameterProperty":
          bindPattern(machine, pattern.parameter, value, context, bind);
      }
    },
    () => undefined,
  );
}

/** The part of a value that a destructured name takes. */
export function applyPath(
  machine: Machine,
  value: Value,
  path: readonly PatternStep[],
  context: Context,
): Value {
  let part = value;
  for (const step of path) {
    switch (step.kind) {
      case "property":
        part = readMember(machine, part, step.name, part);
        break;
      case "index":
        part = readMember(machine, part, String(step.index), part);
        break;
      case "rest":
        part =
          step.of === "object"
            ? restOfObject(machine, part, step.except, part)
            : restOfArray(machine, part, step.from, part);
        continue;
      case "computed":
        part = unknown("the name of the property is not known", part);
    }
    if (step.default !== null) part = orDefault(machine, part, step.default, context);
  }
  return part;
}

/** The value, or the default that stands in where it is undefined. */
export function orDefault(machine: Machine, value: Value, fallback: Node, context: Context): Value {
  if (value.kind === "undefined") return machine.evaluate(fallback, context);
  // A default stands in for undefined, not for null, so each alternative is looked at by itself.
  if (value.kind === "oneOf") {
    return machine.eachAlternative(value, value, (it) => orDefault(machine, it, fallback, context));
  }
  if (isNullish(value) === false || value.kind === "null") return value;
  const isThere: Condition = { test: value, expects: "present" };
  const otherwise = machine.under([opposite(isThere)], () => machine.evaluate(fallback, context));
  if (value.kind === "unknown") return value;
  return oneOf(
    [
      { value, when: [isThere] },
      { value: otherwise, when: [] },
    ],
    value,
  );
}

function restOfObject(machine: Machine, value: Value, taken: readonly string[], at: Provenance): Value {
  if (machine.reference(value)?.kind === "environment") return value;
  if (value.kind !== "object") return unknown("the rest of what is not known", at);
  const entries = value.entries.filter((entry) => !taken.includes(entry.key));
  return machine.object(
    entries.map((entry) => ({ ...entry, value: machine.entryValue(value, entry) })),
    value.open,
    at,
  );
}

function restOfArray(machine: Machine, value: Value, from: number, at: Provenance): Value {
  if (value.kind !== "array" || value.items.slice(0, from).some((item) => item.when.length > 0)) {
    return unknown("the rest of what is not known", at);
  }
  return machine.array(value.items.slice(from), value.open, at);
}
