import { readAuthConfig } from "./auth-config/read-auth-config.ts";
import { readCallbackPages } from "./callback-pages/read-callback-pages.ts";
import { readCi } from "./ci/read-ci.ts";
import { readConvexJson } from "./convex-json/read-convex-json.ts";
import { readCliVariables, readDeploymentVariables } from "./environment/read-deployment-variables.ts";
import { readEnvironment } from "./environment/read-environment.ts";
import { readDocumentation } from "./documentation/read-documentation.ts";
import { readEnvironmentReads } from "./environment-reads/read-environment-reads.ts";
import { isMissing, missing, type Known } from "./missing.ts";
import { readHosting } from "./hosting/read-hosting.ts";
import { readPorts } from "./ports/read-ports.ts";
import { readProxy } from "./proxy/read-proxy.ts";
import { readRedirectUris } from "./redirect-uris/read-redirect-uris.ts";
import { readWiring } from "./wiring/read-wiring.ts";
import type { AuthConfigFact } from "./auth-config/auth-config.ts";
import { acceptsWorkos } from "./auth-config/workos-providers.ts";
import type { DeploymentVariablesFact } from "./environment/deployment-variables.ts";
import type { EnvironmentFact, SideVariables } from "./environment/environment.ts";
import type { FunctionsFact } from "./functions/functions.ts";
import { readGating } from "./gating/read-gating.ts";
import { readControls } from "./controls/read-controls.ts";
import type { ConvexJsonFact } from "./convex-json/convex-json.ts";
import type { Facts } from "./facts.ts";
import { readFunctions } from "./functions/read-functions.ts";
import { readIgnores } from "./ignores/read-ignores.ts";
import type { Inputs } from "./inputs.ts";
import { readJwtTemplates } from "./jwt-template/read-jwt-templates.ts";
import { readPackages } from "./packages/read-packages.ts";
import type { Reading } from "./reading.ts";
import { openProject } from "./open-project.ts";
import { readRoutes } from "./routes/read-routes.ts";
import { readServerCalls } from "./server-calls/read-server-calls.ts";
import { readScripts } from "./scripts/read-scripts.ts";
import { STAGES, type Stage } from "./stage.ts";
import { readStages } from "./stages/read-stages.ts";
import { readTokens } from "./tokens/read-tokens.ts";
import type { App, Backend, WorkspaceFact } from "./workspace/workspace.ts";
import type { ProjectFiles } from "../project-files/project-files.ts";

/**
 * Reads every fact of a project. Nothing is executed and nothing is written; what cannot be read is in
 * `files.unreadable` and in the workspace fact afterwards.
 *
 * @param stage the only stage that was asked for, null for all: a token without a label then belongs to it
 */
export async function readFacts(all: ProjectFiles, inputs: Inputs, stage: Stage | null): Promise<Facts> {
  const { workspace, reading } = openProject(all, inputs);
  const sources = new Map(
    workspace.backends.map((backend) => [
      backend.functionsDir,
      readBackendSource(reading, workspace, backend),
    ]),
  );
  const apps = workspace.apps.map((app) => {
    const source = app.backend === null ? undefined : sources.get(app.backend);
    return { app, facts: readApp(reading, workspace, app, source ?? null) };
  });
  const backends = await Promise.all(
    [...sources].map(async ([functionsDir, source]) => {
      const environments = apps
        .filter(({ app }) => app.backend === functionsDir)
        .map(({ facts }) => facts.environment);
      return { functionsDir, facts: await readBackend(reading, workspace, source, environments, stage) };
    }),
  );
  const ci = readCi(reading, workspace);
  return {
    project: {
      workspace,
      scripts: readScripts(reading, workspace),
      ci,
      ignores: readIgnores(reading),
      documentation: readDocumentation(reading),
      stages: readStages({
        convexJsons: [...sources.values()].map(({ convexJson }) => convexJson),
        environments: apps.map(({ facts }) => facts.environment),
        ci,
        inputs,
      }),
    },
    apps: Object.fromEntries(apps.map(({ app, facts }) => [app.dir, facts])),
    backends: Object.fromEntries(backends.map(({ functionsDir, facts }) => [functionsDir, facts])),
  };
}

