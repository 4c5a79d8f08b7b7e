import type { CallExpression, JSXElement, Node, ParsedModule } from "../../source/parse.ts";
import type { Declaration } from "../../source/scopes.ts";
import type { FunctionLike } from "../../source/walk.ts";

/** One use of a component or hook: its parameters mean what this use gave them. */
export interface Frame {
  /** Null for code at the top level of a module. */
  fn: FunctionLike | null;
  /** How the function was entered; null when that is not known (a page that the framework renders). */
  entry:
    | { kind: "element"; element: JSXElement; module: ParsedModule; frame: Frame }
    | { kind: "call"; call: CallExpression; module: ParsedModule; frame: Frame }
    | null;
}

/** A frame for code of which it is not known how it was entered. */
export function openFrame(fn: FunctionLike | null): Frame {
  return { fn, entry: null };
}

/** The default written behind the name of a destructured parameter or prop, e.g. `true` in `{ enabled = true }`. */
export function defaultOf(declaration: Declaration): Node | null {
  const [first] = declaration.path;
  if (first === undefined) return declaration.default;
  return first.kind === "rest" ? null : first.default;
}
