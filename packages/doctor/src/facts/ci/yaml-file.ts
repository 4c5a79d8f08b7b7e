import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import type { Location } from "../location.ts";
import { positionsIn } from "../positions.ts";

/** A YAML file with the places of its texts. */
export interface YamlFile {
  root: Node | null;
  /** The place of a command inside the text of a scalar. */
  placeOf(scalar: Node, command: string): Location;
}

/** Parses a YAML file; what cannot be parsed is left out, what can be is kept. */
export function parseYamlFile(file: string, text: string): YamlFile {
  const position = positionsIn(text);
  // `maxAliasCount` bounds what a file of nested aliases can cost.
  const document = parseDocument(text, { logLevel: "silent", strict: false, uniqueKeys: false });
  return {
    root: document.contents,
    placeOf: (scalar, command) => {
      const [from = 0, , to = text.length] = scalar.range ?? [];
      const first = command.split("\n", 1)[0] ?? "";
      const inside = text.slice(from, to).indexOf(first);
      return { file, ...position(inside === -1 ? from : from + inside) };
    },
  };
}

/** The entries of a mapping: key to value. */
export function entriesOf(node: unknown): [string, Node][] {
  if (!isMap(node)) return [];
  return (node as YAMLMap).items.flatMap(({ key, value }) =>
    isScalar(key) && value !== null ? [[String(key.value), value as Node] as [string, Node]] : [],
  );
}

/** The value of a key. */
export function valueOf(node: unknown, key: string): Node | undefined {
  return entriesOf(node).find(([name]) => name === key)?.[1];
}

/** The items of a sequence; a single value counts as a sequence of one. */
export function itemsOf(node: unknown): Node[] {
  if (node === undefined || node === null) return [];
  return isSeq(node) ? (node.items as Node[]) : [node as Node];
}

/** The text of a scalar; undefined for anything else. */
export function textOf(node: unknown): string | undefined {
  return isScalar(node) && node.value !== null && node.value !== undefined ? String(node.value) : undefined;
}

/** A mapping of names to scalars, such as `env`. */
export function textsOf(node: unknown): Record<string, string> {
  return Object.fromEntries(
    entriesOf(node).flatMap(([name, value]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
