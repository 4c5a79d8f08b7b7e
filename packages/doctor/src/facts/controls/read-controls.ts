import { analyseApp } from "../gating/app-analysis.ts";
import type { Reading } from "../reading.ts";
import { isMissing, type Known } from "../missing.ts";
import type { RoutesFact } from "../routes/routes.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { readAddressesReadOnce } from "./addresses-read-once.ts";
import type { ControlsFact } from "./controls.ts";
import { readLinks, readPrefetchCalls } from "./links.ts";
import { readSignInButtons } from "./sign-in-buttons.ts";

/** Reads what people click in an app to sign in and out with AuthKit. */
export function readControls(
  reading: Reading,
  app: App,
  workspace: WorkspaceFact,
  routes: Known<RoutesFact>,
): ControlsFact {
  if (app.authkit.length === 0) {
    return { links: [], prefetchCalls: [], signInButtons: [], addressesReadOnce: [] };
  }
  const analysis = analyseApp(reading, app, workspace);
  return {
    links: isMissing(routes) ? [] : readLinks(analysis.sources, routes),
    prefetchCalls: isMissing(routes) ? [] : readPrefetchCalls(analysis.sources, routes),
    signInButtons: readSignInButtons(analysis),
    addressesReadOnce: readAddressesReadOnce(analysis),
  };
}
