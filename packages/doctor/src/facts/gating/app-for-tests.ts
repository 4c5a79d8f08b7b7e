import { memoryFiles } from "../../project-files/memory-files.ts";
import { createModuleGraph } from "../../source/module-graph.ts";
import { noInputs } from "../inputs.ts";
import type { Reading } from "../reading.ts";
import { readSourceTexts } from "../source-texts.ts";
import type { App, Framework, WorkspaceFact } from "../workspace/workspace.ts";
import { AUTH_MOMENTS } from "./auth-moment.ts";
import type { Way } from "./gating.ts";

/** A project of one app at the root whose Convex functions lie in `convex`, for tests of readers. */
export function appForTests(
  texts: Readonly<Record<string, string>>,
  framework: Framework = "vite-react",
): { reading: Reading; app: App; workspace: WorkspaceFact } {
  const files = memoryFiles(texts);
  const app: App = {
    dir: "",
    name: "app",
    framework,
    sourceDirs: [""],
    authkit: [framework === "nextjs" ? "@workos-inc/authkit-nextjs" : "@workos-inc/authkit-react"],
    backend: "convex",
  };
  return {
    reading: {
      files,
      inputs: noInputs(1_800_000_000),
      sources: readSourceTexts(files),
      graph: createModuleGraph(files),
    },
    app,
    workspace: {
      packageManager: "npm",
      packages: [{ dir: "", name: "app", declared: {}, scripts: {}, dependsOn: [] }],
      apps: [app],
      backends: [{ functionsDir: "convex", dir: "", convexJson: null }],
      leftOut: [],
      unreadable: [],
    },
  };
}

/** Writes the ways as the moments in which something certainly happens, e.g. `starting signed-out`. */
export function momentsOf(ways: readonly Way[]): string[] {
  return ways.map(({ at }) =>
    AUTH_MOMENTS.filter((moment) => at[moment] === "yes" || at[moment] === "depends").join(" "),
  );
}
