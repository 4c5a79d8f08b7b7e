import { isPackageExport, calleeOf, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import type { Value } from "../../source/value.ts";
import { withoutTypes } from "../../source/walk.ts";
import type { ConvexJsonFact } from "../convex-json/convex-json.ts";
import type { EnvironmentFact } from "../environment/environment.ts";
import type { Location } from "../location.ts";
import type { Reading } from "../reading.ts";
import { STAGES, type Stage } from "../stage.ts";
import { type App, isSourceOf, type WorkspaceFact } from "../workspace/workspace.ts";
import { handBuiltUrls } from "./hand-built-urls.ts";
import type { Given, RedirectUrisFact, SentRedirectUri, SpaProvider } from "./redirect-uris.ts";
import { evaluateOption, type Found, optionNamed } from "./sdk-options.ts";
import { registeredRedirectUris } from "./registered-uris.ts";
import { readSignOuts } from "./sign-outs.ts";
import { type OptionValue, stageRedirectUris } from "./stage-redirect-uris.ts";
import { stageText } from "./stage-text.ts";

const RELEVANT =
  /redirectUri|redirect_uri|AuthKitProvider|authkitProxy|authkitMiddleware|handleAuth|callbackRoute|signOut|getLogoutUrl|user_management\/authorize/;
/** WorkOS's API called for a session, and what makes a server SDK send its redirect URI. */
const SIGNS_IN_WITH_API = /\bauthenticateWith[A-Z]/;
const MAKES_SIGN_IN_URL =
  /\bgetSign(?:In|Up)Url\b|\bensureSignedIn\b|\bmiddlewareAuth\b|\bauthorizationUrl\b/;
const AUTHKIT = /^@workos(?:-inc)?\/authkit-/;

/** Which option of which function of the SDKs gives a redirect URI. */
const OPTIONS: Readonly<Record<string, SentRedirectUri["from"]>> = {
  authkitProxy: "proxy-option",
  authkitMiddleware: "proxy-option",
  authkit: "proxy-option",
  configure: "configuration",
  configureAuthKit: "configuration",
  getSignInUrl: "call-option",
  getSignUpUrl: "call-option",
  getAuthorizationUrl: "call-option",
};

/**
 * Reads where an app tells AuthKit to return to, in every stage.
 *
 * @param convexJson of the app's backend; null when it has none
 */
export function readRedirectUris(
  reading: Pick<Reading, "files" | "sources" | "graph">,
  app: App,
  workspace: WorkspaceFact,
  environment: EnvironmentFact,
  convexJson: ConvexJsonFact | null,
): RedirectUrisFact {
  const { graph } = reading;
  const modules = modulesOf(reading, app, workspace);
  const options = modules.flatMap((module) => optionsIn(graph, module));
  const providers = modules.flatMap((module) => providersIn(graph, module));
  const mentions = (pattern: RegExp) => app.sourceDirs.some((dir) => reading.sources.mentions(dir, pattern));
  const signsInByItself = mentions(SIGNS_IN_WITH_API) && !mentions(MAKES_SIGN_IN_URL);
  const stages = stageRecord((stage) =>
    stageRedirectUris(graph, {
      app,
      stage,
      environment,
      convexJson,
      options,
      signsInByItself,
      providers,
    }),
  );
  const given = (value: Found, stage: Stage): Given => {
    if (value === "absent") return "none";
    if (value === "unknown") return "unknown";
    if (value.kind === "boolean") return value.value ? "given" : "none";
    const text = stageText(graph, value, stage, environment.stages[stage].host);
    // The name of a variable alone does not say that it is set.
    if (text.kind === "text" && /^\$\{\w+\}$/.test(text.text)) return "unknown";
    return text.kind === "text" ? "given" : text.kind === "absent" ? "none" : "unknown";
  };
  return {
    stages,
    registered: stageRecord((stage) => registeredRedirectUris(convexJson?.authKit?.stages[stage])),
    spaProviders: providers.map(({ location, apiHostname, devMode }): SpaProvider => ({
      location,
      apiHostname: stageRecord((stage) => given(apiHostname, stage)),
      devMode: stageRecord((stage) => given(devMode, stage)),
    })),
    signOuts: modules.flatMap((module) => readSignOuts(graph, module)),
    callbackBaseUrl: callbackBaseUrl(graph, modules),
    handBuiltUrls: modules.flatMap((module) => handBuiltUrls(module)),
  };
}

function stageRecord<Content>(of: (stage: Stage) => Content): Record<Stage, Content> {
  const [development, preview, production] = STAGES.map(of) as [Content, Content, Content];
  return { development, preview, production };
}

function modulesOf(
  { sources, graph }: Pick<Reading, "sources" | "graph">,
  app: App,
  workspace: WorkspaceFact,
): ParsedModule[] {
  const paths = new Set(
    app.sourceDirs.flatMap((dir) => sources.matching(dir, RELEVANT).map(({ path }) => path)),
  );
  return [...paths]
    .filter((path) => isSourceOf(path, app, workspace))
    .flatMap((path) => {
      const module = graph.module(path);
      return module === undefined ? [] : [module];
    });
}

function optionsIn(graph: ModuleGraph, module: ParsedModule): OptionValue[] {
  const found: OptionValue[] = [];
  for (const node of module.nodes) {
    if (node.type !== "CallExpression") continue;
    const callee = calleeOf(graph, module, node);
    if (callee.kind !== "package" || !callee.package.startsWith("@workos")) continue;
    const from = OPTIONS[callee.members.at(-1) ?? callee.exported];
    if (from === undefined) continue;
    const value = optionValue(graph, module, node);
    if (value !== null) found.push({ from, value, location: locationOf(value, module, node) });
  }
  return found;
}

/** The `redirectUri` of a call's options; null when the call gives none. */
function optionValue(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): Value | "unknown" | null {
  for (const argument of call.arguments) {
    const written = withoutTypes(argument);
    // A request is handed over, not options.
    if (written.type === "Identifier" && /^(?:req|request|ctx|context|event|c)$/.test(written.name)) continue;
    const options = evaluateOption(graph, module, written);
    const data = optionNamed(options, "data");
    const found = optionNamed(data === "absent" || data === "unknown" ? options : data, "redirectUri");
    if (found === "absent") continue;
    return found;
  }
  return null;
}

function locationOf(value: Value | "unknown", module: ParsedModule, node: Node): Location {
  return value === "unknown" ? module.locationOf(node) : value.location;
}

interface Provider {
  location: Location;
  redirectUri: OptionValue | null;
  apiHostname: Found;
  devMode: Found;
}

/** The `<AuthKitProvider>` elements of authkit-react in a module. */
function providersIn(graph: ModuleGraph, module: ParsedModule): Provider[] {
  const found: Provider[] = [];
  for (const node of module.nodes) {
    if (node.type !== "JSXOpeningElement") continue;
    const origin = resolveIdentifier(graph, module, node.name);
    const isOwn = isPackageExport(origin, "convex-authkit", "AuthKitProvider", "react");
    if (!isOwn && !isPackageExport(origin, "@workos-inc/authkit-react", "AuthKitProvider")) continue;
    const prop = (name: string): Found => {
      for (const attribute of [...node.attributes].reverse()) {
        if (attribute.type === "JSXSpreadAttribute") return "unknown";
        if (attribute.name.name !== name) continue;
        const { value } = attribute;
        if (value === null) {
          const span = { start: attribute.start, end: attribute.end };
          return { kind: "boolean", value: true, location: module.locationOf(attribute), span };
        }
        return evaluateOption(
          graph,
          module,
          value.type === "JSXExpressionContainer" ? value.expression : value,
        );
      }
      return "absent";
    };
    const redirectUri = prop("redirectUri");
    const location = module.locationOf(node);
    found.push({
      location,
      redirectUri:
        redirectUri === "absent"
          ? null
          : { from: "provider", value: redirectUri, location: locationOf(redirectUri, module, node) },
      apiHostname: prop("apiHostname"),
      devMode: prop("devMode"),
    });
  }
  return found;
}

/** authkit-nextjs's own, or the route of this project, which hands its options on. */
const handlesCallback = (packageName: string, exported: string): boolean =>
  (AUTHKIT.test(packageName) && exported === "handleAuth") ||
  (packageName === "convex-authkit" && exported === "callbackRoute");

function callbackBaseUrl(graph: ModuleGraph, modules: readonly ParsedModule[]): Given {
  let result: Given = "none";
  for (const module of modules) {
    for (const node of module.nodes) {
      if (node.type !== "CallExpression") continue;
      const callee = calleeOf(graph, module, node);
      if (callee.kind !== "package" || !handlesCallback(callee.package, callee.exported)) continue;
      const [options] = node.arguments;
      const baseUrl =
        options === undefined ? "absent" : optionNamed(evaluateOption(graph, module, options), "baseURL");
      if (baseUrl === "unknown") result = "unknown";
      else if (baseUrl !== "absent" && result === "none") result = "given";
    }
  }
  return result;
}
