import type { ImportDeclaration, ImportDeclarationSpecifier, Span } from "oxc-parser";
import type { RecordedEntry, RecordedImport } from "./module-record.ts";

/** What stands between `import` and a quote, where no comment, phase or quoted name is written. */
const PLAIN_CLAUSE =
  /^import(?:\s+type\b)?\s*(?:[\w$]+\s*(?:,\s*(?=[*{])|(?=from)))?(?:\*\s*as\s+[\w$]+\s*|\{[\w$\s,]*\}\s*)?(?:from\s*)?$/;

/**
 * Makes the nodes of an import from what the parser records about it, equal to those that the parser makes: asking it once
 * more takes longer than a hundred of these.
 *
 * @param text the source in which it stands
 * @returns null for what is rarely written (`{ type a }`, `{ "a" as b }`, comments, attributes), and has to be parsed
 */
export function importNodes(
  text: string,
  { start, end, moduleRequest, entries }: RecordedImport,
): ImportDeclaration | null {
  const clause = text.slice(start, moduleRequest.start);
  if (!PLAIN_CLAUSE.test(clause) || !/^\s*;?$/.test(text.slice(moduleRequest.end, end))) return null;
  const isTyped = ({ isType }: RecordedEntry): boolean => isType;
  if (entries.some(isTyped) && !(/^import\s+type\b/.test(clause) && entries.every(isTyped))) return null;
  const { value } = moduleRequest;
  return {
    type: "ImportDeclaration",
    specifiers: entries.map((entry) => specifierNode(clause, start, entry)),
    source: {
      type: "Literal",
      value,
      raw: text.slice(moduleRequest.start, moduleRequest.end),
      ...spanOf(moduleRequest),
    },
    phase: null,
    attributes: [],
    start,
    end,
  };
}

function specifierNode(
  clause: string,
  clauseStart: number,
  { importName, localName }: RecordedEntry,
): ImportDeclarationSpecifier {
  const local = identifier(localName.value, localName);
  const { start, end } = local;
  if (importName.kind === "Default") return { type: "ImportDefaultSpecifier", local, start, end };
  if (importName.kind === "NamespaceObject") {
    return { type: "ImportNamespaceSpecifier", local, start: clauseStart + clause.indexOf("*"), end };
  }
  const imported = identifier(importName.name ?? "", {
    start: importName.start ?? start,
    end: importName.end ?? end,
  });
  return { type: "ImportSpecifier", imported, local, start: imported.start, end };
}

function identifier(name: string, place: Span): { type: "Identifier"; name: string } & Span {
  return { type: "Identifier", name, ...spanOf(place) };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
