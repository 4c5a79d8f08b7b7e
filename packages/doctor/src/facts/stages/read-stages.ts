import type { CiFact } from "../ci/ci.ts";
import type { ConvexJsonFact } from "../convex-json/convex-json.ts";
import type { EnvironmentFact } from "../environment/environment.ts";
import type { Inputs } from "../inputs.ts";
import { STAGES } from "../stage.ts";
import type { StageInEvidence, StagesFact } from "./stages.ts";

/** What may speak of a stage. */
export interface StageEvidence {
  convexJsons: readonly ConvexJsonFact[];
  environments: readonly EnvironmentFact[];
  ci: CiFact;
  inputs: Inputs;
}

/**
 * The stages that the evidence speaks of, each with the first thing that shows it. Development always counts: that is
 * where somebody runs the doctor.
 */
export function readStages(evidence: StageEvidence): StagesFact {
  return STAGES.flatMap((stage): StageInEvidence[] => {
    const because = stage === "development" ? "the project itself" : whatShows(stage, evidence);
    return because === null ? [] : [{ stage, because }];
  });
}

function whatShows(
  stage: "preview" | "production",
  { convexJsons, environments, ci, inputs }: StageEvidence,
): string | null {
  for (const { authKit, file } of convexJsons) {
    const section = authKit?.stages[stage];
    if (section !== undefined) return `the ${section.key} section of ${file ?? "convex.json"}`;
  }
  for (const { stages } of environments) {
    const own = stages[stage].host.files.find((file) => /\.(?:production|preview|staging)\b/.test(file));
    if (own !== undefined) return own;
  }
  const given = inputs.variables.find((it) => it.stage === stage);
  if (given !== undefined) return given.file;
  const token = inputs.tokens.find((it) => it.stage === stage);
  if (token !== undefined) return `the token from ${token.label}`;
  const template = inputs.jwtTemplates.find((it) => it.stage === stage);
  if (template !== undefined) return template.file;
  const push = ci.pushes.find((it) => it.stage === stage);
  return push === undefined ? null : `${push.quote} in ${push.location.file}`;
}
