import type { Node, ParsedModule } from "../../source/parse.ts";
import { keyName } from "../../source/scopes.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";
import type { Matcher } from "./matcher.ts";
import type { Matchers } from "./proxy.ts";

/**
 * Reads `export const config = { matcher }`. Next.js itself demands that it is written literally, so a value that
 * is not is unknown to it and to us.
 */
export function readMatchers(module: ParsedModule): Matchers {
  const config = exportedConfig(module);
  if (config === undefined) {
    const isReexported = module.exports.some(({ exported }) => exported === "config" || exported === "*");
    return isReexported
      ? { kind: "unknown", why: "config comes from another file", location: module.locationOf({ start: 0 }) }
      : { kind: "all" };
  }
  const object = withoutTypes(config);
  const at = module.locationOf(config);
  if (object.type !== "ObjectExpression")
    return { kind: "unknown", why: "config is no literal", location: at };
  let matcher: Node | undefined;
  for (const property of object.properties) {
    if (property.type !== "Property") return { kind: "unknown", why: "config is put together", location: at };
    if (keyName(property) === "matcher") matcher = property.shorthand ? object : property.value;
  }
  if (matcher === undefined) return { kind: "all" };
  const location = module.locationOf(matcher);
  const list = listOf(matcher);
  return list === null
    ? { kind: "unknown", why: "the matcher is no literal", location }
    : { kind: "list", list, location };
}

function exportedConfig(module: ParsedModule): Node | undefined {
  for (const statement of module.program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration")
      continue;
    for (const { id, init } of statement.declaration.declarations) {
      if (id.type === "Identifier" && id.name === "config" && init !== null) return init;
    }
  }
  return undefined;
}

function listOf(node: Node): Matcher[] | null {
  const value = withoutTypes(node);
  const entries = value.type === "ArrayExpression" ? value.elements : [value];
  const list: Matcher[] = [];
  for (const entry of entries) {
    const matcher = entry === null ? null : matcherOf(entry);
    if (matcher === null) return null;
    list.push(matcher);
  }
  return list;
}

function matcherOf(node: Node): Matcher | null {
  const text = literalText(node);
  if (text !== undefined) return { source: text, conditional: false };
  const object = withoutTypes(node);
  if (object.type !== "ObjectExpression") return null;
  let source: string | undefined;
  let conditional = false;
  for (const property of object.properties) {
    if (property.type !== "Property") return null;
    const name = keyName(property);
    if (name === "source") source = literalText(property.value);
    else if (name === "has") conditional = true;
    else if (name === "missing") conditional ||= !leavesOutPrefetches(property.value);
  }
  return source === undefined ? null : { source, conditional };
}

/** `missing: [{ type: "header", key: "next-router-prefetch" }]`: real navigations are all covered. */
function leavesOutPrefetches(node: Node): boolean {
  const value = withoutTypes(node);
  if (value.type !== "ArrayExpression") return false;
  return value.elements.every((element) => {
    const object = element === null ? null : withoutTypes(element);
    if (object?.type !== "ObjectExpression") return false;
    return object.properties.some(
      (property) =>
        property.type === "Property" &&
        keyName(property) === "key" &&
        /^(?:next-router-prefetch|purpose|sec-purpose|x-middleware-prefetch|next-action)$/i.test(
          literalText(property.value) ?? "",
        ),
    );
  });
}
