import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Example } from "@convex-authkit/doctor/failure-modes/example";
import type { FailureMode } from "@convex-authkit/doctor/failure-modes/failure-mode";
import { failureModeIndex, failureModePage } from "@convex-authkit/doctor/report/failure-mode-page";
import { reportSchema } from "@convex-authkit/doctor/report/json-schema";
import { ALL_FAULTS } from "@convex-authkit/emulator/faults/all-faults";
import { faultsPage } from "@convex-authkit/emulator/faults/faults-page";
import { readRows } from "../e2e/matrix/rows.ts";
import { supportedVersionsPage } from "../e2e/matrix/supported-versions.ts";
import { FAILURE_MODES, failureModeFiles, identifierOf, type FailureModeFile } from "./failure-mode-files.ts";

/** Folder of the generated pages; every other file in it is stale. */
export const PAGES = "docs/failure-modes";

/**
 * Every generated file with the text it must have, by its path in the repository: the registry of failure modes, a
 * page for each, their index, the page of the emulator's faults, the one of supported versions, and the JSON Schema of the report.
 *
 * @param root absolute path of the repository
 */
export async function generatedFiles(root: string): Promise<Map<string, string>> {
  const files = failureModeFiles(root);
  const modules = await Promise.all(
    files.map(async ({ step, id }) => {
      const url = pathToFileURL(join(root, FAILURE_MODES, step, `${id}.ts`)).href;
      return (await import(url)) as { default: FailureMode; examples?: readonly Example[] };
    }),
  );
  const ids = files.map(({ id }) => id).sort();
  return new Map([
    [`${FAILURE_MODES}/index.ts`, registry(files)],
    ...modules.map(
      (module) =>
        [`${PAGES}/${module.default.id}.md`, failureModePage(module.default, module.examples ?? [])] as const,
    ),
    ["docs/supported-versions.md", supportedVersionsPage(readRows())],
    ["docs/faults.md", faultsPage(ALL_FAULTS)],
    [`${PAGES}/index.md`, failureModeIndex(modules.map((module) => module.default))],
    ["packages/cli/schema/report.schema.json", `${JSON.stringify(reportSchema(ids), null, 2)}\n`],
  ]);
}

function registry(files: readonly FailureModeFile[]): string {
  const imports = files.map(({ step, id }) => `import ${identifierOf(id)} from "./${step}/${id}.ts";`);
  const entries = files.map(({ id }) => `  ${identifierOf(id)},`);
  const list = entries.length === 0 ? "[]" : `[\n${entries.join("\n")}\n]`;
  return [
    'import type { FailureMode } from "./failure-mode.ts";',
    ...imports,
    "",
    "/** Every failure mode, along the chain. Written by `npm run generate`. */",
    `export const failureModes: readonly FailureMode[] = ${list};`,
    "",
  ].join("\n");
}
