import type { AuthConfigFact } from "./auth-config/auth-config.ts";
import type { CallbackPagesFact } from "./callback-pages/callback-pages.ts";
import type { CiFact } from "./ci/ci.ts";
import type { ControlsFact } from "./controls/controls.ts";
import type { ConvexJsonFact } from "./convex-json/convex-json.ts";
import type { CliVariablesFact, DeploymentVariablesFact } from "./environment/deployment-variables.ts";
import type { DocumentationFact } from "./documentation/documentation.ts";
import type { EnvironmentReadsFact } from "./environment-reads/environment-reads.ts";
import type { EnvironmentFact } from "./environment/environment.ts";
import type { FunctionsFact } from "./functions/functions.ts";
import type { GatingFact } from "./gating/gating.ts";
import type { IgnoresFact } from "./ignores/ignores.ts";
import type { JwtTemplateFact } from "./jwt-template/jwt-template.ts";
import type { Known } from "./missing.ts";
import type { PackagesFact } from "./packages/packages.ts";
import type { PortsFact } from "./ports/ports.ts";
import type { ProxyFact } from "./proxy/proxy.ts";
import type { HostingFact } from "./hosting/hosting.ts";
import type { RedirectUrisFact } from "./redirect-uris/redirect-uris.ts";
import type { RoutesFact } from "./routes/routes.ts";
import type { ServerCallsFact } from "./server-calls/server-calls.ts";
import type { ScriptsFact } from "./scripts/scripts.ts";
import type { StagesFact } from "./stages/stages.ts";
import type { TokensFact } from "./tokens/tokens.ts";
import type { WiringFact } from "./wiring/wiring.ts";
import type { WorkspaceFact } from "./workspace/workspace.ts";

/** Facts about the project as a whole. */
export interface ProjectFacts {
  workspace: WorkspaceFact;
  stages: StagesFact;
  scripts: ScriptsFact;
  ci: CiFact;
  ignores: IgnoresFact;
  documentation: DocumentationFact;
}

/** Facts about one app, together with the backend it uses. */
export interface AppFacts {
  packages: PackagesFact;
  environment: EnvironmentFact;
  environmentReads: EnvironmentReadsFact;
  routes: RoutesFact;
  proxy: ProxyFact;
  hosting: HostingFact;
  ports: PortsFact;
  redirectUris: RedirectUrisFact;
  wiring: WiringFact;
  controls: ControlsFact;
  callbackPages: CallbackPagesFact;
  gating: GatingFact;
  serverCalls: ServerCallsFact;
}

/** Facts about one Convex backend. */
export interface BackendFacts {
  authConfig: AuthConfigFact;
  tokens: TokensFact;
  jwtTemplates: JwtTemplateFact[];
  functions: FunctionsFact;
  convexJson: ConvexJsonFact;
  /** The variables of its deployments: the same as the `convex` side of `environment`, also for a backend without an app. */
  deploymentVariables: DeploymentVariablesFact;
  cliVariables: CliVariablesFact;
}

/** Everything that was read: plain JSON, so that it can be stored, compared and diagnosed elsewhere. */
export interface Facts {
  project: { [Name in keyof ProjectFacts]: Known<ProjectFacts[Name]> };
  /** By the app's folder. */
  apps: Record<string, { [Name in keyof AppFacts]: Known<AppFacts[Name]> }>;
  /** By the backend's functions folder. */
  backends: Record<string, { [Name in keyof BackendFacts]: Known<BackendFacts[Name]> }>;
}

/** What a detector may ask for: the facts of the project, of its target's app and of its target's backend. */
export type TargetFacts = ProjectFacts & AppFacts & BackendFacts;

/** The name of a fact. */
export type FactName = keyof TargetFacts;
