import { lookUpAttribute } from "./attributes.ts";
import type { Expression } from "./expression.ts";
import type { ObjectNode, StringNode, TemplateNode } from "./parse.ts";

/** One claim that a template adds to a token. */
export interface TemplateClaim {
  /** As the token will carry it; expressions in a name show as `{{…}}`. */
  name: string;
  /** What JSON type its value has; `unknown` where the user's own data decides. */
  type: "text" | "number" | "boolean" | "object" | "array" | "null" | "unknown";
  /** The attributes it is made from, such as `user.email`, each once. */
  attributes: string[];
  /** For some users or sessions the claim is absent from the token. */
  mayBeAbsent: boolean;
}

/** Lists the claims of a template, later ones of the same name in place of earlier ones. */
export function claimsOf(root: ObjectNode): TemplateClaim[] {
  const claims = new Map<string, TemplateClaim>();
  for (const member of root.members) {
    const name = member.key.parts.map((part) => (typeof part === "string" ? part : "{{…}}")).join("");
    claims.set(name, {
      name,
      type: typeOf(member.value),
      attributes: [...new Set(expressionsIn(member.value).flatMap(attributesOf))],
      mayBeAbsent:
        (member.value.type === "expression" && mayBeNull(member.value.expression)) ||
        (member.value.type === "literal" && member.value.value === null),
    });
  }
  return [...claims.values()];
}

/** All expressions of a value, in order. */
export function expressionsIn(node: TemplateNode): Expression[] {
  switch (node.type) {
    case "literal":
      return [];
    case "expression":
      return [node.expression];
    case "string":
      return expressionsInString(node);
    case "array":
      return node.items.flatMap(expressionsIn);
    case "object":
      return node.members.flatMap((member) => [
        ...expressionsInString(member.key),
        ...expressionsIn(member.value),
      ]);
  }
}

/** Whether an expression gives null for some users or sessions. A quoted text or a sure attribute prevents it. */
export function mayBeNull(expression: Expression): boolean {
  return !expression.operands.some((operand) => {
    if (operand.type !== "path") return operand.type === "text";
    const attribute = lookUpAttribute(operand.path);
    return attribute.known === "yes" && !attribute.nullable;
  });
}

function expressionsInString(node: StringNode): Expression[] {
  return node.parts.filter((part) => typeof part !== "string");
}

function attributesOf(expression: Expression): string[] {
  return expression.operands.flatMap((operand) => (operand.type === "path" ? [operand.path.join(".")] : []));
}

/** The JSON type of a value, as far as WorkOS documents its attributes. */
export function typeOf(node: TemplateNode): TemplateClaim["type"] {
  switch (node.type) {
    case "string":
      return "text";
    case "object":
      return "object";
    case "array":
      return "array";
    case "literal":
      if (node.value === null) return "null";
      return typeof node.value === "number" ? "number" : "boolean";
    case "expression": {
      const types = new Set(node.expression.operands.map(operandType));
      const [only] = types;
      return types.size === 1 && only !== undefined ? only : "unknown";
    }
  }
}

function operandType(operand: Expression["operands"][number]): TemplateClaim["type"] {
  if (operand.type === "text") return "text";
  if (operand.type === "undocumented") return "unknown";
  const attribute = lookUpAttribute(operand.path);
  return attribute.known === "yes" ? (attribute.type ?? "unknown") : "unknown";
}
