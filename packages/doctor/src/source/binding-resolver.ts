import type { ModuleGraph } from "./module-graph.ts";
import type { Node, ParsedModule } from "./parse.ts";
import { findDeclaration, isAssignedIn, keyName } from "./scopes.ts";
import type { Declaration } from "./scopes.ts";
import { isFunction, literalText, withoutTypes } from "./walk.ts";

/** What a name or a member expression refers to, followed through aliases, re-exports and files. */
export type Origin =
  /**
   * An export of a package from outside. `exported` is its name, `"default"`, or `"*"` for the whole namespace;
   * `members` what is accessed on it, e.g. `["signIn"]` for `auth.signIn` with `auth` an export.
   */
  | { kind: "package"; package: string; subpath: string; exported: string; members: readonly string[] }
  /**
   * Something declared in the project. `members` is what is taken from it and could not be followed: `isLoading`
   * for `const { isLoading } = useAuth()`, whose `value` is the call.
   */
  | {
      kind: "local";
      module: ParsedModule;
      /** Null for a default export without a name. */
      declaration: Declaration | null;
      /** The expression, function or class that gives the value; null when nothing is assigned. */
      value: Node | null;
      members: readonly string[];
    }
  /** A parameter of a function, or a part of one; a caught error counts as one. */
  | { kind: "parameter"; module: ParsedModule; declaration: Declaration; members: readonly string[] }
  /** A whole module of the project: `import * as x`. */
  | { kind: "module"; module: ParsedModule }
  /** A name that no scope declares: `process`, `window`. */
  | { kind: "global"; name: string; members: readonly string[] }
  | { kind: "unknown"; why: string };

/** How many aliases, re-exports and assignments are followed after each other. */
const LONGEST_CHAIN = 60;
/** How many of them are looked at in all, for one name: a barrel may list hundreds of files. */
const MOST_STEPS = 5000;

/** What a chain of members starts with, and the names behind it; undefined where one of them is computed. */
export function splitMembers(node: Node): { object: Node; members: string[] | undefined } {
  const members: string[] = [];
  let isNamed = true;
  let object = withoutTypes(node);
  while (object.type === "MemberExpression") {
    const name = memberName(object);
    if (name === undefined) isNamed = false;
    else members.push(name);
    object = withoutTypes(object.object);
  }
  return { object, members: isNamed ? members.reverse() : undefined };
}

function memberName(node: Extract<Node, { type: "MemberExpression" }>): string | undefined {
  if (!node.computed) return node.property.name;
  const { property } = node;
  if (property.type === "Literal" && typeof property.value === "number") return `[${property.value}]`;
  return literalText(property);
}

const UNRESOLVED = "the name leads to a file that was not found";

/** Follows names through scopes, aliases and files; made anew for each question, which bounds its work. */
export class Resolver {
  readonly #graph: ModuleGraph;
  #steps = 0;
  #depth = 0;

  constructor(graph: ModuleGraph) {
    this.#graph = graph;
  }

  expression(module: ParsedModule, node: Node, members: readonly string[]): Origin {
    return this.#bounded(() => this.#expression(module, withoutTypes(node), members));
  }

