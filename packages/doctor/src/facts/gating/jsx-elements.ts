import type { JSXAttribute, JSXElement, JSXOpeningElement, Node } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";

/** An attribute of an element, or that the element has none of this name, or that a spread may bring one. */
export type AttributeReading =
  | { kind: "written"; value: Node | null }
  | { kind: "absent" }
  | { kind: "unknown" };

/**
 * Reads an attribute. A spread behind it may overwrite it, and one without it may bring it: both are unknown.
 */
export function readAttribute(element: JSXOpeningElement, name: string): AttributeReading {
  let reading: AttributeReading = { kind: "absent" };
  for (const attribute of element.attributes) {
    if (attribute.type === "JSXSpreadAttribute") {
      const spread = withoutTypes(attribute.argument);
      if (spread.type === "ObjectExpression" && spread.properties.every((it) => it.type === "Property")) {
        const own = spread.properties.find((it) => it.type === "Property" && keyName(it) === name);
        if (own?.type === "Property") reading = { kind: "written", value: own.value };
      } else {
        reading = { kind: "unknown" };
      }
    } else if (attributeName(attribute) === name) {
      reading = { kind: "written", value: attributeValue(attribute) };
    }
  }
  return reading;
}

/** The expression of an attribute that is written; null when it is absent or unknown or has no value. */
export function writtenAttribute(element: JSXOpeningElement, name: string): Node | null {
  const reading = readAttribute(element, name);
  return reading.kind === "written" ? reading.value : null;
}

/** The name of an attribute; namespaced names as they are written. */
export function attributeName(attribute: JSXAttribute): string {
  const { name } = attribute;
  return name.type === "JSXIdentifier" ? name.name : `${name.namespace.name}:${name.name.name}`;
}

/** The expression of an attribute; null for `<a hidden>`. */
export function attributeValue({ value }: JSXAttribute): Node | null {
  if (value === null) return null;
  return value.type === "JSXExpressionContainer" ? value.expression : value;
}

/** The name of an element in the page (`div`); undefined for a component. */
export function tagName(element: JSXOpeningElement): string | undefined {
  const { name } = element;
  return name.type === "JSXIdentifier" && /^[a-z]/.test(name.name) ? name.name : undefined;
}

/** The text of an attribute when it is a plain literal. */
export function attributeText(element: JSXOpeningElement, name: string): string | undefined {
  const value = writtenAttribute(element, name);
  return value === null ? undefined : literalText(value);
}

/** Whether a node is a child of an element, and not part of its opening tag. */
export function isChildOf(element: JSXElement, node: Node): boolean {
  return element.children.some((child) => child === node);
}
