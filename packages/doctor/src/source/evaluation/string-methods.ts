import type { OperationName, Provenance, Value } from "../value.ts";
import type { Machine } from "./machine.ts";
import { joined, operation } from "./members.ts";

const METHODS: readonly OperationName[] = [
  "trim",
  "trimStart",
  "trimEnd",
  "toLowerCase",
  "toUpperCase",
  "replace",
  "replaceAll",
  "slice",
  "substring",
  "startsWith",
  "endsWith",
  "includes",
];

/** Calls a method of a string or an address; undefined where the result is not known. */
export function callStringMethod(
  machine: Machine,
  object: Value,
  key: string,
  args: readonly Value[],
  at: Provenance,
  isOptional: boolean,
): Value | undefined {
  if (object.kind === "operation" && object.operation === "URL") {
    return key === "toString" || key === "toJSON" ? operation("URL.href", object.operands, at) : undefined;
  }
  const method = METHODS.find((it) => it === key);
  if (method !== undefined) return operation(method, [object, ...args], at, isOptional);
  if ((key === "toString" || key === "valueOf") && args.length === 0) return object;
  if (key === "concat") return joined([object, ...args], at);
  const [separator] = args;
  if (key === "split" && object.kind === "string" && separator?.kind === "string" && args.length === 1) {
    const items = object.value.split(separator.value).map((value): { value: Value; when: [] } => ({
      value: { kind: "string", value, ...at },
      when: [],
    }));
    return machine.array(items, false, at);
  }
  return undefined;
}
