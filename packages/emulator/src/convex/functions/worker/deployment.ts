import { convexTest } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import type { AppCode, ComponentCode, ModuleCode } from "../bundle/app-code.ts";
import type { ValidatorJson } from "../values/validator.ts";
import { type Backend, openBackend } from "./convex-test-internals.ts";
import { errorText } from "./error-text.ts";
import { compileModule, type Exports } from "./evaluate-module.ts";
import type { Analysis, AnalyzedFunction, Changes } from "./messages.ts";
import { notEmulated } from "./not-emulated.ts";
import { isRegistered, isRouter, kindOf, type Registered, type Router } from "./registered-function.ts";
import { type Around, wrapFunction, wrapRouter } from "./wrap-function.ts";

function missingOfComponents(code: AppCode): string[] {
  return code.flatMap(({ httpPrefix, hasVariables }) => [
    ...(httpPrefix === null ? [] : [notEmulated("HTTP actions of components")]),
    ...(hasVariables ? [notEmulated("variables of components")] : []),
  ]);
}

/** The code of one component, ready to run. */
interface Component {
  path: string;
  modules: Map<string, () => Exports>;
  schema: SchemaDefinition<GenericSchema, boolean> | null;
}

/** What has been loaded. */
export interface Deployment {
  analysis: Analysis;
  backend: Backend;
  /** The validators of documents, by component path and table; only of schemas that are enforced. */
  validators: Map<string, Map<string, ValidatorJson>>;
  /** Paths at which HTTP actions of components would be. */
  mounts: string[];
  /** The app's router, evaluated anew; null: it has none. */
  router(): Router | null;
}

/** Code that a push refuses; the message is Convex's. */
export class LoadError extends Error {}

/**
 * Evaluates every module once, as a push does, and opens empty tables for them.
 *
 * @throws {LoadError} where a module fails, or exports what it may not
 */
export function loadDeployment(
  code: AppCode,
  around: Around,
  onCommit: (changes: Changes) => void,
): Deployment {
  const components = code.map(compileComponent);
  const analysis = analyze(components);
  const [app, ...others] = components;
  if (app === undefined) throw new LoadError("There is nothing to deploy.");
  analysis.notEmulated.push(...missingOfComponents(code));
  const test = convexTest({
    schema: unvalidated(app.schema),
    modules: modulesOf(app, around),
    transactionLimits: true,
  });
  for (const { path, schema, ...component } of others)
    test.registerComponent(path, unvalidated(schema), modulesOf({ path, schema, ...component }, around));
  return {
    analysis,
    backend: openBackend(test, onCommit),
    validators: new Map(components.map(({ path, schema }) => [path, validatorsOf(schema)])),
    mounts: code.flatMap(({ httpPrefix }) => (httpPrefix === null ? [] : [httpPrefix])),
    router: () => routerOf(app.modules.get("http")?.()),
  };
}

function compileComponent({ path, modules, schema }: ComponentCode): Component {
  return {
    path,
    modules: new Map(modules.map((module) => [module.module, compile(path, module)])),
    schema: schema === null ? null : evaluateSchema(path, schema),
  };
}

function compile(path: string, module: ModuleCode): () => Exports {
  try {
    return compileModule(path, module);
  } catch (thrown) {
    throw new LoadError(`Failed to analyze ${module.module}.js: ${errorText(thrown)}`);
  }
}

function evaluateSchema(path: string, module: ModuleCode): SchemaDefinition<GenericSchema, boolean> {
  let exports: Exports;
  try {
    exports = compile(path, module)();
  } catch (thrown) {
    throw new LoadError(`Hit an error while evaluating your schema:\n${errorText(thrown)}`);
  }
  const schema = exports.default;
  if (schema === undefined || schema === null)
    throw new LoadError(
      "Schema file missing default export. Please add `export default schema` to your schema file. To learn more, see the schema documentation at https://docs.convex.dev/database/schemas.",
    );
  if (typeof schema !== "object" || !("tables" in schema))
    throw new LoadError(
      "The default export of the schema file is no schema. Make it with `defineSchema` of convex/server.",
    );
  return schema as SchemaDefinition<GenericSchema, boolean>;
}

