import { appendChildren, statementsDeclaring } from "./module-tree.ts";
import type { Node, ParsedModule, Program } from "./parse.ts";
import { isFunction, literalText, walk } from "./walk.ts";
import type { FunctionLike } from "./walk.ts";

/** One step of destructuring, from the value on the right to the name. */
export type PatternStep =
  /** `{ name }`; `value` is the default written behind `=`. */
  | { kind: "property"; name: string; default: Node | null }
  /** `[, name]` */
  | { kind: "index"; index: number; default: Node | null }
  /** `{ ...name }` or `[...name]`: what the names before it left over. */
  | { kind: "rest"; of: "object" | "array"; except: readonly string[]; from: number }
  /** `{ [expression]: name }` */
  | { kind: "computed"; expression: Node; default: Node | null };

/** What introduces a name, and where. Two lookups of one binding give the identical object. */
export interface Declaration {
  name: string;
  kind: "import" | "variable" | "function" | "class" | "parameter" | "caught" | "enum" | "namespace";
  /** The identifier that is declared. */
  identifier: Node;
  /**
   * What declares it: an import specifier, a VariableDeclarator, a function, a class, a TSEnumDeclaration …
   * For a parameter it is the function, for a caught error the catch clause.
   */
  node: Node;
  /** How a destructured name is taken from the value; empty for a plain name. */
  path: readonly PatternStep[];
  /** Which parameter of the function; -1 for everything else. A rest parameter starts its path with `rest`. */
  parameter: number;
  /** The default of a whole parameter (`a = 1`, `{ a } = {}`), or null. */
  default: Node | null;
  /** Whether the name can be assigned again (`let`, `var`, parameters). */
  assignable: boolean;
  /** Whether the same scope declares the name more than once, so that no declaration is certain to give its value. */
  redeclared: boolean;
}

type Names = Map<string, Declaration>;

const namesByScope = new WeakMap<Node, Names>();

/**
 * Finds what declares a name as seen from a node, through all scopes around it.
 *
 * @returns undefined for a global name, or one that is declared by code that is not understood
 */
export function findDeclaration(name: string, from: Node): Declaration | undefined {
  let inner: Node | null | undefined = from;
  for (let node: Node | null | undefined = from; node; inner = node, node = node.parent) {
    if (!isScope(node)) continue;
    // A default of a parameter does not see what the body declares.
    const found = node.type === "Program" ? topLevelName(node, name) : namesOf(node).get(name);
    if (found !== undefined && !isDefaultSeeingBody(node, inner, found)) return found;
  }
  return undefined;
}

/** All names that a scope (a function, a block …) declares itself; for a program, ask for the name that is wanted. */
export function declarationsIn(scope: Node): ReadonlyMap<string, Declaration> {
  return isScope(scope) ? namesOf(scope) : new Map();
}

/** The names that a top-level statement declares for its module. */
export function namesDeclaredBy(statement: Node): string[] {
  const names: Names = new Map();
  collectHoisted(statement, names);
  collectStatement(statement, names);
  return [...names.keys()];
}

/** The nearest function around a node, itself not counted; undefined at the top level of a module. */
export function functionAround(node: Node): FunctionLike | undefined {
  for (let outer = node.parent; outer; outer = outer.parent) if (isFunction(outer)) return outer;
  return undefined;
}

const assignedNames = new WeakMap<ParsedModule, Map<string, boolean>>();

/**
 * Whether a name is assigned somewhere in a module after its declaration, without regard to scopes: a name that is not
 * certainly keeps its first value.
 */
export function isAssignedIn(module: ParsedModule, name: string): boolean {
  let known = assignedNames.get(module);
  if (known === undefined) assignedNames.set(module, (known = new Map()));
  let isAssigned = known.get(name);
  if (isAssigned === undefined) {
    isAssigned = module.nodesMentioning(name).some((node) => {
      const target = assignmentTarget(node);
      return target !== undefined && isNameIn(name, target);
    });
    known.set(name, isAssigned);
  }
  return isAssigned;
}

function assignmentTarget(node: Node): Node | undefined {
  switch (node.type) {
    case "AssignmentExpression":
      return node.left;
    case "UpdateExpression":
      return node.argument;
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? undefined : node.left;
    default:
      return undefined;
  }
}

function isNameIn(name: string, target: Node): boolean {
  let isFound = false;
  walk(target, (node) => {
    isFound ||= node.type === "Identifier" && node.name === name;
    return node.type !== "MemberExpression";
  });
  return isFound;
}

