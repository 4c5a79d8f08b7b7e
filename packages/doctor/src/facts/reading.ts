import type { ProjectFiles } from "../project-files/project-files.ts";
import type { Inputs } from "./inputs.ts";
import type { SourceTexts } from "./source-texts.ts";
import type { ModuleGraph } from "../source/module-graph.ts";

/** What every reader of a fact is given. Readers only read: they write nothing and execute nothing. */
export interface Reading {
  files: ProjectFiles;
  inputs: Inputs;
  /** The source files that mention anything the doctor cares about; see {@link SourceTexts}. */
  sources: SourceTexts;
  /** The project's modules, parsed when they are asked for. */
  graph: ModuleGraph;
}