  /** Like {@link expression}; what is no name stands for itself. */
  #value(module: ParsedModule, node: Node, members: readonly string[]): Origin {
    const inner = withoutTypes(node);
    switch (inner.type) {
      case "Identifier":
      case "MemberExpression":
        return this.expression(module, inner, members);
      default:
        return (
          this.#importedModule(module, inner, members) ??
          this.#propertyOfObject(module, inner, members) ?? {
            kind: "local",
            module,
            declaration: null,
            value: inner,
            members,
          }
        );
    }
  }

  /** A property that an object literal writes out, e.g. of `const hooks = { useSession: useAuth }`. */
  #propertyOfObject(module: ParsedModule, node: Node, members: readonly string[]): Origin | undefined {
    const [first, ...rest] = members;
    if (first === undefined || node.type !== "ObjectExpression") return undefined;
    if (node.properties.some((property) => property.type === "SpreadElement" || property.kind !== "init")) {
      return undefined;
    }
    const property = propertyNamed(node, first);
    return property === undefined ? undefined : this.#bounded(() => this.#value(module, property, rest));
  }

  #bounded(resolve: () => Origin): Origin {
    if (++this.#steps > MOST_STEPS || this.#depth >= LONGEST_CHAIN) {
      return { kind: "unknown", why: "the chain of aliases and re-exports is too long" };
    }
    this.#depth++;
    try {
      return resolve();
    } finally {
      this.#depth--;
    }
  }

  #expression(module: ParsedModule, inner: Node, members: readonly string[]): Origin {
    switch (inner.type) {
      case "Identifier":
        return this.name(module, inner.name, inner, members);
      case "JSXIdentifier":
        // `<div>` is an element of the page; `<motion.div>` starts with a name.
        return /^[a-z]/.test(inner.name) && inner.parent?.type !== "JSXMemberExpression"
          ? { kind: "global", name: inner.name, members }
          : this.name(module, inner.name, inner, members);
      case "MemberExpression": {
        const split = splitMembers(inner);
        if (split.members === undefined) return { kind: "unknown", why: "a property with a computed name" };
        return this.expression(module, split.object, [...split.members, ...members]);
      }
      case "JSXMemberExpression":
        return this.expression(module, inner.object, [inner.property.name, ...members]);
      case "ThisExpression":
        return { kind: "unknown", why: "a property of `this`" };
      default:
        return members.length === 0 && !isFunction(inner)
          ? { kind: "unknown", why: "not a name" }
          : this.#value(module, inner, members);
    }
  }

  name(module: ParsedModule, name: string, from: Node, members: readonly string[]): Origin {
    const declaration = findDeclaration(name, from);
    if (declaration === undefined) return { kind: "global", name, members };
    return this.declaration(module, declaration, members);
  }

  declaration(module: ParsedModule, declaration: Declaration, members: readonly string[]): Origin {
    const taken = membersOfPath(declaration, members);
    switch (declaration.kind) {
      case "import":
        return this.#imported(module, declaration, members);
      case "parameter":
      case "caught":
        return taken === undefined
          ? { kind: "unknown", why: "a parameter that is taken apart with computed names" }
          : { kind: "parameter", module, declaration, members: [...taken, ...members] };
      case "variable":
        break;
      default:
        return { kind: "local", module, declaration, value: declaration.node, members };
    }
    const { node } = declaration;
    if (node.type !== "VariableDeclarator") return { kind: "unknown", why: "not a variable" };
    if (declaration.redeclared) {
      return { kind: "unknown", why: `${declaration.name} is declared more than once` };
    }
    if (declaration.assignable && isAssignedIn(module, declaration.name)) {
      return { kind: "unknown", why: `${declaration.name} is assigned more than once` };
    }
    if (taken === undefined) return { kind: "unknown", why: "taken apart with computed names or a rest" };
    const all = [...taken, ...members];
    if (node.init === null) return { kind: "local", module, declaration, value: null, members: all };
    const init = withoutTypes(node.init);
    if (init.type === "Identifier" || init.type === "MemberExpression") {
      const followed = this.expression(module, init, all);
      // A default may take the place of what is destructured, so only the plain alias is certain.
      if (hasDefault(declaration)) {
        return { kind: "unknown", why: "has a default beside what it is taken from" };
      }
      return followed;
    }
    const origin = this.#value(module, init, all);
    // What the initializer itself gives is known under the declared name.
    return origin.kind === "local" && origin.value === init ? { ...origin, declaration } : origin;
  }

  exportOf(path: string, exported: string, members: readonly string[], seen: Set<string>): Origin {
    const key = `${path}\0${exported}`;
    if (seen.has(key)) return { kind: "unknown", why: "the exports form a circle" };
    seen.add(key);
    return this.#bounded(() => this.#exportOf(path, exported, members, seen));
  }

  #exportOf(path: string, exported: string, members: readonly string[], seen: Set<string>): Origin {
    const module = this.#graph.module(path);
    if (module === undefined || module.unparsable !== null)
      return { kind: "unknown", why: `${path} cannot be read` };
    const entry = module.exports.find((it) => it.exported === exported);
    if (entry !== undefined) {
      if (entry.from !== null) {
        return this.#fromSpecifier(path, entry.from.specifier, entry.from.imported, members, seen);
      }
      if (entry.local !== null) return this.name(module, entry.local, module.program, members);
      if (exported === "default") {
        const statement = module
          .statementsMentioning("default")
          .find((it) => it.type === "ExportDefaultDeclaration");
        if (statement?.type !== "ExportDefaultDeclaration")
          return { kind: "unknown", why: "no default export" };
        return this.#value(module, statement.declaration, members);
      }
    }
    const common = module.exports.length === 0 ? commonJsExport(module, exported) : undefined;
    if (common !== undefined) return this.#value(module, common, members);
    if (exported === "default") return { kind: "unknown", why: `${path} has no default export` };
    return this.#fromStars(module, exported, members, seen);
  }

  /** `export * from` several places: the one that has the name, else the only package among them. */
  #fromStars(module: ParsedModule, exported: string, members: readonly string[], seen: Set<string>): Origin {
    const packages: Origin[] = [];
    for (const star of module.exports) {
      if (star.exported !== "*" || star.from === null || star.typeOnly) continue;
      const resolution = this.#graph.resolve(module.path, star.from.specifier);
      if (resolution.kind === "unresolved") return { kind: "unknown", why: UNRESOLVED };
      const origin = this.#fromSpecifier(module.path, star.from.specifier, exported, members, seen);
      if (resolution.kind === "package") packages.push(origin);
      else if (origin.kind !== "unknown") return origin;
    }
    const [only] = packages;
    return packages.length === 1 && only !== undefined
      ? only
      : { kind: "unknown", why: `${module.path} exports no ${exported}` };
  }

  #imported(module: ParsedModule, declaration: Declaration, members: readonly string[]): Origin {
    const { node } = declaration;
    if (node.type === "TSImportEqualsDeclaration") {
      return node.moduleReference.type === "TSExternalModuleReference"
        ? this.#fromSpecifier(module.path, node.moduleReference.expression.value, "*", members, new Set())
        : { kind: "unknown", why: "an alias of a namespace" };
    }
    const statement = node.parent;
    if (statement?.type !== "ImportDeclaration") return { kind: "unknown", why: "not an import" };
    const imported =
      node.type === "ImportDefaultSpecifier"
        ? "default"
        : node.type === "ImportSpecifier"
          ? node.imported.type === "Identifier"
            ? node.imported.name
            : node.imported.value
          : "*";
    return this.#fromSpecifier(module.path, statement.source.value, imported, members, new Set());
  }

  #fromSpecifier(
    fromPath: string,
    specifier: string,
    imported: string,
    members: readonly string[],
    seen: Set<string>,
  ): Origin {
    const resolution = this.#graph.resolve(fromPath, specifier);
    if (resolution.kind === "unresolved") return { kind: "unknown", why: UNRESOLVED };
    if (imported === "*") {
      const [first, ...rest] = members;
      if (first !== undefined) return this.#fromSpecifier(fromPath, specifier, first, rest, seen);
    }
    if (resolution.kind === "package") {
      return {
        kind: "package",
        package: resolution.name,
        subpath: resolution.subpath,
        exported: imported,
        members,
      };
    }
    if (imported !== "*") return this.exportOf(resolution.path, imported, members, seen);
    const target = this.#graph.module(resolution.path);
    return target === undefined
      ? { kind: "unknown", why: `${resolution.path} cannot be read` }
      : { kind: "module", module: target };
  }

  /** `require("x")` and `await import("x")`, whose value is the module. */
  #importedModule(module: ParsedModule, node: Node, members: readonly string[]): Origin | undefined {
    let inner = node;
    if (inner.type === "AwaitExpression") inner = withoutTypes(inner.argument);
    let specifier: string | undefined;
    if (inner.type === "ImportExpression" && inner !== node) {
      specifier = literalText(inner.source);
    } else if (
      inner.type === "CallExpression" &&
      inner.callee.type === "Identifier" &&
      inner.callee.name === "require" &&
      inner.arguments.length === 1 &&
      findDeclaration("require", inner) === undefined
    ) {
      specifier = literalText(inner.arguments[0]);
    }
    if (specifier === undefined) return undefined;
    return this.#fromSpecifier(module.path, specifier, "*", members, new Set());
  }
}