const NOBODY_SIGNS_IN = "nobody signs in with WorkOS there";

/** What the files of a backend say by themselves. */
interface BackendSource {
  backend: Backend;
  convexJson: ConvexJsonFact;
  authConfig: AuthConfigFact;
  functions: Known<FunctionsFact>;
}

function readBackendSource(reading: Reading, workspace: WorkspaceFact, backend: Backend): BackendSource {
  const authConfig = readAuthConfig(reading, backend);
  const hasAuthKit = workspace.apps.some(
    (app) => app.backend === backend.functionsDir && app.authkit.length > 0,
  );
  return {
    backend,
    convexJson: readConvexJson(reading, backend),
    authConfig,
    // Following helpers through hundreds of functions takes time: only where somebody signs in with WorkOS.
    functions:
      hasAuthKit || acceptsWorkos(authConfig) ? readFunctions(reading, backend) : missing(NOBODY_SIGNS_IN),
  };
}

function readApp(
  reading: Reading,
  workspace: WorkspaceFact,
  app: App,
  source: BackendSource | null,
): Facts["apps"][string] & { environment: EnvironmentFact } {
  const environment = readEnvironment(reading, workspace, app);
  const routes = readRoutes(reading, app);
  const always = {
    packages: readPackages(reading, workspace, app),
    environment,
    routes,
    proxy: readProxy(reading, app),
    hosting: readHosting(reading, app),
    ports: readPorts(reading, app, workspace),
  };
  // Such an app is judged by nobody, and a collection of examples has a hundred of them.
  if (app.authkit.length === 0 && (source === null || !acceptsWorkos(source.authConfig))) {
    const none = missing(NOBODY_SIGNS_IN);
    return {
      ...always,
      environmentReads: none,
      redirectUris: none,
      wiring: none,
      controls: none,
      callbackPages: none,
      gating: none,
      serverCalls: none,
    };
  }
  const wiring = readWiring(reading, app, workspace);
  const redirectUris = readRedirectUris(reading, app, workspace, environment, source?.convexJson ?? null);
  return {
    ...always,
    environmentReads: readEnvironmentReads(reading, workspace, app),
    redirectUris,
    wiring,
    controls: readControls(reading, app, workspace, routes),
    callbackPages: readCallbackPages(reading, app, workspace, redirectUris),
    gating: readGating(reading, app, workspace, known(source?.functions), wiring.tokenHandOvers.length > 0),
    serverCalls: readServerCalls(reading, app, workspace, known(source?.functions)),
  };
}

function known(functions: Known<FunctionsFact> | undefined): FunctionsFact | null {
  return functions === undefined || isMissing(functions) ? null : functions;
}

async function readBackend(
  reading: Reading,
  workspace: WorkspaceFact,
  { backend, ...source }: BackendSource,
  environments: readonly EnvironmentFact[],
  stage: Stage | null,
) {
  const { inputs } = reading;
  const deploymentVariables = readDeploymentVariables(reading, workspace);
  return {
    ...source,
    deploymentVariables,
    cliVariables: readCliVariables(reading, backend),
    jwtTemplates: readJwtTemplates(inputs),
    tokens: await readTokens(
      inputs,
      source.authConfig,
      environments.length > 0 ? environments : [withoutApp(deploymentVariables)],
      stage,
    ),
  };
}

/** What is known of the stages' variables where no app uses the backend. */
function withoutApp(variables: DeploymentVariablesFact): Parameters<typeof readTokens>[2][number] {
  const sides = STAGES.map((stage) => [stage, { convex: variables[stage] }] as const);
  return { stages: Object.fromEntries(sides) as Record<Stage, { convex: SideVariables }> };
}
