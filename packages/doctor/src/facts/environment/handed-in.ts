import type { Inputs } from "../inputs.ts";
import type { Side, Stage } from "../stage.ts";
import { readEnvFile } from "./env-file.ts";
import type { SideVariables, Variable } from "./environment.ts";
import { toVariable } from "./to-variable.ts";

/** Variables that the user handed in for one side and stage. */
export interface HandedIn {
  /** Whether anything was handed in for this side and stage. */
  given: boolean;
  variables: Record<string, Variable>;
  files: string[];
}

/** Reads what `--convex-env STAGE=FILE` or `--host-env STAGE=FILE` brought for one side and stage. */
export function handedIn(inputs: Inputs, side: Side, stage: Stage): HandedIn {
  const own = inputs.variables.filter((input) => input.side === side && input.stage === stage);
  const entries = own.flatMap(({ file, text }) => readEnvFile(file, text, { namesAlone: true }));
  return {
    given: own.length > 0,
    variables: Object.fromEntries(
      entries.map((entry) => [entry.name, toVariable({ ...entry, expanded: false, unresolved: [] })]),
    ),
    files: own.map(({ file }) => file),
  };
}

/** A side of which nothing is in evidence. */
export function nothingKnown(because: string): SideVariables {
  return { complete: false, because, mentioned: [], files: [], variables: {} };
}
