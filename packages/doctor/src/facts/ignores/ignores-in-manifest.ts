import { findNodeAtLocation, getNodeValue, parseTree, type Node } from "jsonc-parser";
import { positionsIn } from "../positions.ts";
import { isRecord } from "../workspace/manifests.ts";
import type { Ignore, IgnoreProblem } from "./ignores.ts";

const SYNTAX =
  '"ignore" silences nothing here. Write { "convex-authkit": { "ignore": { "ID": "reason" } } }, or a list of ids.';

/**
 * Reads `"convex-authkit": { "ignore": … }` of a package.json: a map from id to reason, or a list of ids (a list
 * has no place for reasons). It holds for everything below the folder of the file.
 */
export function ignoresInManifest(
  file: string,
  dir: string,
  text: string,
): { ignores: Ignore[]; malformed: IgnoreProblem[] } {
  const tree = text.includes('"convex-authkit"')
    ? parseTree(text, [], { allowTrailingComma: true })
    : undefined;
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, ["convex-authkit", "ignore"]);
  if (node === undefined) return { ignores: [], malformed: [] };
  const at = positionsIn(text);
  const value: unknown = getNodeValue(node);
  const scope = { kind: "folder" as const, dir };
  const ignores: Ignore[] = [];
  const malformed: IgnoreProblem[] = [];
  const add = (id: unknown, reason: unknown, place: Node) => {
    const location = { file, ...at(place.offset) };
    if (typeof id !== "string" || id.trim() === "") malformed.push({ sentence: SYNTAX, location });
    else ignores.push({ id: id.trim(), reason: reasonIn(reason), scope, location });
  };
  if (typeof value === "string") add(value, null, node);
  else if (Array.isArray(value)) for (const item of node.children ?? []) addItem(item);
  else if (isRecord(value)) for (const property of node.children ?? []) addProperty(property);
  else malformed.push({ sentence: SYNTAX, location: { file, ...at(node.offset) } });
  return { ignores, malformed };

  function addItem(item: Node): void {
    const entry: unknown = getNodeValue(item);
    if (isRecord(entry)) add(entry.id, entry.reason, item);
    else add(entry, null, item);
  }

  function addProperty(property: Node): void {
    const [key, reason] = property.children ?? [];
    if (key !== undefined)
      add(getNodeValue(key), reason === undefined ? null : getNodeValue(reason), property);
  }
}

function reasonIn(written: unknown): string | null {
  return typeof written === "string" && written.trim() !== "" ? written.trim() : null;
}