function isScope(node: Node): boolean {
  switch (node.type) {
    case "Program":
    case "BlockStatement":
    case "StaticBlock":
    case "SwitchStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "CatchClause":
    case "ClassExpression":
    case "TSModuleBlock":
      return true;
    default:
      return isFunction(node);
  }
}

function isDefaultSeeingBody(scope: Node, inner: Node, found: Declaration): boolean {
  return (
    isFunction(scope) &&
    found.node !== scope &&
    scope.body !== inner &&
    scope.params.some((it) => it === inner)
  );
}

function namesOf(scope: Node): Names {
  let names = namesByScope.get(scope);
  if (names === undefined) {
    names = new Map();
    namesByScope.set(scope, names);
    collect(scope, names);
  }
  return names;
}

const topLevelNames = new WeakMap<Node, Map<string, Declaration | undefined>>();

/** What declares a name at the top of a module; the nodes of statements that do not mention it are not made for that. */
function topLevelName(program: Program, name: string): Declaration | undefined {
  let known = topLevelNames.get(program);
  if (known === undefined) topLevelNames.set(program, (known = new Map()));
  if (!known.has(name)) {
    const names: Names = new Map();
    const statements = statementsDeclaring(program, name);
    for (const statement of statements) collectHoisted(statement, names);
    for (const statement of statements) collectStatement(statement, names);
    known.set(name, names.get(name));
  }
  return known.get(name);
}

function collect(scope: Node, names: Names): void {
  switch (scope.type) {
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      if (scope.type !== "BlockStatement") collectHoistedIn(scope, names);
      for (const statement of scope.body) collectStatement(statement, names);
      return;
    case "SwitchStatement":
      for (const branch of scope.cases)
        for (const statement of branch.consequent) collectStatement(statement, names);
      return;
    case "ForStatement":
      if (scope.init?.type === "VariableDeclaration") collectStatement(scope.init, names);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      if (scope.left.type === "VariableDeclaration") collectStatement(scope.left, names);
      return;
    case "CatchClause":
      if (scope.param !== null) collectPattern(scope.param, [], { kind: "caught", node: scope }, names);
      return;
    case "ClassExpression":
      if (scope.id !== null) declare(scope.id, { kind: "class", node: scope }, names);
      return;
    default:
      if (isFunction(scope)) collectFunction(scope, names);
  }
}

function collectFunction(scope: FunctionLike, names: Names): void {
  if (scope.type === "FunctionExpression" && scope.id !== null) {
    declare(scope.id, { kind: "function", node: scope }, names);
  }
  if (scope.body !== null) collectHoistedIn(scope.body, names);
  scope.params.forEach((parameter, index) => {
    let pattern: Node = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
    const path: PatternStep[] = [];
    let fallback: Node | null = null;
    if (pattern.type === "RestElement") {
      path.push({ kind: "rest", of: "array", except: [], from: index });
      pattern = pattern.argument;
    } else if (pattern.type === "AssignmentPattern") {
      fallback = pattern.right;
      pattern = pattern.left;
    }
    collectPattern(
      pattern,
      path,
      { kind: "parameter", node: scope, parameter: index, default: fallback },
      names,
    );
  });
}

/** `var` belongs to the function around it, however deep in blocks it is written. */
function collectHoistedIn(body: Node, names: Names): void {
  const children: Node[] = [];
  appendChildren(body, children);
  for (const child of children) collectHoisted(child, names);
}

function collectHoisted(statement: Node, names: Names): void {
  if (statement.type === "VariableDeclaration" && statement.kind === "var")
    collectStatement(statement, names);
  if (canHoldStatements(statement)) collectHoistedIn(statement, names);
}

/** Most statements of a function, which need not be looked into. */
const HOLDS_EXPRESSIONS: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "ReturnStatement",
  "ThrowStatement",
]);

function canHoldStatements(node: Node): boolean {
  return (
    !isFunction(node) &&
    ((node.type.endsWith("Statement") && !HOLDS_EXPRESSIONS.has(node.type)) ||
      node.type === "SwitchCase" ||
      node.type === "CatchClause" ||
      node.type === "ExportNamedDeclaration")
  );
}

/**
 * `declare var process: …`, which only tells the type of a global name. The tree leaves the word out; the room in front
 * of the first name shows it.
 */
