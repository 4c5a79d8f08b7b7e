import { jsonToConvex } from "convex/values";
import { checkValue } from "../values/check-value.ts";
import { tableOfId } from "../values/document-id.ts";
import { currentCall } from "./call-context.ts";
import type { Deployment } from "./deployment.ts";
import type { Data, Document } from "./messages.ts";

/**
 * Checks the document that a call is about to write against the schema.
 *
 * @throws {Error} in Convex's words
 */
export function checkWrite(
  { validators, backend }: Deployment,
  operation: string,
  args: Record<string, unknown>,
): void {
  const component = currentCall()?.component ?? "";
  const ofComponent = validators.get(component);
  const table = tableOf(args);
  const validator = table === null ? undefined : ofComponent?.get(table);
  if (table === null || validator === undefined) return;
  const document = written(operation, args, () => backend.database(component).get(table, String(args.id)));
  if (document === null) return;
  const problem = checkValue(validator, withoutSystemFields(document));
  if (problem !== null)
    throw new Error(
      `Failed to insert or update a document in table "${table}" because it does not match the schema: ${problem}`,
    );
}

/**
 * Looks for a document that does not fit the schema of the code that has been loaded.
 *
 * @returns what a push says about it; null: all fit
 */
export function findMisfit({ validators }: Deployment, data: Data): string | null {
  for (const [component, { documents }] of Object.entries(data))
    for (const [id, document] of Object.entries(documents)) {
      const table = tableOfId(id) ?? "";
      const validator = validators.get(component)?.get(table);
      const problem = validator === undefined ? null : checkValue(validator, withoutSystemFields(document));
      if (problem === null) continue;
      const where = component === "" ? "" : ` in component "${component}"`;
      return `Schema validation failed${where}.\nDocument with ID "${id}" in table "${table}" does not match the schema: ${problem}`;
    }
  return null;
}

function tableOf({ table, id }: Record<string, unknown>): string | null {
  if (typeof table === "string") return table;
  return typeof id === "string" ? tableOfId(id) : null;
}

/** The whole document as it will be; null: the call writes none, or convex-test will refuse it. */
function written(
  operation: string,
  { value }: Record<string, unknown>,
  before: () => Document | null,
): Document | null {
  if (operation === "1.0/insert" || operation === "1.0/replace")
    return jsonToConvex(value as never) as Document;
  if (operation !== "1.0/shallowMerge") return null;
  const kept = before();
  return kept === null ? null : { ...kept, ...patchOf(value as Record<string, unknown>) };
}

/** A field is removed by `{ $undefined: null }`. */
function patchOf(fields: Record<string, unknown>): Document {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      typeof field === "object" && field !== null && "$undefined" in field
        ? undefined
        : jsonToConvex(field as never),
    ]),
  );
}

function withoutSystemFields({ _id, _creationTime, ...fields }: Document): Document {
  return fields;
}
