import type { Node, ParsedModule } from "../../source/parse.ts";
import { walk } from "../../source/walk.ts";
import type { EnvironmentRead } from "./environment-reads.ts";
import { outermost, type VariableRead } from "./variable-reads.ts";

/** What becomes of a value at one place. */
interface PlaceOfUse {
  use: EnvironmentRead["use"];
  whenUnset: EnvironmentRead["whenUnset"];
}

/**
 * What a variable that was read is given to, and what happens without it, as far as the same file shows: at the place of
 * the read itself, or at every place that uses the constant which holds it.
 */
export function useOfValue(module: ParsedModule, read: VariableRead): PlaceOfUse {
  const places = read.heldBy === null ? [placeOf(read.node)] : usesOf(module, read.heldBy);
  const use = places.map((place) => place.use).find((it) => it !== "other") ?? "other";
  if (read.hasDefault) return { use, whenUnset: "fallback" };
  const outcomes = new Set(places.map(({ whenUnset }) => whenUnset));
  const whenUnset =
    (["fallback", "unknown", "throws"] as const).find((it) => outcomes.has(it)) ?? "undefined";
  return { use, whenUnset };
}

/** Every place where a name stands for its value. Equal names of other scopes count too: they can only add doubt. */
function usesOf(module: ParsedModule, name: string): PlaceOfUse[] {
  const places: PlaceOfUse[] = [];
  walk(module.program, (node) => {
    if (node.type === "Identifier" && node.name === name && isValue(node)) places.push(placeOf(node));
  });
  return places;
}

function isValue(node: Node): boolean {
  const parent = node.parent;
  if (parent === null || parent === undefined) return false;
  if (parent.type === "VariableDeclarator") return parent.init === node;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (parent.type === "Property") {
    return parent.parent?.type === "ObjectExpression" && (parent.value === node || parent.shorthand);
  }
  return parent.type !== "ImportSpecifier" && parent.type !== "ExportSpecifier";
}

function placeOf(node: Node): PlaceOfUse {
  const { value, parent } = outermost(node);
  const other = (whenUnset: EnvironmentRead["whenUnset"]): PlaceOfUse => ({ use: "other", whenUnset });
  switch (parent?.type) {
    case "LogicalExpression": {
      const isFallback = parent.left === value && parent.operator !== "&&";
      const around = placeOf(parent);
      return { use: around.use, whenUnset: isFallback ? "fallback" : "unknown" };
    }
    case "ConditionalExpression":
      return parent.test === value ? other("unknown") : placeOf(parent);
    case "IfStatement":
      return other(throws(parent.consequent) ? "throws" : "unknown");
    case "UnaryExpression":
    case "BinaryExpression":
      return other(checkedBy(parent));
    case "JSXExpressionContainer":
      return parent.parent?.type === "JSXAttribute" && parent.parent.name.type === "JSXIdentifier"
        ? { use: useOfKey(parent.parent.name.name, takerOf(parent.parent)), whenUnset: "undefined" }
        : other("undefined");
    case "Property":
      return parent.key.type === "Identifier"
        ? { use: useOfKey(parent.key.name, takerOf(parent)), whenUnset: "undefined" }
        : other("undefined");
    case "NewExpression":
      return parent.arguments[0] === value &&
        parent.callee.type === "Identifier" &&
        CONVEX_CLIENT.test(parent.callee.name)
        ? { use: "convex-url", whenUnset: "undefined" }
        : other("unknown");
    case "CallExpression":
      // A function may check, replace or ignore what it is given.
      return parent.callee.type === "Identifier" &&
        parent.callee.name === "createClient" &&
        parent.arguments[0] === value
        ? { use: "client-id", whenUnset: "undefined" }
        : other("unknown");
    default:
      return other("undefined");
  }
}

const CONVEX_CLIENT = /^Convex(?:React|Http|Query)?Client$/;

function useOfKey(name: string, taker: string | null): EnvironmentRead["use"] {
  // Every OAuth provider has a client id and a redirect URI.
  if (taker !== null && !WORKOS_TAKER.test(taker)) return "other";
  if (name === "clientId") return "client-id";
  if (name === "redirectUri") return "redirect-uri";
  return "other";
}

/** The components, classes and functions of WorkOS's SDKs that are given a client id or a redirect URI. */
const WORKOS_TAKER =
  /workos|authkit|^(?:createClient|configure|getAuthorizationUrl\w*|authenticateWith\w+|getSignInUrl|getSignUpUrl|getLogoutUrl\w*)$/i;

/**
 * The name of the element, class or function that an attribute or a property is given to.
 *
 * @returns null for an object that is no argument: whom it goes to is not looked for
 */
function takerOf(given: Node): string | null {
  let node = given.parent;
  while (node?.type === "ObjectExpression" || node?.type === "Property") node = node.parent;
  if (node?.type === "JSXOpeningElement") {
    const { name } = node;
    return name.type === "JSXIdentifier" ? name.name : null;
  }
  if (node?.type !== "CallExpression" && node?.type !== "NewExpression") return null;
  const { callee } = node;
  if (callee.type === "Identifier") return callee.name;
  return callee.type === "MemberExpression" && callee.property.type === "Identifier"
    ? callee.property.name
    : null;
}

/** `if (!x) throw …` and `if (x === undefined) { throw … }` only insist on the value. */
function checkedBy(condition: Node): EnvironmentRead["whenUnset"] {
  let test = condition;
  while (test.parent?.type === "LogicalExpression") test = test.parent;
  const statement = test.parent;
  return statement?.type === "IfStatement" && statement.test === test && throws(statement.consequent)
    ? "throws"
    : "unknown";
}

function throws(statement: Node): boolean {
  if (statement.type === "ThrowStatement") return true;
  return statement.type === "BlockStatement" && statement.body.some(({ type }) => type === "ThrowStatement");
}
