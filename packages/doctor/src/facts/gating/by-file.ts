import type { Location } from "../location.ts";

/** Groups what was found by file, each group in the order of the source. */
export function byFile<Item extends { location: Location }>(items: readonly Item[]): [Item, ...Item[]][] {
  const groups = new Map<string, [Item, ...Item[]]>();
  const sorted = items.toSorted(
    (one, other) => one.location.line - other.location.line || one.location.column - other.location.column,
  );
  for (const item of sorted) {
    const group = groups.get(item.location.file);
    if (group === undefined) groups.set(item.location.file, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
