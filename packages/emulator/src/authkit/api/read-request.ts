import type { Context } from "hono";
import * as v from "valibot";
import { ApiError, invalidRequest, type RequestProblem } from "./api-error.ts";

/** Far more than any request to these endpoints holds. */
const MOST_BYTES = 1_000_000;

/**
 * Reads the JSON body of a request.
 *
 * @throws {ApiError} 400 where it is no JSON object, 413 where it is too long, 422 where it does not fit the schema
 */
export async function readBody<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  if (Number(c.req.header("content-length") ?? 0) > MOST_BYTES) throw tooLong();
  const text = await c.req.text();
  if (text.length > MOST_BYTES) throw tooLong();
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    throw new ApiError(400, { message: "The request's body is no JSON.", code: "bad_request" });
  }
  return check(body, schema);
}

function tooLong(): ApiError {
  return new ApiError(413, { message: "The request's body is too long.", code: "payload_too_large" });
}

/** Reads the query of a request. A parameter that stands there several times is a list. @throws {ApiError} 422 */
export function readQuery<Schema extends v.GenericSchema>(c: Context, schema: Schema): v.InferOutput<Schema> {
  const query = Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name.replace(/\[\]$/, ""),
      values.length === 1 ? values[0] : values,
    ]),
  );
  return check(query, schema);
}

function check<Schema extends v.GenericSchema>(input: unknown, schema: Schema): v.InferOutput<Schema> {
  const result = v.safeParse(schema, input);
  if (!result.success) throw invalidRequest(result.issues.map((issue) => problemOf(issue, schema)));
  return result.output;
}

/** An issue in WorkOS's manner: `{ code: "email_string_required", message: "Email must be a non-empty string." }` */
function problemOf(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): RequestProblem {
  const field = issue.path?.map(({ key }) => String(key)).join(".") ?? "body";
  const name = field.replaceAll(".", "_");
  const type = issue.type === "non_empty" ? "string" : missingType(issue, schema);
  if (type === null && issue.kind !== "schema") return { code: `${name}_invalid`, message: issue.message };
  return {
    code: `${name}_${type ?? issue.type}_required`,
    message: `${title(field)} must be ${WANTED[type ?? issue.type] ?? issue.expected}.`,
  };
}

/** The type that a missing property of the body ought to have; null: nothing is missing. */
function missingType({ input, path }: v.BaseIssue<unknown>, schema: v.GenericSchema): string | null {
  const [item, ...deeper] = path ?? [];
  if (input !== undefined || item === undefined || deeper.length > 0 || !("entries" in schema)) return null;
  const { entries } = schema as v.ObjectSchema<v.ObjectEntries, undefined>;
  return entries[String(item.key)]?.type ?? null;
}

const WANTED: Record<string, string> = {
  string: "a non-empty string",
  boolean: "a boolean",
  array: "an array",
  record: "an object of strings",
  object: "an object",
};

function title(field: string): string {
  const words = field.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
