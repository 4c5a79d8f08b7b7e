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
      // Two that mask each other leave the one standing that comes first in the chain.
      const isOwnRoot = rootOf(mode.id, cause) === id;
      if (id !== mode.id && !isOwnRoot && !cause.has(id) && present.some((it) => it.mode.id === id)) {
        cause.set(id, mode.id);
      }
    }
  }
  return new Map([...cause.keys()].map((id) => [id, rootOf(id, cause)]));
}

function rootOf(id: string, cause: ReadonlyMap<string, string>): string {
  let root = id;
  for (let next = cause.get(root); next !== undefined; next = cause.get(root)) root = next;
  return root;
}
