import type { App, WorkspaceFact } from "../workspace/workspace.ts";

/**
 * The apps whose variables may have been handed in: the one that was asked for, else those that use AuthKit, else all.
 *
 * @param asked folder or name of the app that was asked for (`--app`); null for none
 */
export function meantApps({ apps }: Pick<WorkspaceFact, "apps">, asked: string | null): App[] {
  if (asked !== null) return apps.filter(({ dir, name }) => [dir || ".", name].includes(asked));
  const withAuthKit = apps.filter(({ authkit }) => authkit.length > 0);
  return withAuthKit.length > 0 ? withAuthKit : apps;
}

/** Functions folders of the backends whose variables may have been handed in. */
export function meantBackends(
  workspace: Pick<WorkspaceFact, "apps" | "backends">,
  asked: string | null,
): string[] {
  const used = meantApps(workspace, asked).flatMap(({ backend }) => (backend === null ? [] : [backend]));
  return used.length > 0 ? [...new Set(used)] : workspace.backends.map(({ functionsDir }) => functionsDir);
}
