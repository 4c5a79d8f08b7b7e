import { evaluate, type EvaluateOptions } from "../../source/evaluate.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import type { Value } from "../../source/value.ts";

type PackageFunctions = NonNullable<EvaluateOptions["packageFunctions"]>;

/** WorkOS's functions do not change the options they are given. */
const leavesArgumentsAlone: PackageFunctions[string] = ({ path, at }) => ({
  kind: "unknown",
  why: `the result of ${path}()`,
  location: at.location,
  span: at.span,
});

const PACKAGE_FUNCTIONS: PackageFunctions = Object.fromEntries(
  [
    "@workos-inc/authkit-nextjs",
    "@workos-inc/authkit-react",
    "@workos-inc/authkit-react-router",
    "@workos-inc/authkit-remix",
    "@workos-inc/node",
    "@workos/authkit-session",
    "@workos/authkit-tanstack-react-start",
    "convex-authkit",
  ].map((name) => [`${name}#*`, leavesArgumentsAlone]),
);

/** Tells what an expression is worth that is handed to one of WorkOS's SDKs. */
export function evaluateOption(graph: ModuleGraph, module: ParsedModule, node: Node): Value {
  return evaluate(graph, module, node, { packageFunctions: PACKAGE_FUNCTIONS });
}

/** A value, or that there is none, or that there may be one. */
export type Found = Value | "absent" | "unknown";

/** A property of an evaluated object; `unknown` where it may be there or not. */
export function optionNamed(value: Value, key: string): Found {
  if (value.kind === "undefined" || value.kind === "null") return "absent";
  if (value.kind !== "object") return "unknown";
  const entry = value.entries.find((it) => it.key === key);
  if (entry === undefined) return value.open ? "unknown" : "absent";
  if (entry.when.length > 0) return "unknown";
  return entry.value.kind === "undefined" ? "absent" : entry.value;
}
