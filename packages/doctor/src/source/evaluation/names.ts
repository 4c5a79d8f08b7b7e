import { unknown } from "../make-value.ts";
import type { Node, ParsedModule } from "../parse.ts";
import { findDeclaration, isAssignedIn } from "../scopes.ts";
import type { Declaration } from "../scopes.ts";
import type { Provenance, Value } from "../value.ts";
import { rootOf, withoutTypes } from "../walk.ts";
import type { Context, Machine } from "./machine.ts";
import { globalValue, packageValue } from "./members.ts";
import { applyPath } from "./patterns.ts";

export function evaluateIdentifier(
  machine: Machine,
  node: Extract<Node, { type: "Identifier" }>,
  context: Context,
  at: Provenance,
): Value {
  const declaration = findDeclaration(node.name, node);
  if (declaration === undefined) {
    return node.name === "exports"
      ? commonJsExports(machine, context, at)
      : globalValue(machine, node.name, at);
  }
  return machine.narrowed(variable(machine, declaration, context, at));
}

/** The value of a variable: as the program that was run left it, or read from its declaration. */
export function variable(
  machine: Machine,
  declaration: Declaration,
  context: Context,
  at: Provenance,
): Value {
  if (declaration.kind === "import") return imported(machine, declaration, context.module, at);
  const known = context.frame.holding(declaration)?.values.get(declaration);
  if (known !== undefined) return known;
  const value = fromDeclaration(machine, declaration, context, at);
  return value;
}

/** The value of a variable in a function that was not run: only where its declaration alone tells it. */
function fromDeclaration(
  machine: Machine,
  declaration: Declaration,
  context: Context,
  at: Provenance,
): Value {
  const { node, name } = declaration;
  const scope = node.parent?.parent;
  if (declaration.kind === "parameter") return unknown(`${name} is a parameter`, at);
  if (declaration.kind === "function" || declaration.kind === "class") return machine.evaluate(node, context);
  if (node.type !== "VariableDeclarator" || node.init === null || scope?.type === "Program") {
    return unknown(`${name} has no value here yet`, at);
  }
  if (scope?.type === "ExportNamedDeclaration") return unknown(`${name} has no value here yet`, at);
  if (declaration.redeclared || (declaration.assignable && isAssignedIn(context.module, name))) {
    return unknown(`${name} is assigned more than once`, at);
  }
  // While it is evaluated it has no value: an initializer that needs itself ends here.
  machine.declareAs(declaration, unknown(`${name} needs itself`, at), context.frame);
  const value = applyPath(machine, machine.evaluate(node.init, context), declaration.path, context);
  const isChangeable = value.kind === "array" || value.kind === "object" || value.kind === "oneOf";
  const result =
    isChangeable && namesChangedIn(context.module).has(name) ? unknown(`${name} may be changed`, at) : value;
  machine.declareAs(declaration, result, context.frame);
  return result;
}

function imported(machine: Machine, declaration: Declaration, module: ParsedModule, at: Provenance): Value {
  const { node } = declaration;
  const statement = node.parent;
  let specifier: string | undefined;
  let name = "*";
  if (node.type === "TSImportEqualsDeclaration") {
    if (node.moduleReference.type === "TSExternalModuleReference")
      specifier = node.moduleReference.expression.value;
  } else if (statement?.type === "ImportDeclaration") {
    specifier = statement.source.value;
    if (node.type === "ImportDefaultSpecifier") name = "default";
    if (node.type === "ImportSpecifier") {
      name = node.imported.type === "Identifier" ? node.imported.name : node.imported.value;
    }
  }
  if (specifier === undefined) return unknown("an alias of a namespace", at);
  return importedValue(machine, module.path, specifier, name, at);
}

/** What a specifier gives under an exported name; `"*"` for all of it. */
export function importedValue(
  machine: Machine,
  fromPath: string,
  specifier: string,
  name: string,
  at: Provenance,
): Value {
  const resolution = machine.graph.resolve(fromPath, specifier);
  // Convex generates this file; it is often not committed, and `env` is newer than many of those that are.
  if (/(?:^|\/)_generated\/server(?:\.js)?$/.test(specifier) && name === "env") {
    return machine.referring(
      { kind: "environment", from: "_generated/server" },
      "it is all environment variables",
      at,
    );
  }
  if (resolution.kind === "unresolved") return unknown(`${specifier} was not found`, at);
  if (resolution.kind === "package") {
    const packageName =
      resolution.subpath === "" ? resolution.name : `${resolution.name}/${resolution.subpath}`;
    return packageValue(machine, { kind: "package", package: packageName, path: name, calls: [] }, at);
  }
  if (name === "*") {
    return machine.referring({ kind: "module", path: resolution.path }, "it is a whole module", at);
  }
  return machine.exportOf(resolution.path, name, at);
}

const changedNames = new WeakMap<ParsedModule, ReadonlySet<string>>();

/** Names on which something is assigned, or that are handed to a call or changed by a method, anywhere in a module. */
function namesChangedIn(module: ParsedModule): ReadonlySet<string> {
  let names = changedNames.get(module);
  if (names === undefined) {
    const found = new Set<string>();
    const add = (node: Node) => {
      const root = rootOf(node);
      if (root.type === "Identifier") found.add(root.name);
    };
    for (const node of module.nodes) {
      if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression") add(node.left);
      else if (node.type === "UnaryExpression" && node.operator === "delete") add(node.argument);
      else if (node.type === "CallExpression") {
        for (const argument of node.arguments)
          add(argument.type === "SpreadElement" ? argument.argument : argument);
        const callee = withoutTypes(node.callee);
        if (callee.type === "MemberExpression" && !PURE_METHODS.has(keyOf(callee))) add(callee.object);
      }
    }
    names = found;
    changedNames.set(module, names);
  }
  return names;
}

export function keyOf(node: Extract<Node, { type: "MemberExpression" }>): string {
  return node.computed || node.property.type === "PrivateIdentifier" ? "" : node.property.name;
}

const PURE_METHODS = new Set(
  "map filter flatMap flat concat slice join includes find findIndex indexOf some every forEach reduce at keys values entries toString".split(
    " ",
  ),
);

/** `module.exports` of CommonJS. */
export function isModuleExports(node: Node): boolean {
  return (
    node.type === "MemberExpression" &&
    node.object.type === "Identifier" &&
    node.object.name === "module" &&
    keyOf(node) === "exports" &&
    findDeclaration("module", node) === undefined
  );
}

/** What a module has assigned to its exports so far. */
export function commonJsExports(machine: Machine, context: Context, at: Provenance): Value {
  const { path } = context.module;
  let exports = machine.commonJs.get(path);
  if (exports === undefined) {
    exports = machine.object([], false, at);
    machine.commonJs.set(path, exports);
  }
  return exports;
}
