import type { Reading } from "../reading.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { type AppSources, appSources } from "./app-sources.ts";
import { ExpressionValues } from "./expression-values.ts";
import { Reachability } from "./reach.ts";

/** What the readers about one app's user interface share, so that a file is looked through once. */
export interface AppAnalysis {
  sources: AppSources;
  values: ExpressionValues;
  reachability: Reachability;
}

const analyses = new WeakMap<Reading, Map<string, AppAnalysis>>();

/** Prepares the analysis of an app; the same one for the same reading. */
export function analyseApp(reading: Reading, app: App, workspace: WorkspaceFact): AppAnalysis {
  let byApp = analyses.get(reading);
  if (byApp === undefined) {
    byApp = new Map();
    analyses.set(reading, byApp);
  }
  let analysis = byApp.get(app.dir);
  if (analysis === undefined) {
    const sources = appSources(reading, app, workspace);
    // Any `initialAuth` means that AuthKit may know its user before it has ever been loading.
    const authKitMayStartLoaded = sources.mentioning(/\binitialAuth\b/).length > 0;
    const values = new ExpressionValues(reading.graph, { authKitMayStartLoaded });
    analysis = { sources, values, reachability: new Reachability(values, sources) };
    byApp.set(app.dir, analysis);
  }
  return analysis;
}
