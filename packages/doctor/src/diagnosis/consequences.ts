import type { Judged } from "./judge-target.ts";

/**
 * Which failure modes of a target are mere consequences of another that was found there, and of which. A mode masks
 * only while it was found above `note` itself. Of several causes the earliest in the chain counts.
 *
 * @param judged in the order of the chain
 * @returns id of the consequence to id of its root cause
 */
export function consequences(judged: readonly Judged[]): Map<string, string> {
  const present = judged.filter(({ shown }) => shown.length > 0);
  const cause = new Map<string, string>();
  for (const { mode, shown } of present) {
    if (shown.every(({ severity }) => severity === "note")) continue;
    for (const id of mode.masks) {
      if (id !== mode.id && !cause.has(id) && present.some((other) => other.mode.id === id)) {
        cause.set(id, mode.id);
      }
    }
  }
  const roots = new Map<string, string>();
  for (const id of cause.keys()) {
    const root = rootOf(id, cause);
    if (root !== id) roots.set(id, root);
  }
  return roots;
}

/** Follows causes to the first; two that mask each other leave the one that comes first in the chain standing. */
function rootOf(id: string, cause: ReadonlyMap<string, string>): string {
  const seen = new Set([id]);
  let root = id;
  for (let next = cause.get(root); next !== undefined; next = cause.get(root)) {
    if (seen.has(next)) return [...seen][0] === next ? id : next;
    seen.add(next);
    root = next;
  }
  return root;
}
