import { acceptsWorkos } from "../facts/auth-config/workos-providers.ts";
import type { Facts } from "../facts/facts.ts";
import { isMissing } from "../facts/missing.ts";
import { STAGES, type Stage } from "../facts/stage.ts";
import type { Target } from "../facts/target.ts";
import { isInDir, type App, type WorkspaceFact } from "../facts/workspace/workspace.ts";

/** Narrows what is judged. */
export interface TargetSelection {
  /** Only this stage. */
  stage?: Stage | undefined;
  /** Only the app with this folder or package name. */
  app?: string | undefined;
}

/**
 * Every target of a project: each app that signs people in with WorkOS, with its backend, and each backend that
 * accepts WorkOS's tokens and that no app here uses, in every stage that is in evidence. An app without WorkOS, or
 * with WorkOS and without Convex, is none.
 */
export function targetsOf(facts: Facts, selection: TargetSelection = {}): Target[] {
  const { workspace, stages } = facts.project;
  if (isMissing(workspace)) return [];
  const inEvidence = isMissing(stages) ? ["development" as const] : stages.map(({ stage }) => stage);
  const examined = STAGES.filter((stage) =>
    selection.stage === undefined ? inEvidence.includes(stage) : stage === selection.stage,
  );
  const apps = workspace.apps
    .filter((app) => usesWorkos(facts, app) && usesConvex(workspace, app))
    .filter(({ dir, name }) => selection.app === undefined || [dir || ".", name].includes(selection.app));
  const used = new Set(workspace.apps.map(({ backend }) => backend));
  const alone = selection.app === undefined ? workspace.backends : [];
  const pairs = [
    ...apps.map(({ dir, backend }) => ({ app: dir, backend })),
    ...alone
      .filter(({ functionsDir }) => !used.has(functionsDir) && backendAcceptsWorkos(facts, functionsDir))
      .map(({ functionsDir }) => ({ app: null, backend: functionsDir })),
  ];
  return pairs.flatMap((pair) => examined.map((stage) => ({ ...pair, stage })));
}

/**
 * An app may sign in with WorkOS without an SDK: then it hands tokens to a Convex that accepts WorkOS's. An app that
 * merely shares such a backend signs nobody in.
 */
function usesWorkos(facts: Facts, { dir, authkit, backend }: App): boolean {
  if (authkit.length > 0) return true;
  const wiring = facts.apps[dir]?.wiring;
  const handsOver = wiring !== undefined && !isMissing(wiring) && wiring.tokenHandOvers.length > 0;
  return handsOver && backend !== null && backendAcceptsWorkos(facts, backend);
}

function usesConvex(workspace: WorkspaceFact, { backend, sourceDirs }: App): boolean {
  if (backend !== null) return true;
  return workspace.packages.some(
    ({ dir, declared }) => "convex" in declared && sourceDirs.some((source) => isInDir(dir, source)),
  );
}

function backendAcceptsWorkos(facts: Facts, functionsDir: string): boolean {
  const authConfig = facts.backends[functionsDir]?.authConfig;
  return authConfig !== undefined && !isMissing(authConfig) && acceptsWorkos(authConfig);
}
