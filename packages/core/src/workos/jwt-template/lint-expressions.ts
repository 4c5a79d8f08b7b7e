import { lookUpAttribute, suggestAttribute, TEMPLATE_ROOTS, variesBySignIn } from "./attributes.ts";
import type { Expression, Operand } from "./expression.ts";
import type { StringNode, TemplateNode } from "./parse.ts";
import type { ProblemList } from "./problem.ts";
import { expressionsIn, mayBeNull } from "./template-claim.ts";

type PathOperand = Extract<Operand, { type: "path" }>;

/** Checks every expression of one claim's value. */
export function checkExpressions(node: TemplateNode, claim: string | null, problems: ProblemList): void {
  for (const expression of expressionsIn(node)) {
    for (const operand of expression.operands)
      if (operand.type === "path") checkPath(operand, claim, problems);
  }
  forEachString(node, (text) => checkString(text, claim, problems));
}

function checkPath(operand: PathOperand, claim: string | null, problems: ProblemList): void {
  if (problems.isFull("error") && problems.isFull("warning")) return;
  const written = shorten(operand.path.join("."));
  const attribute = lookUpAttribute(operand.path);
  if (attribute.known === "root-unknown") {
    const message = `WorkOS knows no ${written}; attributes begin with ${TEMPLATE_ROOTS.join(", ")}.${suggestion(operand)}`;
    problems.add("error", "unknown-root", operand.offset, message, claim);
  } else if (attribute.known === "attribute-unknown") {
    problems.add(
      "warning",
      "unknown-attribute",
      operand.offset,
      `WorkOS documents no attribute ${written}.${suggestion(operand)}`,
      claim,
    );
  } else if (variesBySignIn(operand.path)) {
    const message = `${written} changes from sign-in to sign-in; with each new value Convex runs every authenticated query again.`;
    problems.add("note", "varying-claim", operand.offset, message, claim);
  }
}

function suggestion(operand: PathOperand): string {
  const meant = suggestAttribute(operand.path);
  return meant === null ? "" : ` Did you mean ${meant}?`;
}

function checkString(text: StringNode, claim: string | null, problems: ProblemList): void {
  for (const part of text.parts) {
    if (typeof part !== "string") checkInsideString(part, text, claim, problems);
  }
}

function checkInsideString(
  expression: Expression,
  text: StringNode,
  claim: string | null,
  problems: ProblemList,
): void {
  const isAlone = text.parts.length === 1;
  for (const operand of expression.operands) {
    // What an undocumented form gives is unknown, so nothing can be said about the whole.
    if (operand.type === "undocumented") return;
    if (operand.type === "text") continue;
    const attribute = lookUpAttribute(operand.path);
    if (attribute.known !== "yes") continue;
    const written = operand.path.join(".");
    if (attribute.type === "object" || attribute.type === "array") {
      const what = attribute.type === "array" ? "a list" : "an object";
      const message = `${written} is ${what}, which cannot stand inside a string; remove the quotes around {{ }}.`;
      problems.add("error", "object-in-string", operand.offset, message, claim);
      return;
    }
    if (attribute.type === "boolean" && isAlone) {
      const message = `In quotes ${written} becomes the text "true" or "false"; without quotes it stays a boolean.`;
      problems.add("note", "text-of-non-text", operand.offset, message, claim);
    }
  }
  if (isAlone && expression.operands.length > 0 && mayBeNull(expression)) {
    const message =
      "Where this is null, the claim can become empty text; without quotes, WorkOS leaves it out.";
    problems.add("note", "empty-text-for-null", expression.offset, message, claim);
  }
}

function forEachString(node: TemplateNode, visit: (text: StringNode) => void): void {
  switch (node.type) {
    case "string":
      visit(node);
      return;
    case "array":
      for (const item of node.items) forEachString(item, visit);
      return;
    case "object":
      for (const member of node.members) {
        visit(member.key);
        forEachString(member.value, visit);
      }
      return;
    case "literal":
    case "expression":
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
