import type { JSXOpeningElement, Node, ParsedModule } from "../../source/parse.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";
import { quoted } from "./quoted.ts";
import type { Place, Tracer } from "./trace.ts";
import type { Prop, PropText, Tri } from "./wiring.ts";

/**
 * Reads the props of an element: text made of literals and environment variables, and what depends on the mode.
 *
 * @returns `open` when a spread may add or replace some
 */
export function readProps(
  tracer: Tracer,
  module: ParsedModule,
  element: JSXOpeningElement,
): { props: Record<string, Prop>; open: boolean } {
  const props: Record<string, Prop> = {};
  let open = false;
  for (const attribute of element.attributes) {
    if (attribute.type === "JSXSpreadAttribute") {
      open = true;
      continue;
    }
    if (attribute.name.type !== "JSXIdentifier") continue;
    const given = attribute.value;
    const value: Node | null = given?.type === "JSXExpressionContainer" ? given.expression : given;
    props[attribute.name.name] = { ...quoted(module, attribute), ...readValue(tracer, module, value) };
  }
  return { props, open };
}

function readValue(
  tracer: Tracer,
  module: ParsedModule,
  value: Node | null,
): Omit<Prop, "location" | "quote"> {
  // An attribute without a value is true.
  if (value === null) return { text: null, inDevelopment: "yes", inProduction: "yes" };
  const place: Place = { module, node: value, calls: null };
  return {
    text: textOf(tracer, place, 0),
    inDevelopment: tri(truthIn("development", tracer, place, 0)),
    inProduction: tri(truthIn("production", tracer, place, 0)),
  };
}

function tri(holds: boolean | undefined): Tri {
  return holds === undefined ? "unknown" : holds ? "yes" : "no";
}

/** The expression behind a name, and the environment variable that a member expression reads. */
function resolved(tracer: Tracer, place: Place): { place: Place } | { env: string } | null {
  const node = withoutTypes(place.node);
  const env = environmentName(tracer, { ...place, node });
  if (env !== null) return { env };
  if (node.type !== "Identifier" && node.type !== "MemberExpression") return { place: { ...place, node } };
  const traced = tracer.trace({ ...place, node });
  if (traced.kind === "global" && traced.name === "import") return null;
  if (traced.kind !== "expression" || traced.property.length > 0 || traced.place.node === node) return null;
  return { place: traced.place };
}

/** `process.env.NAME` and `import.meta.env.NAME`. */
function environmentName(tracer: Tracer, place: Place): string | null {
  const { node } = place;
  if (node.type !== "MemberExpression") return null;
  const name = node.computed ? literalText(node.property) : node.property.name;
  if (name === undefined) return null;
  const env = withoutTypes(node.object);
  if (env.type !== "MemberExpression" || env.computed || env.property.name !== "env") return null;
  const root = withoutTypes(env.object);
  if (root.type === "MetaProperty") return name;
  const traced = tracer.trace({ ...place, node: root });
  return traced.kind === "global" && traced.name === "process" ? name : null;
}

function textOf(tracer: Tracer, place: Place, depth: number): PropText | null {
  if (depth > 12) return null;
  const found = resolved(tracer, place);
  if (found === null) return null;
  if ("env" in found) return { parts: [{ env: found.env }], fallback: null };
  const { node } = found.place;
  const of = (inner: Node): PropText | null => textOf(tracer, { ...found.place, node: inner }, depth + 1);
  const literal = literalText(node);
  if (literal !== undefined) return { parts: [{ text: literal }], fallback: null };
  if (node.type === "LogicalExpression" && node.operator !== "&&") {
    const left = of(node.left);
    const right = of(node.right);
    return left === null || right === null ? null : { ...left, fallback: right };
  }
  if (node.type !== "TemplateLiteral") return null;
  const parts: PropText["parts"] = [];
  for (const [index, quasi] of node.quasis.entries()) {
    if (quasi.value.cooked) parts.push({ text: quasi.value.cooked });
    const expression = node.expressions[index];
    if (expression === undefined) continue;
    const inner = of(expression);
    if (inner === null || inner.fallback !== null) return null;
    parts.push(...inner.parts);
  }
  return { parts, fallback: null };
}

type Mode = "development" | "production";

/** Whether an expression holds in a build of a mode; undefined when it depends on more. */
function truthIn(mode: Mode, tracer: Tracer, place: Place, depth: number): boolean | undefined {
  if (depth > 12) return undefined;
  const found = resolved(tracer, place);
  if (found === null) return undefined;
  if ("env" in found) {
    if (found.env === "DEV") return mode === "development";
    return found.env === "PROD" ? mode === "production" : undefined;
  }
  const { node } = found.place;
  const of = (inner: Node): boolean | undefined =>
    truthIn(mode, tracer, { ...found.place, node: inner }, depth + 1);
  switch (node.type) {
    case "Literal":
      return node.value === null ? false : Boolean(node.value);
    case "UnaryExpression": {
      const inner = of(node.argument);
      return node.operator === "!" && inner !== undefined ? !inner : undefined;
    }
    case "LogicalExpression": {
      const [left, right] = [of(node.left), of(node.right)];
      if (node.operator === "&&") return left === false || right === false ? false : left && right;
      return node.operator === "||"
        ? left === true || right === true
          ? true
          : left === false
            ? right
            : undefined
        : undefined;
    }
    case "ConditionalExpression": {
      const test = of(node.test);
      return test === undefined ? undefined : of(test ? node.consequent : node.alternate);
    }
    case "BinaryExpression": {
      const isMode =
        comparedMode(tracer, found.place, node.left, node.right) ??
        comparedMode(tracer, found.place, node.right, node.left);
      if (isMode === undefined) return undefined;
      if (node.operator === "===" || node.operator === "==") return isMode === mode;
      return node.operator === "!==" || node.operator === "!=" ? isMode !== mode : undefined;
    }
    default:
      return undefined;
  }
}

/** The text that `process.env.NODE_ENV` or `import.meta.env.MODE` is compared with. */
function comparedMode(tracer: Tracer, place: Place, variable: Node, text: Node): string | undefined {
  const found = resolved(tracer, { ...place, node: variable });
  const isMode = found !== null && "env" in found && (found.env === "NODE_ENV" || found.env === "MODE");
  return isMode ? literalText(text) : undefined;
}
