import { STAGES } from "../facts/stage.ts";
import type { ChainLink, Diagnosis } from "../diagnosis/diagnosis.ts";

/** Targets whose chains stand alike, so that a report draws them once. */
export interface ChainGroup {
  diagnoses: Diagnosis[];
  /** Which targets they are, e.g. `development, preview` or `apps/web in production; apps/admin in production`. */
  label: string;
  chain: ChainLink[];
}

/**
 * Puts targets together whose steps stand alike and break for the same reason. Broken ones come first; otherwise
 * the order remains.
 */
export function chainGroups(diagnoses: readonly Diagnosis[]): ChainGroup[] {
  const groups = new Map<string, Diagnosis[]>();
  for (const diagnosis of diagnoses) {
    const key = diagnosis.chain
      .map(({ status, because }) => (status === "broken" ? `broken by ${because ?? ""}` : status))
      .join("|");
    groups.set(key, [...(groups.get(key) ?? []), diagnosis]);
  }
  const severalApps = new Set(diagnoses.map(nameOf)).size > 1;
  return [...groups.values()]
    .map((same) => ({
      diagnoses: same,
      label: targetsLabel(same, severalApps),
      chain: same[0]?.chain ?? [],
    }))
    .sort((one, other) => Number(isBroken(other)) - Number(isBroken(one)));
}

function isBroken(group: ChainGroup): boolean {
  return group.chain.some(({ status }) => status === "broken");
}

/**
 * Names targets: their stages where the project has one app, otherwise each app with its stages.
 *
 * @param severalApps whether the report as a whole speaks of several apps
 */
export function targetsLabel(targets: readonly Diagnosis[], severalApps: boolean): string {
  const stagesByName = new Map<string, Set<string>>();
  for (const target of targets) {
    const name = nameOf(target);
    stagesByName.set(name, (stagesByName.get(name) ?? new Set()).add(target.stage));
  }
  const namesByStages = new Map<string, string[]>();
  for (const [name, stages] of stagesByName) {
    const inOrder = enumerate(STAGES.filter((stage) => stages.has(stage)));
    namesByStages.set(inOrder, [...(namesByStages.get(inOrder) ?? []), name]);
  }
  return [...namesByStages]
    .map(([stages, names]) => (severalApps ? `${enumerate(names)} in ${stages}` : stages))
    .join("; ");
}

/** What a target is called: the folder of its app, or of its backend where no app is in evidence. */
export function nameOf({ app, backend }: Pick<Diagnosis, "app" | "backend">): string {
  if (app !== null) return app === "." ? "the app" : app;
  return backend ?? "the project";
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