/** The names that destructuring takes; undefined when they are not all written out. */
function membersOfPath(declaration: Declaration, accessed: readonly string[]): string[] | undefined {
  const members: string[] = [];
  for (const step of declaration.path) {
    if (step.kind === "property") members.push(step.name);
    else if (step.kind === "index") members.push(`[${step.index}]`);
    // `const { user, ...rest } = useAuth()`: `rest.isLoading` is a property of the same result.
    else if (step.kind !== "rest" || step.of === "array" || accessed.length === 0) return undefined;
  }
  return members;
}

function hasDefault(declaration: Declaration): boolean {
  return declaration.path.some((step) => step.kind !== "rest" && step.default !== null);
}

/** What a CommonJS module assigns to `module.exports` or one of its names. */
function commonJsExport(module: ParsedModule, exported: string): Node | undefined {
  let found: Node | undefined;
  for (const statement of module.statementsMentioning("exports")) {
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression")
      continue;
    const { left, right } = statement.expression;
    if (left.type !== "MemberExpression") continue;
    const { object, members } = splitMembers(left);
    if (object.type !== "Identifier" || members === undefined) continue;
    const path = [object.name, ...members].join(".");
    if (path === "module.exports") {
      found = exported === "default" ? right : (propertyNamed(right, exported) ?? found);
    } else if (path === `module.exports.${exported}` || path === `exports.${exported}`) {
      found = right;
    }
  }
  return found;
}

function propertyNamed(object: Node, name: string): Node | undefined {
  const inner = withoutTypes(object);
  if (inner.type !== "ObjectExpression") return undefined;
  for (const property of inner.properties) {
    if (property.type === "Property" && keyName(property) === name) return property.value;
  }
  return undefined;
}
