import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { literalText, walk } from "../../source/walk.ts";
import { usesOfName, useOf } from "./claim-use.ts";
import type { ClaimRead } from "./functions.ts";
import { identityPath } from "./identity-values.ts";

/**
 * Every claim that a module reads from an identity, in the order of the source.
 *
 * @param words what stands in every statement that can have an identity
 */
export function readClaims(graph: ModuleGraph, module: ParsedModule, words: RegExp): ClaimRead[] {
  const reads: ClaimRead[] = [];
  for (const node of module.nodesMentioning(words)) {
    if (node.type === "MemberExpression") {
      const claim = claimOf(graph, module, node);
      if (claim !== undefined)
        reads.push(readOf(module, node, claim, useOf(node), alternativesOf(graph, module, node)));
    } else if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && node.init !== null) {
      if (identityPath(graph, module, node.init)?.length !== 0) continue;
      for (const property of node.id.properties) {
        if (property.type !== "Property") continue;
        const claim = keyText(property);
        const kept = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
        if (claim === undefined || kept.type !== "Identifier") continue;
        const use = usesOfName(kept).some((it) => useOf(it) === "decides") ? "decides" : "shows";
        reads.push(readOf(module, property, claim, use, []));
      }
    }
  }
  return reads;
}

/** The claim that a member expression reads, when its object is the identity itself. */
function claimOf(
  graph: ModuleGraph,
  module: ParsedModule,
  node: Extract<Node, { type: "MemberExpression" }>,
): string | undefined {
  const name = node.computed ? literalText(node.property) : node.property.name;
  if (name === undefined) return undefined;
  return identityPath(graph, module, node.object)?.length === 0 ? name : undefined;
}

/** The other claims in `identity.a ?? identity.b`. */
function alternativesOf(graph: ModuleGraph, module: ParsedModule, node: Node): string[] {
  let outer: Node = node;
  while (
    outer.parent &&
    ["LogicalExpression", "ChainExpression", "TSAsExpression"].includes(outer.parent.type)
  ) {
    outer = outer.parent;
  }
  if (outer === node) return [];
  const claims: string[] = [];
  walk(outer, (inner) => {
    if (inner === node || inner.type !== "MemberExpression") return;
    const claim = claimOf(graph, module, inner);
    if (claim !== undefined) claims.push(claim);
  });
  return claims;
}

function keyText(property: { key: Node; computed: boolean }): string | undefined {
  if (!property.computed && property.key.type === "Identifier") return property.key.name;
  return literalText(property.key);
}

function readOf(
  module: ParsedModule,
  node: Node,
  claim: string,
  use: ClaimRead["use"],
  alternatives: string[],
): ClaimRead {
  const quote = module.text.slice(node.start, node.end).replace(/\s+/g, " ").slice(0, 100);
  return { claim, use, alternatives, quote, location: module.locationOf(node) };
}
