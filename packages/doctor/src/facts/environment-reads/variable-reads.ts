import type { Node, ParsedModule } from "../../source/parse.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";
import type { EnvironmentRead } from "./environment-reads.ts";

/** One read of a variable, with the node that stands for its value. */
export interface VariableRead {
  name: string;
  object: EnvironmentRead["object"];
  node: Node;
  /** Set where destructuring gives a default. */
  hasDefault: boolean;
  /** The names that hold the value: of `const x = import.meta.env.X` and of destructuring. */
  heldBy: string | null;
}

/** Every read of `import.meta.env.X` and `process.env.X` in a module, also by destructuring and with `["X"]`. */
export function variableReads(module: ParsedModule): VariableRead[] {
  const reads: VariableRead[] = [];
  for (const node of module.nodes) {
    if (node.type === "MemberExpression") {
      const object = envObject(node.object);
      const name = object && memberName(node);
      if (object !== undefined && name !== undefined && !(isOfPage(node.object) && declares(module, name))) {
        reads.push({ name, object, node, hasDefault: false, heldBy: holderOf(node) });
      }
    }
    if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && node.init !== null) {
      const object = envObject(node.init);
      if (object === undefined) continue;
      for (const property of node.id.properties) {
        if (property.type !== "Property") continue;
        const name = property.key.type === "Identifier" ? property.key.name : literalText(property.key);
        const target = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
        if (name === undefined || target.type !== "Identifier") continue;
        const hasDefault = property.value.type === "AssignmentPattern";
        reads.push({ name, object, node: property, hasDefault, heldBy: target.name });
      }
    }
  }
  return reads;
}

/** `window.process.env` and `globalThis.process.env`: a browser has no `process` but the one a page's script makes. */
function isOfPage(node: Node): boolean {
  const env = withoutTypes(node);
  return env.type === "MemberExpression" && withoutTypes(env.object).type === "MemberExpression";
}

/** Whether the module itself makes the value of that name, which it then hands to the page. */
function declares({ nodes }: ParsedModule, name: string): boolean {
  return nodes.some(
    (node) => node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.id.name === name,
  );
}

function memberName(node: Extract<Node, { type: "MemberExpression" }>): string | undefined {
  if (node.computed) return literalText(node.property);
  return node.property.type === "Identifier" ? node.property.name : undefined;
}

function envObject(node: Node): EnvironmentRead["object"] | undefined {
  const inner = withoutTypes(node);
  if (inner.type !== "MemberExpression" || memberName(inner) !== "env") return undefined;
  const owner = withoutTypes(inner.object);
  if (owner.type === "MetaProperty") return "import.meta.env";
  if (owner.type === "Identifier" && owner.name === "process") return "process.env";
  // `globalThis.process.env` and `window.process.env`
  if (owner.type === "MemberExpression" && memberName(owner) === "process") return "process.env";
  return undefined;
}

/** The constant whose whole value the node is. */
function holderOf(node: Node): string | null {
  const { parent, value } = outermost(node);
  if (parent?.type !== "VariableDeclarator" || parent.init !== value || parent.id.type !== "Identifier")
    return null;
  return parent.id.name;
}

/** The node with the type annotations around it, and what stands around that. */
export function outermost(node: Node): { value: Node; parent: Node | null } {
  let value = node;
  for (;;) {
    const parent = value.parent ?? null;
    if (parent === null || withoutTypes(parent) === parent) return { value, parent };
    value = parent;
  }
}
