import { convexTest } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import type { AppCode, ComponentCode, ModuleCode } from "../bundle/app-code.ts";
import type { ValidatorJson } from "../values/validator.ts";
import { analyzeModule, cronsOf, type LoadedModule } from "./analyze.ts";
import { type Backend, openBackend } from "./convex-test-internals.ts";
import { errorText } from "./error-text.ts";
import { compileModule, type Exports } from "./evaluate-module.ts";
import { LoadError } from "./load-error.ts";
import { type LoadedSchema, loadSchema } from "./load-schema.ts";
import type { Analysis, Changes } from "./messages.ts";
import { notEmulated } from "./not-emulated.ts";
import { isRegistered, isRouter, type Router } from "./registered-function.ts";
import { type Around, wrapFunction, wrapRouter } from "./wrap-function.ts";

/** The code of one component, ready to run. */
interface Component {
  path: string;
  modules: Map<string, LoadedModule>;
  schema: LoadedSchema | null;
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
    validators: new Map(
      components.map(({ path, schema }) => [path, schema?.validators ?? new Map<string, ValidatorJson>()]),
    ),
    mounts: code.flatMap(({ httpPrefix }) => (httpPrefix === null ? [] : [httpPrefix])),
    router: () => routerOf(app.modules.get("http")?.evaluate()),
  };
}

function compileComponent({ path, modules, schema }: ComponentCode): Component {
  return {
    path,
    modules: new Map(
      modules.map((module) => [
        module.module,
        { environment: module.environment, evaluate: compile(path, module) },
      ]),
    ),
    schema: schema === null ? null : loadSchema(compile(path, schema)),
  };
}

function compile(path: string, module: ModuleCode): () => Exports {
  try {
    return compileModule(path, module);
  } catch (thrown) {
    throw new LoadError(`Failed to analyze ${module.module}.js: ${errorText(thrown)}`);
  }
}

/** convex-test checks documents in other words than Convex; they are checked here before they reach it. */
function unvalidated(schema: LoadedSchema | null): SchemaDefinition<GenericSchema, boolean> {
  return { schemaValidation: false, tables: schema?.definition.tables ?? {} } as SchemaDefinition<
    GenericSchema,
    boolean
  >;
}

/** convex-test looks modules up beside a `_generated` folder, and each time a function runs. */
function modulesOf({ path, modules }: Component, around: Around): Record<string, () => Promise<Exports>> {
  const found: Record<string, () => Promise<Exports>> = { "/_generated/api.js": async () => ({}) };
  for (const [name, module] of modules)
    found[`/${name}.js`] = async () => wrapExports(module.evaluate(), path, name, around);
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
  const functions = components.flatMap(({ path, modules }) =>
    [...modules].flatMap(([name, module]) => analyzeModule(path, name, module)),
  );
  const crons = components[0]?.modules.get("crons");
  const hasCrons = crons !== undefined && cronsOf(crons.evaluate()).length > 0;
  return { functions, notEmulated: hasCrons ? [notEmulated("cron jobs")] : [] };
}

function routerOf(exports: Exports | undefined): Router | null {
  return exports !== undefined && isRouter(exports.default) ? exports.default : null;
}

function missingOfComponents(code: AppCode): string[] {
  return code.flatMap(({ httpPrefix, hasVariables }) => [
    ...(httpPrefix === null ? [] : [notEmulated("HTTP actions of components")]),
    ...(hasVariables ? [notEmulated("variables of components")] : []),
  ]);
}
