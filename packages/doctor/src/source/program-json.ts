import type { Program } from "oxc-parser";

/** Where in a tree a literal is whose value JSON cannot hold (a regular expression, a big integer). */
type Fix = (string | number)[];

/** Makes the nodes of a tree from the native parser's JSON (`{"node":…,"fixes":[…]}`); a tree that is made is returned as it is. */
export function readProgram(json: string | Program): Program {
  if (typeof json !== "string") return json;
  const { node, fixes } = JSON.parse(json) as { node: Program; fixes: Fix[] };
  for (const fix of fixes) mend(node, fix);
  return node;
}

/** Gives a literal the value that JSON cannot hold. */
function mend(root: Program, path: Readonly<Fix>): void {
  let node: unknown = root;
  for (const key of path) node = (node as Record<string | number, unknown>)[key];
  const literal = node as { value: unknown; bigint?: string; regex?: { pattern: string; flags: string } };
  if (literal.bigint !== undefined) {
    literal.value = BigInt(literal.bigint);
  } else if (literal.regex !== undefined) {
    try {
      literal.value = new RegExp(literal.regex.pattern, literal.regex.flags);
    } catch {
      // A newer kind of expression than this Node knows: the pattern still stands in the node.
    }
  }
}
