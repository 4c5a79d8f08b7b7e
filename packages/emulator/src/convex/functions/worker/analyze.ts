import type { ValidatorJson } from "../values/validator.ts";
import { errorText } from "./error-text.ts";
import type { Exports } from "./evaluate-module.ts";
import { LoadError } from "./load-error.ts";
import type { AnalyzedFunction } from "./messages.ts";
import { isRegistered, isRouter, kindOf, type Registered } from "./registered-function.ts";

/** A module that can be evaluated. */
export interface LoadedModule {
  environment: "isolate" | "node";
  evaluate(): Exports;
}

/**
 * Evaluates a module as a push does, and looks at what it exports.
 *
 * @param component its component's path
 * @param name of the module, such as `notes`
 * @throws {LoadError} where it fails, or exports what it may not
 */
export function analyzeModule(component: string, name: string, module: LoadedModule): AnalyzedFunction[] {
  try {
    const exports = module.evaluate();
    if (component === "") checkDefaultExport(name, exports);
    return functionsOf(component, name, module, exports);
  } catch (thrown) {
    if (thrown instanceof LoadError) throw thrown;
    throw new LoadError(`Failed to analyze ${name}.js: ${errorText(thrown)}`);
  }
}

/** The names of the cron jobs of a module. */
export function cronsOf(exports: Exports): string[] {
  return isCrons(exports.default) ? Object.keys(exports.default.crons) : [];
}

function functionsOf(
  component: string,
  name: string,
  { environment }: LoadedModule,
  exports: Exports,
): AnalyzedFunction[] {
  return Object.entries(exports).flatMap(([exported, value]) => {
    if (!isRegistered(value)) return [];
    const kind = kindOf(value as Registered);
    if (kind === null) return [];
    if (environment === "node" && kind !== "action")
      throw new LoadError(
        `\`${exported}\` defined in \`${name}.js\` is a ${kind === "query" ? "Query" : "Mutation"} function. Only actions can be defined in Node.js. See https://docs.convex.dev/functions/actions for more details.`,
      );
    checkArgsValidator(`${name}.js:${exported}`, value);
    value.exportReturns?.();
    const visibility = value.isPublic === true ? "public" : "internal";
    return [{ component, path: `${name}:${exported}`, kind, visibility }];
  });
}

function checkArgsValidator(identifier: string, { exportArgs }: Registered): void {
  if (exportArgs === undefined) return;
  const { type } = JSON.parse(exportArgs()) as ValidatorJson;
  if (type !== "object" && type !== "any")
    throw new LoadError(
      `Invalid JSON returned from ${identifier}.exportArgs(): Args validator must be an object or any`,
    );
}

function checkDefaultExport(name: string, exports: Exports): void {
  if (name !== "http" && name !== "crons") return;
  const [what, isRight] = name === "http" ? ["Router", isRouter] : ["Crons object", isCrons];
  if (!("default" in exports))
    throw new LoadError(`\`convex/${name}.js\` must have a default export of a ${what}.`);
  if (!isRight(exports.default))
    throw new LoadError(`The default export of \`convex/${name}.js\` is not a ${what}.`);
}

function isCrons(value: unknown): value is { crons: Record<string, unknown> } {
  return typeof value === "object" && value !== null && "isCrons" in value && "crons" in value;
}
