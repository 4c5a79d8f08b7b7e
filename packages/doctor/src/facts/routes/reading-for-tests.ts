import { memoryFiles } from "../../project-files/memory-files.ts";
import { createModuleGraph } from "../../source/module-graph.ts";
import { noInputs } from "../inputs.ts";
import type { Reading } from "../reading.ts";
import { readSourceTexts } from "../source-texts.ts";
import type { App, Framework } from "../workspace/workspace.ts";

/** Everything a reader is given, over files in memory. */
export function readingOf(texts: Readonly<Record<string, string>>): Reading {
  const files = memoryFiles(texts);
  return {
    files,
    inputs: noInputs(1_800_000_000),
    sources: readSourceTexts(files),
    graph: createModuleGraph(files),
  };
}

/** An app in a folder. */
export function appOf(framework: Framework, dir = ""): App {
  return { dir, name: null, framework, sourceDirs: [dir], authkit: [], backend: null };
}
