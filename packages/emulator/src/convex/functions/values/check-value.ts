import { CommitTsPlaceholder } from "convex/values";
import { describeLiteral, describeValidator, describeValue } from "./describe.ts";
import { tableOfId } from "./document-id.ts";
import type { ValidatorJson } from "./validator.ts";

/** Where and why a value does not fit; the path is built from the inside out. */
interface Mismatch {
  path: string;
  /** The first sentence. */
  problem: string;
  /** What stands below the path; null: the path follows the sentence on its line. */
  shown: string | null;
}

/**
 * Checks a value against a validator.
 *
 * @param value JavaScript values, not their JSON encoding
 * @returns Convex's message; null where it fits
 */
export function checkValue(validator: ValidatorJson, value: unknown): string | null {
  const mismatch = check(validator, value);
  if (mismatch === null) return null;
  const path = mismatch.path === "" ? "" : `Path: ${mismatch.path}`;
  return mismatch.shown === null
    ? `${mismatch.problem}${path}`
    : `${mismatch.problem}\n${path}\n${mismatch.shown}`;
}

function check(validator: ValidatorJson, value: unknown): Mismatch | null {
  switch (validator.type) {
    case "any":
      return null;
    case "literal":
      return isLiteral(validator.value, value)
        ? null
        : {
            path: "",
            problem: `\`${describeValue(value)}\` does not match literal validator \`v.literal(${describeLiteral(validator.value)})\`.`,
            shown: null,
          };
    case "id":
      return checkId(validator, value);
    case "array":
      return Array.isArray(value)
        ? first(value, (element, index) => within(`[${index}]`, check(validator.value, element)))
        : noMatch(validator, value);
    case "record":
      return isObject(value) ? checkRecord(validator, value) : noMatch(validator, value);
    case "object":
      return isObject(value) ? checkObject(validator, value) : noMatch(validator, value);
    case "union":
      return checkUnion(validator, value);
    default:
      return IS_OF_TYPE[validator.type](value) ? null : noMatch(validator, value);
  }
}

const isBigInt = (value: unknown): boolean => typeof value === "bigint";

const IS_OF_TYPE: Record<
  "null" | "number" | "bigint" | "commitTs" | "boolean" | "string" | "bytes",
  (value: unknown) => boolean
> = {
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  bigint: isBigInt,
  // Before the commit it is a placeholder, which convex-test fills in.
  commitTs: (value) => isBigInt(value) || value instanceof CommitTsPlaceholder,
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  bytes: (value) => value instanceof ArrayBuffer,
};

function checkId(validator: Extract<ValidatorJson, { type: "id" }>, value: unknown): Mismatch | null {
  const table = typeof value === "string" ? tableOfId(value) : null;
  if (table === null) return noMatch(validator, value);
  const { tableName } = validator;
  if (table === tableName) return null;
  const found = table.startsWith("_") ? "a system table" : `table \`${table}\``;
  const problem = `Found ID "${String(value)}" from ${found}, which does not match the table name in validator \`v.id("${tableName}")\`.`;
  return { path: "", problem, shown: null };
}

function checkRecord(
  { keys, values }: Extract<ValidatorJson, { type: "record" }>,
  value: Record<string, unknown>,
): Mismatch | null {
  return first(
    fieldsOf(value),
    ([name, field]) =>
      within(".keys()", check(keys, name)) ?? within(".values()", check(values.fieldType, field)),
  );
}

function checkObject(
  validator: Extract<ValidatorJson, { type: "object" }>,
  value: Record<string, unknown>,
): Mismatch | null {
  const shown = `Object: ${describeValue(value)}\nValidator: ${describeValidator(validator)}`;
  const known = Object.entries(validator.value).sort(([one], [other]) => (one < other ? -1 : 1));
  const wrong = first(known, ([name, { fieldType, optional }]) => {
    if (value[name] !== undefined) return within(`.${name}`, check(fieldType, value[name]));
    if (optional) return null;
    const problem = `Object is missing the required field \`${name}\`. Consider wrapping the field validator in \`v.optional(...)\` if this is expected.`;
    return { path: "", problem, shown };
  });
  if (wrong !== null) return wrong;
  const extra = fieldsOf(value).find(([name]) => !Object.hasOwn(validator.value, name));
  if (extra === undefined) return null;
  return {
    path: "",
    problem: `Object contains extra field \`${extra[0]}\` that is not in the validator.`,
    shown,
  };
}

function checkUnion(validator: Extract<ValidatorJson, { type: "union" }>, value: unknown): Mismatch | null {
  const [only, ...others] = validator.value;
  if (only !== undefined && others.length === 0) return check(only, value);
  return validator.value.some((member) => check(member, value) === null) ? null : noMatch(validator, value);
}

function isLiteral(literal: unknown, value: unknown): boolean {
  if (typeof value !== "bigint") return literal === value;
  const { $integer: encoded } = (typeof literal === "object" && literal !== null ? literal : {}) as {
    $integer?: unknown;
  };
  return typeof encoded === "string" && Buffer.from(encoded, "base64").readBigInt64LE() === value;
}

function noMatch(validator: ValidatorJson, value: unknown): Mismatch {
  return {
    path: "",
    problem: "Value does not match validator.",
    shown: `Value: ${describeValue(value)}\nValidator: ${describeValidator(validator)}`,
  };
}

function within(step: string, mismatch: Mismatch | null): Mismatch | null {
  return mismatch === null ? null : { ...mismatch, path: step + mismatch.path };
}

function first<Item>(
  items: readonly Item[],
  look: (item: Item, index: number) => Mismatch | null,
): Mismatch | null {
  for (const [index, item] of items.entries()) {
    const found = look(item, index);
    if (found !== null) return found;
  }
  return null;
}

function fieldsOf(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ArrayBuffer)
  );
}
