import type { FieldJson, ValidatorJson } from "./validator.ts";

const SIMPLE: Partial<Record<ValidatorJson["type"], string>> = {
  null: "v.null()",
  number: "v.float64()",
  bigint: "v.int64()",
  commitTs: "v.commitTs()",
  boolean: "v.boolean()",
  string: "v.string()",
  bytes: "v.bytes()",
  any: "v.any()",
};

/** A validator as Convex prints it in an error: `v.object({text: v.string()})`, fields sorted. */
export function describeValidator(validator: ValidatorJson): string {
  switch (validator.type) {
    case "literal":
      return `v.literal(${describeLiteral(validator.value)})`;
    case "id":
      return `v.id("${validator.tableName}")`;
    case "array":
      return `v.array(${describeValidator(validator.value)})`;
    case "record":
      return `v.record(${describeValidator(validator.keys)}, ${describeField(validator.values)})`;
    case "object":
      return `v.object({${sorted(validator.value)
        .map(([name, field]) => `${name}: ${describeField(field)}`)
        .join(", ")}})`;
    case "union":
      return `v.union(${validator.value.map(describeValidator).join(", ")})`;
    default:
      return SIMPLE[validator.type] ?? "v.any()";
  }
}

function describeField({ fieldType, optional }: FieldJson): string {
  const text = describeValidator(fieldType);
  return optional ? `v.optional(${text})` : text;
}

export function describeLiteral(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? describeNumber(value) : "<number>";
  // A bigint is written as { $integer: … } in a validator's JSON.
  return typeof value === "string" || typeof value === "boolean" ? JSON.stringify(value) : "<bigint>";
}

/** A value as Convex prints it in an error: `{count: 1.0, text: "a"}`, fields sorted. */
export function describeValue(value: unknown): string {
  if (typeof value === "number") return describeNumber(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof ArrayBuffer) return `b${JSON.stringify(Buffer.from(value).toString("base64"))}`;
  if (Array.isArray(value)) return `[${value.map(describeValue).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const fields = sorted(value as Record<string, unknown>).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${name}: ${describeValue(field)}`).join(", ")}}`;
}

/** Convex is written in Rust, where a whole float keeps its point. */
function describeNumber(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value).replace("e+", "e");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function sorted<Value>(record: Record<string, Value>): [string, Value][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
