import type { Location } from "../facts/location.ts";
import { applyOperation } from "./evaluation/operations.ts";
import type { Plain } from "./evaluation/operations.ts";
import type { Condition, EnvValue, Value } from "./value.ts";

/** Stands where a value is not known even with the variables that are known. */
export class Unresolved {
  /** Completes "cannot be told, because …". */
  readonly why: string;
  readonly location: Location;

  constructor(why: string, location: Location) {
    this.why = why;
    this.location = location;
  }
}

/** A value as the program would see it; parts that are not known are {@link Unresolved}. */
export type Resolved =
  | string
  | number
  | boolean
  | null
  | undefined
  | RegExp
  | Unresolved
  | readonly Resolved[]
  | { readonly [key: string]: Resolved };

/**
 * What is known of an environment variable: its value, `null` when it is known to be unset, `undefined` when neither
 * is known.
 */
export type EnvironmentLookup = (name: string, from: EnvValue["from"]) => string | null | undefined;

const MOST_STEPS = 50_000;
const DEEPEST = 200;

/**
 * Turns a symbolic value into a plain one with the environment variables that are known. An item or key of which it
 * is not known whether it is there becomes {@link Unresolved}; so does one more item at the end of an open list.
 * A key whose value is `undefined` stays, as in JavaScript.
 */
export function resolveValue(value: Value, lookup: EnvironmentLookup): Resolved {
  return new Resolving(lookup).value(value, 0);
}

/** Whether something is, or holds anywhere, a part that is not known. */
export function isResolved(resolved: Resolved): resolved is Plain {
  const pending: Resolved[] = [resolved];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next instanceof Unresolved) return false;
    if (Array.isArray(next)) pending.push(...next);
    else if (typeof next === "object" && next !== null && !(next instanceof RegExp)) {
      pending.push(...Object.values(next));
    }
  }
  return true;
}

class Resolving {
  readonly #lookup: EnvironmentLookup;
  #steps = 0;

  constructor(lookup: EnvironmentLookup) {
    this.#lookup = lookup;
  }

  value(value: Value, depth: number): Resolved {
    if (++this.#steps > MOST_STEPS || depth > DEEPEST)
      return new Unresolved("the value is too large", value.location);
    switch (value.kind) {
      case "string":
      case "number":
      case "boolean":
        return value.value;
      case "null":
        return null;
      case "undefined":
        return undefined;
      case "regexp":
        return (
          regexp(value.pattern, value.flags) ?? new Unresolved("the pattern is not valid", value.location)
        );
      case "array": {
        const items: Resolved[] = [];
        for (const item of value.items) {
          const holds = this.#holds(item.when, depth);
          if (holds === false) continue;
          items.push(
            holds
              ? this.value(item.value, depth + 1)
              : new Unresolved("the item is there only under a condition", item.value.location),
          );
        }
        if (value.open) items.push(new Unresolved("there may be more items", value.location));
        return items;
      }
      case "object": {
        const entries: [string, Resolved][] = [];
        for (const entry of value.entries) {
          const holds = this.#holds(entry.when, depth);
          if (holds === false) continue;
          const isCertain = holds === true;
          const inner = isCertain
            ? this.value(entry.value, depth + 1)
            : new Unresolved("the key is there only under a condition", entry.location);
          entries.push([entry.key, inner]);
        }
        return Object.fromEntries(entries);
      }
      case "env":
        return this.#env(value, depth);
      case "concat": {
        let text = "";
        for (const part of value.parts) {
          const inner = this.value(part, depth + 1);
          if (inner instanceof Unresolved) return inner;
          if (typeof inner === "object" && inner !== null)
            return new Unresolved("an object in a string", part.location);
          text += String(inner);
        }
        return text;
      }
      case "operation": {
        const operands: Plain[] = [];
        for (const operand of value.operands) {
          const inner = this.value(operand, depth + 1);
          if (inner instanceof Unresolved) return inner;
          if (!isResolved(inner)) return new Unresolved("a part of it is not known", operand.location);
          operands.push(inner);
        }
        if (value.optional && (operands[0] === undefined || operands[0] === null)) return undefined;
        const outcome = applyOperation(value.operation, operands);
        return "why" in outcome ? new Unresolved(outcome.why, value.location) : outcome.value;
      }
      case "oneOf": {
        for (const alternative of value.alternatives) {
          const holds = this.#holds(alternative.when, depth);
          if (holds === undefined) return new Unresolved("it depends on a condition", value.location);
          if (holds) return this.value(alternative.value, depth + 1);
        }
        return new Unresolved("it depends on a condition", value.location);
      }
      case "function":
        return new Unresolved("it is a function", value.location);
      case "unknown":
        return new Unresolved(value.why, value.location);
    }
  }

  #env(value: EnvValue, depth: number): Resolved {
    const found = this.#lookup(value.name, value.from);
    if (found === undefined) return new Unresolved(`the value of ${value.name} is not known`, value.location);
    const isMissing = found === null || (found === "" && value.fallback?.when === "missing-or-empty");
    if (!isMissing) return found;
    return value.fallback === null ? undefined : this.value(value.fallback.value, depth + 1);
  }

  /** Whether all conditions hold; undefined when that is not known. */
  #holds(when: readonly Condition[], depth: number): boolean | undefined {
    let result: boolean | undefined = true;
    for (const { test, expects } of when) {
      const resolved = this.value(test, depth + 1);
      if (resolved instanceof Unresolved) {
        result = undefined;
        continue;
      }
      const isNullish = resolved === null || resolved === undefined;
      const holds =
        expects === "truthy"
          ? Boolean(resolved)
          : expects === "falsy"
            ? !resolved
            : (expects === "nullish") === isNullish;
      if (!holds) return false;
    }
    return result;
  }
}

function regexp(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
