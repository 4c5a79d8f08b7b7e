import { readAuthConfig } from "./auth-config/read-auth-config.ts";
import { readCi } from "./ci/read-ci.ts";
import { readConvexJson } from "./convex-json/read-convex-json.ts";
import { readCliVariables, readDeploymentVariables } from "./environment/read-deployment-variables.ts";
import { readEnvironment } from "./environment/read-environment.ts";
import { readDocumentation } from "./documentation/read-documentation.ts";
import { readEnvironmentReads } from "./environment-reads/read-environment-reads.ts";
import { missing } from "./missing.ts";
import { readHosting } from "./hosting/read-hosting.ts";
import { readPorts } from "./ports/read-ports.ts";
import { readProxy } from "./proxy/read-proxy.ts";
import { readRedirectUris } from "./redirect-uris/read-redirect-uris.ts";
import { readWiring } from "./wiring/read-wiring.ts";
import type { ConvexJsonFact } from "./convex-json/convex-json.ts";
import type { Facts } from "./facts.ts";
import { readFunctions } from "./functions/read-functions.ts";
import { readIgnores } from "./ignores/read-ignores.ts";
import type { Inputs } from "./inputs.ts";
import { readJwtTemplates } from "./jwt-template/read-jwt-templates.ts";
import { readPackages } from "./packages/read-packages.ts";
import type { Reading } from "./reading.ts";
import { readRoutes } from "./routes/read-routes.ts";
import { readScripts } from "./scripts/read-scripts.ts";
import { readSourceTexts } from "./source-texts.ts";
import type { Stage } from "./stage.ts";
import { readStages } from "./stages/read-stages.ts";
import { readTokens } from "./tokens/read-tokens.ts";
import { readWorkspace } from "./workspace/read-workspace.ts";
import type { App, Backend, WorkspaceFact } from "./workspace/workspace.ts";
import { withoutFolders } from "../project-files/without-folders.ts";
import type { ProjectFiles } from "../project-files/project-files.ts";
import { createModuleGraph } from "../source/module-graph.ts";

/**
 * Reads every fact of a project. Nothing is executed and nothing is written; what cannot be read is in
 * `files.unreadable` and in the workspace fact afterwards.
 *
 * @param stage the only stage that was asked for, null for all: a token without a label then belongs to it
 */
export async function readFacts(all: ProjectFiles, inputs: Inputs, stage: Stage | null): Promise<Facts> {
  const allSources = readSourceTexts(all);
  const workspace = readWorkspace({ files: all, sources: allSources });
  const files = withoutFolders(
    all,
    workspace.leftOut.map(({ dir }) => dir),
  );
  const reading: Reading = {
    files,
    inputs,
    sources: files === all ? allSources : readSourceTexts(files),
    graph: createModuleGraph(files),
  };
  const convexJsons = new Map(workspace.backends.map((it) => [it.functionsDir, readConvexJson(reading, it)]));
  const apps = workspace.apps.map((app) => {
    const convexJson = (app.backend === null ? undefined : convexJsons.get(app.backend)) ?? null;
    return { app, facts: readApp(reading, workspace, app, convexJson) };
  });
  const backends = await Promise.all(
    workspace.backends.map(async (backend) => {
      const environments = apps
        .filter(({ app }) => app.backend === backend.functionsDir)
        .map(({ facts }) => facts.environment);
      return { backend, facts: await readBackend(reading, workspace, backend, environments, stage) };
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
        convexJsons: [...convexJsons.values()],
        environments: apps.map(({ facts }) => facts.environment),
        ci,
        inputs,
      }),
    },
    apps: Object.fromEntries(apps.map(({ app, facts }) => [app.dir, facts])),
    backends: Object.fromEntries(
      backends.map(({ backend: { functionsDir }, facts }) => {
        const convexJson = convexJsons.get(functionsDir) ?? missing("there is no convex.json");
        return [functionsDir, { ...facts, convexJson }];
      }),
    ),
  };
}

function readApp(reading: Reading, workspace: WorkspaceFact, app: App, convexJson: ConvexJsonFact | null) {
  const environment = readEnvironment(reading, workspace, app);
  return {
    packages: readPackages(reading, workspace, app),
    environment,
    environmentReads: readEnvironmentReads(reading, workspace, app),
    routes: readRoutes(reading, app),
    proxy: readProxy(reading, app),
    hosting: readHosting(reading, app),
    ports: readPorts(reading, app, workspace),
    redirectUris: readRedirectUris(reading, app, workspace, environment, convexJson),
    wiring: readWiring(reading, app, workspace),
  };
}

async function readBackend(
  reading: Reading,
  workspace: WorkspaceFact,
  backend: Backend,
  environments: Parameters<typeof readTokens>[2],
  stage: Stage | null,
) {
  const { inputs } = reading;
  const deploymentVariables = readDeploymentVariables(reading, workspace);
  const authConfig = readAuthConfig(reading, backend);
  return {
    authConfig,
    deploymentVariables,
    cliVariables: readCliVariables(reading, backend),
    functions: readFunctions(reading, backend),
    jwtTemplates: readJwtTemplates(inputs),
    tokens: await readTokens(inputs, authConfig, environments, stage),
  };
}
