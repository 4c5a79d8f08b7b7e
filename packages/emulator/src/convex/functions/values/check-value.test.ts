import { type GenericValidator, v } from "convex/values";
import { describe, expect, it } from "vitest";
import { checkValue } from "./check-value.ts";
import { describeValidator, describeValue } from "./describe.ts";
import type { ValidatorJson } from "./validator.ts";

/** What a function's `exportArgs()` holds is the JSON of its validator, which is no part of its type. */
function json(validator: GenericValidator): ValidatorJson {
  return (validator as unknown as { json: ValidatorJson }).json;
}

const person = v.object({ name: v.string(), age: v.optional(v.number()), id: v.optional(v.id("users")) });

describe("a value that fits", () => {
  it.each<[string, GenericValidator, unknown]>([
    ["null", v.null(), null],
    ["a number", v.number(), Number.NaN],
    ["a bigint", v.int64(), 5n],
    ["a bigint literal", v.literal(-5n), -5n],
    ["bytes", v.bytes(), new ArrayBuffer(2)],
    ["anything", v.any(), { deep: [1] }],
    ["an id", v.id("users"), "000000000000000000000010001users"],
    ["an object without its optional fields", person, { name: "Ada" }],
    ["an object with undefined in an optional field", person, { name: "Ada", age: undefined }],
    ["a union", v.union(v.string(), v.null()), null],
    ["a record", v.record(v.string(), v.number()), { a: 1 }],
    ["an empty array", v.array(v.string()), []],
  ])("%s", (_name, validator, value) => {
    expect(checkValue(json(validator), value)).toBeNull();
  });
});

describe("Convex's words for one that does not", () => {
  it.each<[string, GenericValidator, unknown, string]>([
    ["a wrong type", v.string(), 1, "Value does not match validator.\n\nValue: 1.0\nValidator: v.string()"],
    [
      "a missing field",
      person,
      { age: 1 },
      'Object is missing the required field `name`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {age: 1.0}\nValidator: v.object({age: v.optional(v.float64()), id: v.optional(v.id("users")), name: v.string()})',
    ],
    [
      "an extra field",
      v.object({}),
      { text: "a" },
      'Object contains extra field `text` that is not in the validator.\n\nObject: {text: "a"}\nValidator: v.object({})',
    ],
    [
      "something deep inside",
      v.object({ list: v.array(v.object({ n: v.int64() })) }),
      { list: [{ n: 1n }, { n: 1 }] },
      "Value does not match validator.\nPath: .list[1].n\nValue: 1.0\nValidator: v.int64()",
    ],
    ["a literal", v.literal("a"), "b", '`"b"` does not match literal validator `v.literal("a")`.'],
    [
      "the id of another table",
      v.object({ by: v.id("users") }),
      { by: "000000000000000000000010001notes" },
      'Found ID "000000000000000000000010001notes" from table `notes`, which does not match the table name in validator `v.id("users")`.Path: .by',
    ],
    [
      "no member of a union",
      v.union(v.string(), v.null()),
      true,
      "Value does not match validator.\n\nValue: true\nValidator: v.union(v.string(), v.null())",
    ],
    [
      "a value of a record",
      v.record(v.string(), v.boolean()),
      { a: 1 },
      "Value does not match validator.\nPath: .values()\nValue: 1.0\nValidator: v.boolean()",
    ],
  ])("%s", (_name, validator, value, message) => {
    expect(checkValue(json(validator), value)).toBe(message);
  });
});

describe("values and validators as text", () => {
  it("keep the point of whole floats", () => {
    expect(describeValue([0, -0, 1.5, 1e21, Number.POSITIVE_INFINITY, 3n])).toBe(
      "[0.0, -0.0, 1.5, 1e21, inf, 3]",
    );
  });

  it("name every kind of validator", () => {
    expect(
      describeValidator(json(v.record(v.id("a"), v.union(v.literal(1), v.literal(2n), v.bytes())))),
    ).toBe('v.record(v.id("a"), v.union(v.literal(1.0), v.literal(<bigint>), v.bytes()))');
  });
});
