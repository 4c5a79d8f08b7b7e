import { readAuthConfig } from "@convex-authkit/doctor/facts/auth-config/read-auth-config";
import type { AuthConfigFact } from "@convex-authkit/doctor/facts/auth-config/auth-config";
import type { ConvexJsonFact } from "@convex-authkit/doctor/facts/convex-json/convex-json";
import { readConvexJson } from "@convex-authkit/doctor/facts/convex-json/read-convex-json";
import type { EnvironmentReadsFact } from "@convex-authkit/doctor/facts/environment-reads/environment-reads";
import { readEnvironmentReads } from "@convex-authkit/doctor/facts/environment-reads/read-environment-reads";
import type { EnvironmentFact } from "@convex-authkit/doctor/facts/environment/environment";
import { readEnvironment } from "@convex-authkit/doctor/facts/environment/read-environment";
import type { Inputs } from "@convex-authkit/doctor/facts/inputs";
import { isMissing } from "@convex-authkit/doctor/facts/missing";
import type { PortsFact } from "@convex-authkit/doctor/facts/ports/ports";
import { openProject } from "@convex-authkit/doctor/facts/open-project";
import { readPorts } from "@convex-authkit/doctor/facts/ports/read-ports";
import type { Reading } from "@convex-authkit/doctor/facts/reading";
import { readRedirectUris } from "@convex-authkit/doctor/facts/redirect-uris/read-redirect-uris";
import type { RedirectUrisFact } from "@convex-authkit/doctor/facts/redirect-uris/redirect-uris";
import { readRoutes } from "@convex-authkit/doctor/facts/routes/read-routes";
import type { RoutesFact } from "@convex-authkit/doctor/facts/routes/routes";
import type { ScriptsFact } from "@convex-authkit/doctor/facts/scripts/scripts";
import { readScripts } from "@convex-authkit/doctor/facts/scripts/read-scripts";
import { readWiring } from "@convex-authkit/doctor/facts/wiring/read-wiring";
import type { WiringFact } from "@convex-authkit/doctor/facts/wiring/wiring";
import {
  isInDir,
  type App,
  type Backend,
  type WorkspaceFact,
} from "@convex-authkit/doctor/facts/workspace/workspace";
import type { ProjectFiles } from "@convex-authkit/doctor/project-files/project-files";
import { UserError } from "../../user-error.ts";

/** What `dev` knows of a project: those of the doctor's facts that tell how an app is started and what it reads. */
export interface DevFacts {
  workspace: WorkspaceFact;
  scripts: ScriptsFact;
  /** The app that is started; null where no front end was found. */
  app: AppFacts | null;
  /** The functions it uses; null where there are none. */
  backend: BackendFacts | null;
}

/** The facts of the app. */
export interface AppFacts {
  app: App;
  environment: EnvironmentFact;
  reads: EnvironmentReadsFact;
  /** null where the framework's routes are not understood. */
  routes: RoutesFact | null;
  ports: PortsFact;
  redirectUris: RedirectUrisFact;
  wiring: WiringFact;
}

/** The facts of its backend. */
interface BackendFacts {
  backend: Backend;
  convexJson: ConvexJsonFact;
  authConfig: AuthConfigFact;
}

/** Which app is meant. */
export interface AppChoice {
  /** `--app`: folder or package name. */
  app: string | undefined;
  /** The folder in which the command was called, relative to the root. */
  dir: string;
}

/**
 * Reads what `dev` has to know. Only what it needs: the command should be there at once.
 *
 * @throws UserError where the app or the backend that is meant cannot be told
 */
export function readDevFacts(all: ProjectFiles, inputs: Inputs, choice: AppChoice): DevFacts {
  const { workspace, reading } = openProject(all, inputs);
  const app = chosenApp(workspace, choice);
  const backend = chosenBackend(workspace, app);
  const ofBackend =
    backend === null
      ? null
      : {
          backend,
          convexJson: readConvexJson(reading, backend),
          authConfig: readAuthConfig(reading, backend),
        };
  return {
    workspace,
    scripts: readScripts(reading, workspace),
    app: app === null ? null : readApp(reading, workspace, app, ofBackend),
    backend: ofBackend,
  };
}

function readApp(
  reading: Reading,
  workspace: WorkspaceFact,
  app: App,
  backend: BackendFacts | null,
): AppFacts {
  const environment = readEnvironment(reading, workspace, app);
  const routes = readRoutes(reading, app);
  return {
    app,
    environment,
    reads: readEnvironmentReads(reading, workspace, app),
    routes: isMissing(routes) ? null : routes,
    ports: readPorts(reading, app, workspace),
    redirectUris: readRedirectUris(reading, app, workspace, environment, backend?.convexJson ?? null),
    wiring: readWiring(reading, app, workspace),
  };
}

function chosenApp({ apps }: WorkspaceFact, { app: asked, dir }: AppChoice): App | null {
  const nameOf = (app: App): string => app.dir || ".";
  if (asked !== undefined) {
    const wanted = asked.replace(/^\.\/(?=.)|(?<=.)\/$/g, "");
    const found = apps.find((app) => nameOf(app) === wanted || app.name === wanted);
    if (found !== undefined) return found;
    throw new UserError(
      apps.length === 0
        ? `--app: there is no app ${asked}; no app was found at all.`
        : `--app: there is no app ${asked}. The apps are: ${apps.map(nameOf).join(", ")}.`,
    );
  }
  const withAuthKit = apps.filter(({ authkit }) => authkit.length > 0);
  // A server without a framework stands behind an app that has one.
  const withPages = withAuthKit.filter(({ framework }) => framework !== "other");
  const candidates = withPages.length > 0 ? withPages : withAuthKit.length > 0 ? withAuthKit : apps;
  const around = candidates.filter((app) => isInDir(dir, app.dir) && (app.dir !== "" || apps.length === 1));
  const [only] = around.length > 0 ? around : candidates;
  if (candidates.length <= 1 || around.length === 1) return only ?? null;
  throw new UserError(
    `There are ${candidates.length} apps here: ${candidates.map(nameOf).join(", ")}. Say which one with --app, or call this in its folder.`,
  );
}

function chosenBackend({ backends }: WorkspaceFact, app: App | null): Backend | null {
  const used = backends.find(({ functionsDir }) => functionsDir === app?.backend);
  if (used !== undefined) return used;
  const [only, ...others] = backends;
  return others.length === 0 ? (only ?? null) : null;
}
