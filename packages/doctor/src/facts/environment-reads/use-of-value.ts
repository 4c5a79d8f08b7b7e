import type { Node, ParsedModule } from "../../source/parse.ts";
import type { EnvironmentRead } from "./environment-reads.ts";
import { outermost, type VariableRead } from "./variable-reads.ts";

/** What becomes of a value at one place. */
interface PlaceOfUse {
  use: EnvironmentRead["use"];
  whenUnset: EnvironmentRead["whenUnset"];
  /** Set where other SDKs take an option of that name too: a PDF viewer, a login with Google. */
  ofAnySdk?: boolean;
}

const NAMES_AUTHKIT = /WORKOS|AUTHKIT/i;

/**
 * What a variable that was read is given to, and what happens without it, as far as the same file shows: at the place of
 * the read itself, or at every place that uses the constant which holds it.
 */
export function useOfValue(module: ParsedModule, read: VariableRead): PlaceOfUse {
  const places = read.heldBy === null ? [placeOf(read.node)] : usesOf(module, read.heldBy);
  const use =
    places
      .filter((place) => !place.ofAnySdk || NAMES_AUTHKIT.test(read.name))
      .map((place) => place.use)
      .find((it) => it !== "other") ?? "other";
  if (read.hasDefault) return { use, whenUnset: "fallback" };
  const outcomes = new Set(places.map(({ whenUnset }) => whenUnset));
  const whenUnset =
    (["fallback", "unknown", "throws"] as const).find((it) => outcomes.has(it)) ?? "undefined";
  return { use, whenUnset };
}

/** Every place where a name stands for its value. Equal names of other scopes count too: they can only add doubt. */
function usesOf(module: ParsedModule, name: string): PlaceOfUse[] {
  const places: PlaceOfUse[] = [];
  for (const node of module.nodes) {
    if (node.type === "Identifier" && node.name === name && isValue(node)) places.push(placeOf(node));
  }
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
      return { ...around, whenUnset: isFallback ? "fallback" : "unknown" };
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
        ? {
            use: useOfKey(parent.parent.name.name),
            whenUnset: "undefined",
            ofAnySdk: !isAuthKitElement(parent.parent.parent),
          }
        : other("undefined");
    case "Property":
      return parent.key.type === "Identifier"
        ? {
            use: useOfKey(parent.key.name),
            whenUnset: "undefined",
            ofAnySdk: !isAuthKitCall(parent.parent?.parent),
          }
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

function useOfKey(name: string): EnvironmentRead["use"] {
  if (name === "clientId") return "client-id";
  if (name === "redirectUri") return "redirect-uri";
  return "other";
}

function isAuthKitElement(element: Node | null | undefined): boolean {
  return (
    element?.type === "JSXOpeningElement" &&
    element.name.type === "JSXIdentifier" &&
    NAMES_AUTHKIT.test(element.name.name)
  );
}

/** `new WorkOS(key, { clientId })`, `userManagement.getAuthorizationUrl({ clientId })`, `createElement(AuthKitProvider, { … })`. */
function isAuthKitCall(call: Node | null | undefined): boolean {
  if (call?.type !== "CallExpression" && call?.type !== "NewExpression") return false;
  return [call.callee, call.arguments[0]].some((node) => {
    const named = node?.type === "MemberExpression" && !node.computed ? node.property : node;
    return (
      named?.type === "Identifier" && (NAMES_AUTHKIT.test(named.name) || AUTHENTICATION_CALL.test(named.name))
    );
  });
}

const AUTHENTICATION_CALL = /^(?:getAuthorizationUrl(?:WithPKCE)?|authenticateWith\w+)$/;

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
