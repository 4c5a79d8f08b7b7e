import type { Node } from "../../source/parse.ts";
import { declarationsIn, findDeclaration } from "../../source/scopes.ts";
import type { Declaration } from "../../source/scopes.ts";
import { walk, withoutTypes } from "../../source/walk.ts";
import type { FunctionLike } from "../../source/walk.ts";
import { derived, memberOf, UNKNOWN } from "./fetcher-value.ts";
import type { Run, Value } from "./fetcher-value.ts";

/** The variables of a function that is called with values. */
export function withParameters(
  node: FunctionLike,
  given: readonly Value[],
  before: ReadonlyMap<Declaration, Value>,
): Map<Declaration, Value> {
  const variables = new Map(before);
  for (const declaration of declarationsIn(node).values()) {
    if (declaration.kind !== "parameter") continue;
    const value = given[declaration.parameter];
    variables.set(declaration, value === undefined ? UNKNOWN : taken(value, declaration));
  }
  return variables;
}

function taken(value: Value, { path }: Declaration): Value {
  return path.reduce<Value>(
    (inner, step) => (step.kind === "property" ? memberOf(inner, step.name) : derived(inner)),
    value,
  );
}

/** Gives all names of a pattern what they take from a value. */
export function assigned(pattern: Node, value: Value, run: Run): Run {
  const variables = new Map(run.variables);
  walk(pattern, (node) => {
    if (node.type !== "Identifier") return;
    const declaration = findDeclaration(node.name, node);
    if (declaration === undefined || !isTarget(pattern, node)) return;
    const isWhole = withoutTypes(pattern) === node;
    variables.set(declaration, isWhole ? value : taken(value, declaration));
  });
  return { ...run, variables };
}

/** Whether an identifier in a pattern is a name that is given a value, not a key or a default. */
function isTarget(pattern: Node, node: Node): boolean {
  if (withoutTypes(pattern) === node) return true;
  const { parent } = node;
  if (parent?.type === "Property") return parent.value === node;
  if (parent?.type === "AssignmentPattern") return parent.left === node;
  return parent?.type === "ArrayPattern" || parent?.type === "RestElement";
}
