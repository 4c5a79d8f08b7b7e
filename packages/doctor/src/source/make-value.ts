import { isOpposite, isSameCondition, isSameValue, isScalar } from "./conditions.ts";
import type {
  Alternative,
  BooleanValue,
  Condition,
  EnvValue,
  Provenance,
  UndefinedValue,
  UnknownValue,
  Value,
} from "./value.ts";

/** How many parts or alternatives a value may have before it is called unknown. */
const MOST_PARTS = 200;
/** The longest string that is put together, in characters. */
export const LONGEST_STRING = 65_536;

export function unknown(why: string, at: Provenance): UnknownValue {
  return { kind: "unknown", why, location: at.location, span: at.span };
}
export function string(value: string, at: Provenance): Value {
  if (value.length > LONGEST_STRING) return unknown("the string is too long", at);
  return { kind: "string", value, location: at.location, span: at.span };
}
export function undefinedAt(at: Provenance): UndefinedValue {
  return { kind: "undefined", location: at.location, span: at.span };
}
export function boolean(value: boolean, at: Provenance): BooleanValue {
  return { kind: "boolean", value, location: at.location, span: at.span };
}

/** Puts strings together as a template does; the parts that are plain are written out and joined. */
export function concat(parts: readonly Value[], at: Provenance): Value {
  const flat: Value[] = [];
  let length = 0;
  for (const part of parts.flatMap((it) => (it.kind === "concat" ? it.parts : [it]))) {
    const text = plainText(part);
    const last = flat.at(-1);
    if (text === undefined) {
      flat.push(
        part.kind === "array" || part.kind === "object" ? unknown("an object in a string", part) : part,
      );
    } else if (last?.kind === "string") {
      flat[flat.length - 1] = { ...last, value: last.value + text };
    } else if (text !== "") {
      flat.push({ kind: "string", value: text, location: part.location, span: part.span });
    }
    length += text?.length ?? 0;
    if (length > LONGEST_STRING || flat.length > MOST_PARTS) return unknown("the string is too long", at);
  }
  const [first] = flat;
  if (first === undefined) return string("", at);
  if (flat.length === 1 && first.kind === "string") return string(first.value, at);
  return { kind: "concat", parts: flat, location: at.location, span: at.span };
}

/** The text that a template makes of a value, when that can be told. */
function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case "string":
      return value.value;
    case "number":
    case "boolean":
      return String(value.value);
    case "null":
    case "undefined":
      return value.kind;
    default:
      return undefined;
  }
}

/**
 * One of several values, the first of which all conditions hold. Alternatives that can never be reached are left
 * out, and a single one stands for itself.
 */
export function oneOf(alternatives: readonly Alternative[], at: Provenance): Value {
  const reachable: Alternative[] = [];
  const pending = [...alternatives];
  // Conditions that do not hold where an alternative is reached, because an earlier one would have been taken.
  const passed: Condition[] = [];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { value } = next;
    const when = next.when.filter((condition) => !passed.some((it) => isOpposite(it, condition)));
    if (when.some((condition) => passed.some((it) => isSameCondition(it, condition)))) continue;
    // An "otherwise" that is itself a choice continues this one.
    if (
      when.length === 0 &&
      value.kind === "oneOf" &&
      reachable.length + value.alternatives.length <= MOST_PARTS
    ) {
      pending.splice(0, pending.length, ...value.alternatives);
      continue;
    }
    reachable.push({ value, when });
    const [only] = when;
    if (only === undefined) break;
    if (when.length === 1) passed.push(only);
  }
  const last = reachable.at(-1);
  if (last === undefined || reachable.length > MOST_PARTS)
    return unknown("there are too many possibilities", at);
  if (last.when.length > 0)
    reachable.push({ value: unknown("none of the conditions may hold", at), when: [] });
  const [first] = reachable;
  if (first !== undefined && reachable.length === 1) return first.value;
  if (first !== undefined && reachable.every(({ value }) => isSameValue(value, first.value)))
    return first.value;
  const [, second] = reachable;
  if (first !== undefined && second !== undefined && reachable.length === 2) {
    const variable = variableWithFallback(first, second.value, at);
    if (variable !== undefined) return variable;
  }
  return { kind: "oneOf", alternatives: reachable, location: at.location, span: at.span };
}

/** `X ? X : fallback` and `!X ? fallback : X`, in all their spellings: the variable with what stands in for it. */
function variableWithFallback(first: Alternative, otherwise: Value, at: Provenance): EnvValue | undefined {
  const [condition, ...others] = first.when;
  if (condition?.test.kind !== "env" || condition.test.fallback !== null || others.length > 0)
    return undefined;
  const holdsWhenSet = condition.expects === "truthy" || condition.expects === "present";
  const [variable, fallback] = holdsWhenSet ? [first.value, otherwise] : [otherwise, first.value];
  if (variable.kind !== "env" || !isSameValue(variable, condition.test) || !isScalar(fallback))
    return undefined;
  const isAboutEmpty = condition.expects === "truthy" || condition.expects === "falsy";
  return {
    ...variable,
    fallback: { value: fallback, when: isAboutEmpty ? "missing-or-empty" : "missing" },
    location: at.location,
    span: at.span,
  };
}
