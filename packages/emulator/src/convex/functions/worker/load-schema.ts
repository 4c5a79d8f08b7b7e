import type { GenericSchema, SchemaDefinition } from "convex/server";
import { describeValidator } from "../values/describe.ts";
import type { ValidatorJson } from "../values/validator.ts";
import { errorText } from "./error-text.ts";
import type { Exports } from "./evaluate-module.ts";
import { LoadError } from "./load-error.ts";

/** The schema of the app or of a component. */
export interface LoadedSchema {
  definition: SchemaDefinition<GenericSchema, boolean>;
  /** The validators of documents, by table; none where the schema is not enforced. */
  validators: Map<string, ValidatorJson>;
}

const SEE_DOCS = "To learn more, see the schema documentation at https://docs.convex.dev/database/schemas.";

/** What `schema.export()` writes, as far as it is looked at here. */
interface TableJson {
  tableName: string;
  indexes: { indexDescriptor: string; fields: string[] }[];
  documentType: ValidatorJson | null;
}

/**
 * Evaluates `schema.ts` and checks what it declares.
 *
 * @throws {LoadError} in Convex's words
 */
export function loadSchema(evaluate: () => Exports): LoadedSchema {
  try {
    const definition = schemaOf(evaluate());
    const { tables } = JSON.parse((definition as unknown as { export(): string }).export()) as {
      tables: TableJson[];
    };
    if (definition.schemaValidation) tables.forEach(checkTable);
    const validators = definition.schemaValidation
      ? tables.map(({ tableName, documentType }) => [tableName, documentType ?? ANY] as const)
      : [];
    return { definition, validators: new Map(validators) };
  } catch (thrown) {
    const why = thrown instanceof LoadError ? thrown.message : errorText(thrown);
    throw new LoadError(`Hit an error while evaluating your schema:\n${why}`);
  }
}

const ANY: ValidatorJson = { type: "any" };

function schemaOf({ default: schema }: Exports): SchemaDefinition<GenericSchema, boolean> {
  if (schema === undefined || schema === null)
    throw new LoadError(`Schema file missing default export. ${SEE_DOCS}`);
  if (typeof schema !== "object" || !("tables" in schema) || !("export" in schema))
    throw new LoadError(`Default export from schema file isn't a Convex schema. ${SEE_DOCS}`);
  return schema as unknown as SchemaDefinition<GenericSchema, boolean>;
}

function checkTable({ tableName, indexes, documentType }: TableJson): void {
  if (documentType === null) return;
  if (!isDocument(documentType))
    throw new LoadError(
      `The document validator in a schema must be an object, a union of objects, or \`v.any()\`. Found ${describeValidator(documentType)}. ${SEE_DOCS}`,
    );
  for (const { indexDescriptor, fields } of indexes) {
    const missing = fields.find((field) => !canHold(documentType, field.split(".")));
    if (missing !== undefined)
      throw new LoadError(
        `In table "${tableName}" the index "${indexDescriptor}" is invalid because it references the field ${missing} that does not exist.`,
      );
  }
}

function isDocument(validator: ValidatorJson): boolean {
  if (validator.type === "union") return validator.value.every(isDocument);
  return validator.type === "object" || validator.type === "any";
}

/** Whether a value that fits may have something at a path. */
function canHold(validator: ValidatorJson, [name, ...rest]: string[]): boolean {
  if (name === undefined || validator.type === "any" || name === "_creationTime" || name === "_id")
    return true;
  if (validator.type === "union") return validator.value.some((member) => canHold(member, [name, ...rest]));
  if (validator.type === "record") return canHold(validator.values.fieldType, rest);
  if (validator.type !== "object") return false;
  const field = Object.hasOwn(validator.value, name) ? validator.value[name] : undefined;
  return field !== undefined && canHold(field.fieldType, rest);
}
