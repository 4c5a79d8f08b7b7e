import type { Rolldown } from "tsdown";

/** Files `failure-modes/<step>/<id>.ts`. */
const FAILURE_MODE = /\/failure-modes\/[a-z-]+\/[a-z0-9-]+\.ts$/;

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/**
 * Drops from each failure mode what its default export does not reach: the examples and what they are written with. A
 * bundler alone keeps part of them, because it takes a template literal with a name in it for a possible side effect;
 * by their contract these files hold declarations only.
 */
export function dropExamples(): Rolldown.Plugin {
  return {
    name: "drop-examples",
    transform: {
      filter: { id: FAILURE_MODE },
      handler(code) {
        const { body } = this.parse(code, { lang: "ts" }) as unknown as { body: Node[] };
        let kept = code;
        for (const { start, end } of unreachable(body).toReversed())
          kept = kept.slice(0, start) + kept.slice(end);
        return kept;
      },
    },
  };
}

/** Top-level declarations that nothing else of the module needs for its default export, in the order of the file. */
function unreachable(body: readonly Node[]): Node[] {
  const declarations = body.filter((node) =>
    ["VariableDeclaration", "FunctionDeclaration", "ExportNamedDeclaration"].includes(node.type),
  );
  const reached = new Set<Node>();
  const queue = body.filter((node) => !declarations.includes(node) && node.type !== "ImportDeclaration");
  for (const node of queue) {
    const names = identifiersIn(node);
    for (const declaration of declarations) {
      if (reached.has(declaration) || ![...declaredBy(declaration)].some((name) => names.has(name))) continue;
      reached.add(declaration);
      queue.push(declaration);
    }
  }
  return declarations.filter((declaration) => !reached.has(declaration));
}

function declaredBy(node: Node): Set<string> {
  const declaration = (node["declaration"] ?? node) as Node;
  const declarators = declaration["declarations"] as Node[] | undefined;
  // Names in patterns and types come along: too many names only keep more.
  return identifiersIn(declarators?.map(({ id }) => id) ?? declaration["id"]);
}

/** Names that a node refers to; those after a dot and before a colon name members, not declarations. */
function identifiersIn(value: unknown, names = new Set<string>()): Set<string> {
  if (Array.isArray(value)) {
    for (const item of value) identifiersIn(item, names);
  } else if (typeof value === "object" && value !== null) {
    const node = value as Node;
    if (node.type === "Identifier") names.add(node["name"] as string);
    const isNamed = node["computed"] === false && node["shorthand"] !== true;
    for (const [key, child] of Object.entries(node)) {
      if (isNamed && (key === "property" || key === "key")) continue;
      identifiersIn(child, names);
    }
  }
  return names;
}