function isAmbient(statement: Extract<Node, { type: "VariableDeclaration" }>): boolean {
  const [first] = statement.declarations;
  const isLoop = statement.parent?.type === "ForOfStatement" || statement.parent?.type === "ForInStatement";
  if (isLoop || first === undefined || statement.declarations.some(({ init }) => init !== null)) return false;
  return first.id.start - statement.start > `declare ${statement.kind}`.length;
}

function collectStatement(statement: Node, names: Names): void {
  switch (statement.type) {
    case "ImportDeclaration":
      for (const specifier of statement.specifiers) {
        declare(specifier.local, { kind: "import", node: specifier }, names);
      }
      return;
    case "TSImportEqualsDeclaration":
      declare(statement.id, { kind: "import", node: statement }, names);
      return;
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration !== null) collectStatement(statement.declaration, names);
      return;
    case "VariableDeclaration":
      if (isAmbient(statement)) return;
      for (const declarator of statement.declarations) {
        const assignable = statement.kind === "let" || statement.kind === "var";
        collectPattern(declarator.id, [], { kind: "variable", node: declarator, assignable }, names);
      }
      return;
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      if (statement.id !== null && statement.body !== null) {
        declare(statement.id, { kind: "function", node: statement }, names);
      }
      return;
    case "ClassDeclaration":
      if (statement.id !== null) declare(statement.id, { kind: "class", node: statement }, names);
      return;
    case "TSEnumDeclaration":
      declare(statement.id, { kind: "enum", node: statement }, names);
      return;
    case "TSModuleDeclaration":
      if (statement.id.type === "Identifier")
        declare(statement.id, { kind: "namespace", node: statement }, names);
      return;
    case "LabeledStatement":
      collectStatement(statement.body, names);
  }
}

interface Origin {
  kind: Declaration["kind"];
  node: Node;
  parameter?: number;
  default?: Node | null;
  assignable?: boolean;
}

function declare(identifier: Node, origin: Origin, names: Names, path: readonly PatternStep[] = []): void {
  if (identifier.type !== "Identifier") return;
  const before = names.get(identifier.name);
  if (before?.identifier === identifier) return;
  names.set(identifier.name, {
    name: identifier.name,
    kind: origin.kind,
    identifier,
    node: origin.node,
    path,
    parameter: origin.parameter ?? -1,
    default: origin.default ?? null,
    assignable: origin.assignable === true || origin.kind === "parameter",
    redeclared: before !== undefined,
  });
}

function collectPattern(root: Node, start: readonly PatternStep[], origin: Origin, names: Names): void {
  const pending: { pattern: Node; path: readonly PatternStep[] }[] = [{ pattern: root, path: start }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { pattern, path } = next;
    if (pattern.type === "Identifier") {
      declare(pattern, origin, names, path);
    } else if (pattern.type === "ObjectPattern") {
      const taken: string[] = [];
      for (const property of pattern.properties) {
        if (property.type === "RestElement") {
          pending.push({
            pattern: property.argument,
            path: [...path, { kind: "rest", of: "object", except: taken, from: 0 }],
          });
          continue;
        }
        const { pattern: target, fallback } = withDefault(property.value);
        const name = keyName(property);
        if (name !== undefined) taken.push(name);
        const step: PatternStep =
          name === undefined
            ? { kind: "computed", expression: property.key, default: fallback }
            : { kind: "property", name, default: fallback };
        pending.push({ pattern: target, path: [...path, step] });
      }
    } else if (pattern.type === "ArrayPattern") {
      pattern.elements.forEach((element, index) => {
        if (element === null) return;
        if (element.type === "RestElement") {
          pending.push({
            pattern: element.argument,
            path: [...path, { kind: "rest", of: "array", except: [], from: index }],
          });
          return;
        }
        const { pattern: target, fallback } = withDefault(element);
        pending.push({ pattern: target, path: [...path, { kind: "index", index, default: fallback }] });
      });
    }
  }
}

function withDefault(pattern: Node): { pattern: Node; fallback: Node | null } {
  return pattern.type === "AssignmentPattern"
    ? { pattern: pattern.left, fallback: pattern.right }
    : { pattern, fallback: null };
}

/** The name of a property in an object or a pattern, when it is written out; undefined when it is computed. */
export function keyName(property: { key: Node; computed: boolean }): string | undefined {
  const { key } = property;
  if (!property.computed && (key.type === "Identifier" || key.type === "PrivateIdentifier")) return key.name;
  if (key.type === "Literal" && typeof key.value === "number") return String(key.value);
  return literalText(key);
}
