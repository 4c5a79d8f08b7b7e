import { unknown } from "../make-value.ts";
import type { Condition, Value } from "../value.ts";
import type { Machine } from "./machine.ts";

/** How large a value may be before its inner parts are called unknown, in values. */
const LARGEST = 20_000;
const DEEPEST = 100;

/**
 * Copies a value as it is now, getters read and circles cut, so that nothing changes it later and it is plain JSON.
 */
export function snapshot(machine: Machine, value: Value): Value {
  return new Copying(machine).value(value, 0);
}

class Copying {
  readonly #machine: Machine;
  readonly #around = new Set<Value>();
  #count = 0;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  value(value: Value, depth: number): Value {
    if (++this.#count > LARGEST || depth > DEEPEST) return unknown("the value is too large", value);
    if (this.#around.has(value)) return unknown("the value contains itself", value);
    this.#around.add(value);
    try {
      return this.#copy(value, depth + 1);
    } finally {
      this.#around.delete(value);
    }
  }

  #copy(value: Value, depth: number): Value {
    switch (value.kind) {
      case "array":
        return {
          ...value,
          items: value.items.map((item) => ({
            value: this.value(item.value, depth),
            when: this.#when(item.when, depth),
          })),
        };
      case "object":
        return {
          ...value,
          entries: value.entries.map((entry) => ({
            ...entry,
            value: this.value(this.#machine.entryValue(value, entry), depth),
            when: this.#when(entry.when, depth),
          })),
        };
      case "oneOf":
        return {
          ...value,
          alternatives: value.alternatives.map((it) => ({
            value: this.value(it.value, depth),
            when: this.#when(it.when, depth),
          })),
        };
      case "concat":
        return { ...value, parts: value.parts.map((part) => this.value(part, depth)) };
      case "operation":
        return { ...value, operands: value.operands.map((operand) => this.value(operand, depth)) };
      case "env":
        return value.fallback === null
          ? { ...value }
          : {
              ...value,
              fallback: { value: this.value(value.fallback.value, depth), when: value.fallback.when },
            };
      default:
        return { ...value };
    }
  }

  #when(when: readonly Condition[], depth: number): Condition[] {
    return when.map(({ test, expects }) => ({ test: this.value(test, depth), expects }));
  }
}
