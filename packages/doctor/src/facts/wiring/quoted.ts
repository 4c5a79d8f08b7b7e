import type { Node, ParsedModule } from "../../source/parse.ts";
import type { Quoted } from "./wiring.ts";

const LONGEST_QUOTE = 110;

/** Tokens, keys and the like, should somebody have written one into the source. */
const CREDENTIAL = /\b(?:eyJ[\w-]{8,}(?:\.[\w-]*)*|sk_[A-Za-z0-9_]{6,})/g;

/** The place of a node with the first line of its statement's text. */
export function quoted(module: ParsedModule, node: Node): Quoted {
  return { location: module.locationOf(node), quote: quoteOf(module, node) };
}

/** The source line in which a node starts, without indentation, shortened. */
export function quoteOf(module: ParsedModule, node: Node): string {
  const { text } = module;
  const start = Math.max(text.lastIndexOf("\n", node.start - 1), text.lastIndexOf("\r", node.start - 1)) + 1;
  const end = text.slice(node.start).search(/[\r\n]/);
  const line = text.slice(start, end === -1 ? undefined : node.start + end).trim();
  const safe = line.replace(CREDENTIAL, (found) => `${found.slice(0, 3)}…`);
  return safe.length <= LONGEST_QUOTE ? safe : `${safe.slice(0, LONGEST_QUOTE - 1)}…`;
}
