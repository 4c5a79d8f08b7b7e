import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { AppSources } from "../gating/app-sources.ts";
import type { HttpClient } from "./http-client.ts";
import type { ServerCall } from "./server-calls.ts";

const SETS_TOKEN = /\bset(?:Admin)?Auth\b/;

/**
 * Whether a `ConvexHttpClient` has a token when it is used. It has none for certain where it is made without one, and
 * nothing near it, or anywhere in the app when it leaves its file, could give it one.
 *
 * @param module where the call is
 */
export function clientToken(
  sources: AppSources,
  module: ParsedModule,
  call: CallExpression,
  { module: madeIn, creation }: HttpClient,
): ServerCall["token"] {
  const [, options] = creation.arguments;
  if (options !== undefined) {
    const written = withoutTypes(options);
    if (written.type !== "ObjectExpression") return "unknown";
    const names = written.properties.map((it) => (it.type === "Property" ? keyName(it) : undefined));
    if (names.includes("auth")) return "given";
    if (names.includes(undefined)) return "unknown";
  }
  if (SETS_TOKEN.test(module.text) || SETS_TOKEN.test(madeIn.text)) return "unknown";
  const held = [...namesHeldBy(creation), ...namesHeldBy(receiverOf(call))];
  if (held.some((name) => isHandedOn(module, name) || isHandedOn(madeIn, name))) return "unknown";
  const leaves =
    module !== madeIn || madeIn.exports.some(({ local }) => local !== null && held.includes(local));
  return leaves && sources.mentioning(SETS_TOKEN).length > 0 ? "unknown" : "absent";
}

function receiverOf({ callee }: CallExpression): Node {
  const method = withoutTypes(callee);
  return method.type === "MemberExpression" ? withoutTypes(method.object) : method;
}

/** The name that a client is known by: the one it is called on, or the one that it is assigned to. */
function namesHeldBy(node: Node): string[] {
  if (node.type === "Identifier") return [node.name];
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (outer.type === "VariableDeclarator") return outer.id.type === "Identifier" ? [outer.id.name] : [];
    if (outer.type === "BlockStatement") return [];
  }
  return [];
}

/** Whether something is given to a function, which may give it a token. */
function isHandedOn(module: ParsedModule, name: string): boolean {
  return module
    .nodesMentioning(name)
    .some(
      (node) =>
        (node.type === "CallExpression" || node.type === "NewExpression") &&
        node.arguments.some((it) => it.type === "Identifier" && it.name === name),
    );
}
