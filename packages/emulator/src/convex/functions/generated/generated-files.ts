/** What the files of a `_generated` folder depend on. */
export interface GeneratedFrom {
  /** The modules that are deployed, such as `notes` and `folder/notes`. */
  modules: readonly string[];
  hasSchema: boolean;
  hasComponents: boolean;
}

const HEAD = `/* eslint-disable */
// Written by convex-authkit without a Convex deployment. \`npx convex dev\` replaces it by its own.
`;

/** The files of a `_generated` folder, by name: the same exports and types as `npx convex dev` gives. */
export function generatedFiles(from: GeneratedFrom): Record<string, string> {
  return {
    "api.d.ts": apiTypes(from),
    "api.js": api(from),
    "dataModel.d.ts": dataModel(from),
    "server.d.ts": SERVER_TYPES,
    "server.js": SERVER,
  };
}

function apiTypes({ modules, hasComponents }: GeneratedFrom): string {
  const sorted = modules.toSorted();
  const imports = sorted.map((path) => `import type * as ${identifier(path)} from "../${path}.js";`);
  const members = sorted.map((path) => `  ${JSON.stringify(path)}: typeof ${identifier(path)};`);
  return `${HEAD}
import type { ${hasComponents ? "AnyComponents, " : ""}ApiFromModules, FilterApi, FunctionReference } from "convex/server";
${imports.join("\n")}

declare const fullApi: ApiFromModules<{
${members.join("\n")}
}>;
/** References to the functions that clients may call. */
export declare const api: FilterApi<typeof fullApi, FunctionReference<any, "public">>;
/** References to the functions that only other functions may call. */
export declare const internal: FilterApi<typeof fullApi, FunctionReference<any, "internal">>;
${hasComponents ? "/** References to the functions of components. */\nexport declare const components: AnyComponents;\n" : ""}`;
}

function api({ hasComponents }: GeneratedFrom): string {
  return `${HEAD}
import { anyApi${hasComponents ? ", componentsGeneric" : ""} } from "convex/server";

export const api = anyApi;
export const internal = anyApi;
${hasComponents ? "export const components = componentsGeneric();\n" : ""}`;
}

function dataModel({ hasSchema }: GeneratedFrom): string {
  return hasSchema
    ? `${HEAD}
import type {
  DataModelFromSchemaDefinition,
  DocumentByName,
  SystemTableNames,
  TableNamesInDataModel,
} from "convex/server";
import type { GenericId } from "convex/values";
import type schema from "../schema.js";

/** The tables and their documents, as schema.ts declares them. */
export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
export type TableNames = TableNamesInDataModel<DataModel>;
export type Doc<TableName extends TableNames> = DocumentByName<DataModel, TableName>;
export type Id<TableName extends TableNames | SystemTableNames> = GenericId<TableName>;
`
    : `${HEAD}
import type { AnyDataModel } from "convex/server";
import type { GenericId } from "convex/values";

/** Any table, any document: there is no schema.ts. */
export type DataModel = AnyDataModel;
export type TableNames = string;
export type Doc = any;
export type Id<TableName extends TableNames = TableNames> = GenericId<TableName>;
`;
}

const SERVER_TYPES = `${HEAD}
import type {
  ActionBuilder,
  GenericActionCtx,
  GenericDatabaseReader,
  GenericDatabaseWriter,
  GenericMutationCtx,
  GenericQueryCtx,
  HttpActionBuilder,
  MutationBuilder,
  QueryBuilder,
} from "convex/server";
import type { DataModel } from "./dataModel.js";

export declare const query: QueryBuilder<DataModel, "public">;
export declare const internalQuery: QueryBuilder<DataModel, "internal">;
export declare const mutation: MutationBuilder<DataModel, "public">;
export declare const internalMutation: MutationBuilder<DataModel, "internal">;
export declare const action: ActionBuilder<DataModel, "public">;
export declare const internalAction: ActionBuilder<DataModel, "internal">;
export declare const httpAction: HttpActionBuilder;
export declare const env: Record<string, string | undefined>;

export type QueryCtx = GenericQueryCtx<DataModel>;
export type MutationCtx = GenericMutationCtx<DataModel>;
export type ActionCtx = GenericActionCtx<DataModel>;
export type DatabaseReader = GenericDatabaseReader<DataModel>;
export type DatabaseWriter = GenericDatabaseWriter<DataModel>;
`;

/** `server.js`, which depends on nothing of the project. */
export const SERVER = `${HEAD}
export {
  actionGeneric as action,
  httpActionGeneric as httpAction,
  internalActionGeneric as internalAction,
  internalMutationGeneric as internalMutation,
  internalQueryGeneric as internalQuery,
  mutationGeneric as mutation,
  queryGeneric as query,
} from "convex/server";

export const env = process.env;
`;

/** Unlike `a_b` and `a/b`, two paths never give one name. */
function identifier(path: string): string {
  return path
    .replaceAll("_", "__")
    .replaceAll(/[^a-zA-Z0-9_]/g, (character) => `_${character.charCodeAt(0)}_`);
}
