import type { ProjectFiles } from "../project-files/project-files.ts";
import { withoutFolders } from "../project-files/without-folders.ts";
import { createModuleGraph } from "../source/module-graph.ts";
import type { Inputs } from "./inputs.ts";
import type { Reading } from "./reading.ts";
import { readSourceTexts } from "./source-texts.ts";
import { readWorkspace } from "./workspace/read-workspace.ts";
import type { WorkspaceFact } from "./workspace/workspace.ts";

/** The project's workspace, and what every other fact is read with: without the folders that are no part of the project. */
export function openProject(
  all: ProjectFiles,
  inputs: Inputs,
): { workspace: WorkspaceFact; reading: Reading } {
  const sources = readSourceTexts(all);
  const workspace = readWorkspace({ files: all, sources });
  const leftOut = workspace.leftOut.map(({ dir }) => dir);
  const files = withoutFolders(all, leftOut);
  const reading: Reading = {
    files,
    inputs,
    sources: sources.without(leftOut),
    graph: createModuleGraph(files),
  };
  return { workspace, reading };
}
