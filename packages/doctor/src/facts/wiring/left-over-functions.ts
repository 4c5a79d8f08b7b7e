import type { Node, ParsedModule } from "../../source/parse.ts";
import { functionAround } from "../../source/scopes.ts";

/** Names under which a framework finds a function by itself, and components, which a router may render. */
const ENTRY =
  /^(?:[A-Z]\w*|loader|action|actions|client(?:Loader|Action)|beforeLoad|load|handle\w*|middleware|proxy|register|fetch|get(?:Server|Static)\w+|generate\w+|onRequest\w*|init)$/;

/**
 * Whether a place lies in a function that nothing names besides its own declaration: what an app grew out of, or has
 * not begun to use, says nothing about it.
 *
 * @param mentions whether a word stands in another file of the app
 */
export function isInLeftOverFunction(
  module: ParsedModule,
  node: Node,
  mentions: (word: RegExp, except: string) => boolean,
): boolean {
  let outermost = functionAround(node);
  for (let next = outermost; next !== undefined; next = functionAround(next)) outermost = next;
  const name = outermost === undefined ? undefined : nameOf(outermost);
  if (name === undefined || ENTRY.test(name)) return false;
  const word = new RegExp(`\\b${name.replaceAll("$", "\\$")}\\b`, "g");
  return (module.text.match(word)?.length ?? 0) < 2 && !mentions(new RegExp(word.source), module.path);
}

/** The name of a function that is declared at the top of its module; undefined for all others, and for default exports. */
function nameOf(outermost: Node): string | undefined {
  const { parent } = outermost;
  if (outermost.type === "FunctionDeclaration") {
    return parent?.type === "ExportDefaultDeclaration" ? undefined : (outermost.id?.name ?? undefined);
  }
  return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier"
    ? parent.id.name
    : undefined;
}
