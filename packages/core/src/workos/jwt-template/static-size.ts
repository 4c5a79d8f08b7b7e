import { utf8Length } from "../utf8-length.ts";
import type { ObjectNode, StringNode, TemplateNode } from "./parse.ts";

/**
 * The fewest bytes that a template can render to, as compact JSON: what its fixed texts take, where every claim whose value
 * may be null is absent and every expression inside a string is empty.
 */
export function staticBytes(root: ObjectNode): number {
  const names = new Map<string, number>();
  for (const member of root.members) {
    const bytes = isCertain(member.value) ? stringBytes(member.key) + 1 + nodeBytes(member.value) : 0;
    names.set(JSON.stringify(member.key.parts), bytes);
  }
  const present = [...names.values()].filter((bytes) => bytes > 0);
  return 2 + sum(present) + Math.max(0, present.length - 1);
}

/** A claim that is there for every user. */
function isCertain(node: TemplateNode): boolean {
  if (node.type === "expression") return false;
  // WorkOS does not document whether null alone in quotes leaves the claim out.
  if (node.type === "string" && node.parts.length === 1 && typeof node.parts[0] !== "string") return false;
  return !(node.type === "literal" && node.value === null);
}

function nodeBytes(node: TemplateNode): number {
  switch (node.type) {
    case "literal":
      return utf8Length(String(node.value));
    case "string":
      return stringBytes(node);
    case "expression":
      return 1;
    case "array":
      return 2 + sum(node.items.map(nodeBytes)) + Math.max(0, node.items.length - 1);
    case "object":
      return (
        2 +
        sum(node.members.map((member) => stringBytes(member.key) + 1 + nodeBytes(member.value))) +
        Math.max(0, node.members.length - 1)
      );
  }
}

function stringBytes(node: StringNode): number {
  return utf8Length(
    JSON.stringify(
      node.parts
        .filter((part) => typeof part === "string")
        .join("")
        .trim(),
    ),
  );
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
