import type { Backend, WorkspaceFact } from "../workspace/workspace.ts";
import type { ConvexPush } from "./convex-push.ts";

/**
 * The pushes that concern one backend: those that run in its folder. A folder that could not be told is only taken for
 * it where there is no other backend.
 */
export function pushesOfBackend(
  pushes: readonly ConvexPush[],
  functionsDir: string | null,
  { backends }: Pick<WorkspaceFact, "backends">,
): ConvexPush[] {
  const backend: Backend | undefined = backends.find((it) => it.functionsDir === functionsDir);
  if (backend === undefined) return [];
  return pushes.filter(({ dir }) => (dir === null ? backends.length === 1 : dir === backend.dir));
}