function validatorsOf(schema: SchemaDefinition<GenericSchema, boolean> | null): Map<string, ValidatorJson> {
  if (schema === null || !schema.schemaValidation) return new Map();
  const { tables } = JSON.parse(exportOf(schema)) as {
    tables: { tableName: string; documentType: ValidatorJson | null }[];
  };
  return new Map(
    tables.map(({ tableName, documentType }) => [tableName, documentType ?? { type: "any" as const }]),
  );
}

function exportOf(schema: SchemaDefinition<GenericSchema, boolean>): string {
  try {
    return (schema as unknown as { export(): string }).export();
  } catch (thrown) {
    throw new LoadError(`Hit an error while evaluating your schema:\n${errorText(thrown)}`);
  }
}

/** convex-test checks documents in other words than Convex; they are checked here before they reach it. */
function unvalidated(
  schema: SchemaDefinition<GenericSchema, boolean> | null,
): SchemaDefinition<GenericSchema, boolean> {
  return { schemaValidation: false, tables: schema?.tables ?? {} } as SchemaDefinition<
    GenericSchema,
    boolean
  >;
}

/** convex-test looks modules up beside a `_generated` folder, and each time a function runs. */
function modulesOf({ path, modules }: Component, around: Around): Record<string, () => Promise<Exports>> {
  const found: Record<string, () => Promise<Exports>> = { "/_generated/api.js": async () => ({}) };
  for (const [name, evaluate] of modules)
    found[`/${name}.js`] = async () => wrapExports(evaluate(), path, name, around);
  return found;
}

function wrapExports(exports: Exports, component: string, module: string, around: Around): Exports {
  const wrapped: Exports = {};
  for (const [name, value] of Object.entries(exports)) {
    if (isRegistered(value)) wrapped[name] = wrapFunction(value, component, `${module}:${name}`, around);
    else if (name === "default" && isRouter(value)) wrapped[name] = wrapRouter(value);
    else wrapped[name] = value;
  }
  return wrapped;
}

function analyze(components: Component[]): Analysis {
  const analysis: Analysis = { functions: [], http: false, crons: [], notEmulated: [] };
  for (const { path, modules } of components)
    for (const [module, evaluate] of modules) {
      const exports = analyzeModule(module, evaluate);
      analysis.functions.push(...functionsOf(path, module, exports));
      if (path !== "") continue;
      if (module === "http") analysis.http = routerOf(exports) !== null;
      if (module === "crons") analysis.crons = cronsOf(exports);
    }
  if (analysis.crons.length > 0) analysis.notEmulated.push(notEmulated("cron jobs"));
  return analysis;
}

function analyzeModule(module: string, evaluate: () => Exports): Exports {
  try {
    const exports = evaluate();
    for (const value of Object.values(exports)) if (isRegistered(value)) value.exportArgs?.();
    return exports;
  } catch (thrown) {
    throw new LoadError(`Failed to analyze ${module}.js: ${errorText(thrown)}`);
  }
}

function functionsOf(component: string, module: string, exports: Exports): AnalyzedFunction[] {
  return Object.entries(exports).flatMap(([name, value]) => {
    if (!isRegistered(value)) return [];
    const kind = kindOf(value as Registered);
    if (kind === null) return [];
    const visibility = value.isPublic === true ? "public" : "internal";
    return [{ component, path: `${module}:${name}`, kind, visibility }];
  });
}

function routerOf(exports: Exports | undefined): Router | null {
  return exports !== undefined && isRouter(exports.default) ? exports.default : null;
}

function cronsOf({ default: crons }: Exports): string[] {
  if (typeof crons !== "object" || crons === null || !("isCrons" in crons) || !("crons" in crons)) return [];
  return Object.keys(crons.crons as object);
}
