import { callValue } from "./evaluation/calls.ts";
import { evaluateExpression } from "./evaluation/expressions.ts";
import { Frame, Machine, TooMuchWork } from "./evaluation/machine.ts";
import type { PackageFunction } from "./evaluation/machine.ts";
import { Modules } from "./evaluation/modules.ts";
import { KNOWN_PACKAGE_FUNCTIONS } from "./evaluation/package-functions.ts";
import { snapshot } from "./evaluation/snapshot.ts";
import { string, unknown } from "./make-value.ts";
import type { ModuleGraph } from "./module-graph.ts";
import type { Node, ParsedModule } from "./parse.ts";
import { functionAround } from "./scopes.ts";
import type { Provenance, Value } from "./value.ts";
import { literalText } from "./walk.ts";

export interface EvaluateOptions {
  /** Functions of packages that are known, beside or instead of those that always are; see {@link PackageFunction}. */
  packageFunctions?: Readonly<Record<string, PackageFunction>>;
}

/**
 * Tells what an expression is worth, without executing anything. Modules are followed in the order of their
 * statements: constants, helper functions, values of other files and packages of the project, lists that are pushed
 * to, and choices that depend on environment variables. Whatever cannot be told is `unknown`. Never throws.
 *
 * An expression at the top level has the value of the moment when it is evaluated while the module loads; what later
 * statements change in it is only seen by {@link evaluateExport}. In a function, parameters are unknown.
 */
export function evaluate(
  graph: ModuleGraph,
  module: ParsedModule,
  node: Node,
  options: EvaluateOptions = {},
): Value {
  const at: Provenance = { location: module.locationOf(node), span: { start: node.start, end: node.end } };
  const text = literalText(node);
  if (text !== undefined) return string(text, at);
  return run(graph, options, at, (machine) => {
    const isTopLevel = functionAround(node) === undefined;
    if (isTopLevel) machine.watched = node;
    const frame = machine.runModule(module.path);
    const [seen, ...others] = machine.seenWatched;
    if (seen !== undefined && others.length === 0) return seen;
    machine.watched = null;
    const inner = new Frame(frame ?? null);
    return machine.evaluate(node, { module, frame: inner, thisValue: null });
  });
}

/**
 * Tells what a file of the project exports, without executing anything; see {@link evaluate}.
 *
 * @param path path relative to the examined root
 * @param exported a name or `"default"`
 */
export function evaluateExport(
  graph: ModuleGraph,
  path: string,
  exported: string,
  options: EvaluateOptions = {},
): Value {
  const at: Provenance = { location: { file: path, line: 1, column: 1 }, span: { start: 0, end: 0 } };
  return run(graph, options, at, (machine) => machine.exportOf(path, exported, at));
}

function run(
  graph: ModuleGraph,
  options: EvaluateOptions,
  at: Provenance,
  work: (machine: Machine) => Value,
): Value {
  const machine = new Machine(graph, { ...KNOWN_PACKAGE_FUNCTIONS, ...options.packageFunctions });
  const modules = new Modules(machine);
  machine.evaluate = (node, context) => evaluateExpression(machine, node, context);
  machine.call = (callee, args, thisValue, place) => callValue(machine, callee, args, thisValue, place);
  machine.runModule = (path) => modules.run(path);
  machine.exportOf = (path, name, place) => modules.exportOf(path, name, place);
  try {
    return snapshot(machine, work(machine));
  } catch (error) {
    // A RangeError is the end of the stack: the code nests in a way that no budget foresaw.
    if (error instanceof TooMuchWork || error instanceof RangeError)
      return unknown("it takes too much work to tell", at);
    throw error;
  }
}
