import type { JSXOpeningElement, Node, ParsedModule } from "../../source/parse.ts";
import { withoutTypes } from "../../source/walk.ts";
import { propertyValue, propOf, reactName } from "./trace.ts";
import type { Place, Traced, Tracer } from "./trace.ts";

/** An element, written as JSX or as `createElement(…)`. */
export interface Element {
  /** Where it stands. */
  node: JSXOpeningElement | Extract<Node, { type: "CallExpression" }>;
  /** What its name stands for. */
  component: Traced;
  /** The expression given for a prop; undefined when it is absent or may come from a spread. */
  prop(name: string): Place | undefined;
}

/** Every element of a component that comes from a package. */
export function packageElements(tracer: Tracer, module: ParsedModule): Element[] {
  const elements: Element[] = [];
  for (const node of module.nodes) {
    if (node.type === "JSXOpeningElement") {
      const component = tracer.trace({ module, node: node.name, calls: null });
      if (component.kind !== "package") continue;
      const prop = (name: string): Place | undefined => {
        const value = propOf(node, name);
        return value === undefined ? undefined : { module, node: value, calls: null };
      };
      elements.push({ node, component, prop });
    } else if (node.type === "CallExpression") {
      const element = createdElement(tracer, module, node);
      if (element !== undefined) elements.push(element);
    }
  }
  return elements;
}

/** The last name of what is called, `createElement` for `React.createElement(…)`; empty where it has none. */
export function calledName(call: Extract<Node, { type: "CallExpression" }>): string {
  const callee = withoutTypes(call.callee);
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && !callee.computed ? callee.property.name : "";
}

function createdElement(
  tracer: Tracer,
  module: ParsedModule,
  node: Extract<Node, { type: "CallExpression" }>,
): Element | undefined {
  if (calledName(node) !== "createElement") return undefined;
  const callee = withoutTypes(node.callee);
  if (reactName(tracer.trace({ module, node: callee, calls: null })) !== "createElement") return undefined;
  const [type, props] = node.arguments;
  if (type === undefined) return undefined;
  const component = tracer.trace({ module, node: type, calls: null });
  if (component.kind !== "package") return undefined;
  const object = props === undefined ? undefined : withoutTypes(props);
  return {
    node,
    component,
    prop(prop) {
      if (object?.type !== "ObjectExpression") return undefined;
      const found = propertyValue(object, prop);
      return found === undefined || found.isSpread ? undefined : { module, node: found.value, calls: null };
    },
  };
}

/** The name under which a package exports what was traced, or what is taken from its namespace. */
export function exportedName(traced: Extract<Traced, { kind: "package" }>): string | undefined {
  return traced.property.length === 0 ? traced.exported : undefined;
}
