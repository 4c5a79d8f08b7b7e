import type { Reading } from "../reading.ts";
import { isInDir, isSourceOf } from "../workspace/workspace.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import type { CallExpression, ParsedModule } from "../../source/parse.ts";
import { walk } from "../../source/walk.ts";
import { authKitSdk } from "./authkit-sdk.ts";
import { readClientCreation } from "./convex-client.ts";
import { handOverOfCall, handOverOfElement } from "./find-token-hand-overs.ts";
import { exportedName, packageElements } from "./jsx-elements.ts";
import type { Element } from "./jsx-elements.ts";
import { quoted } from "./quoted.ts";
import { readProps } from "./read-props.ts";
import { foreignFields, serverImports, undeclaredHooks } from "./source-slips.ts";
import { Tracer } from "./trace.ts";
import type { TokenHandOver, WiringFact } from "./wiring.ts";

/** Words of which a file must mention one to say anything about the wiring. */
const WIRING = /convex|setAuth|authkit|workos|useAuth|useAccessToken/i;

/** Providers of other sign-in libraries, and what hands tokens over in ways that are not followed. */
const OTHER_AUTH =
  /\bConvex\w*(?:Auth|Clerk|BetterAuth)\w*Provider\b|\bConvexProviderWith(?!AuthKit\b|Auth\b)\w+|@convex-dev\/(?:auth|better-auth)|setAuth/;

const CONVEX_AUTH_NAMES = new Set([
  "useConvexAuth",
  "Authenticated",
  "Unauthenticated",
  "AuthLoading",
  "AuthRefreshing",
]);

/**
 * Reads how an app connects AuthKit to Convex. Only the app's own sources and those of the packages it depends on
 * count; Convex functions and tests do not.
 */
export function readWiring(reading: Reading, app: App, workspace: WorkspaceFact): WiringFact {
  const { graph, sources } = reading;
  const modules: ParsedModule[] = [];
  let mentionsOtherAuth = false;
  for (const { path, text } of sources.matching("", WIRING)) {
    if (!isSourceOf(path, app, workspace) || isFunctions(path, workspace)) continue;
    const module = graph.module(path);
    if (module === undefined || module.unparsable !== null) continue;
    modules.push(module);
    mentionsOtherAuth ||= OTHER_AUTH.test(text);
  }
  const tracer = new Tracer(graph, modules);
  const fact: WiringFact = {
    tokenHandOvers: [],
    authKitProviders: [],
    convexClients: [],
    plainProviders: [],
    convexAuthUses: [],
    foreignFields: [],
    undeclaredHooks: [],
    serverImports: [],
    otherAuth: mentionsOtherAuth,
  };
  for (const module of modules) readModule(tracer, module, fact);
  return fact;
}

function isFunctions(path: string, workspace: WorkspaceFact): boolean {
  return workspace.backends.some(({ functionsDir }) => isInDir(path, functionsDir));
}

function readModule(tracer: Tracer, module: ParsedModule, fact: WiringFact): void {
  fact.undeclaredHooks.push(...undeclaredHooks(module));
  fact.foreignFields.push(...foreignFields(tracer, module));
  fact.serverImports.push(...serverImports(module));
  for (const element of packageElements(tracer, module)) readElement(tracer, module, element, fact);
  walk(module.program, (node) => {
    if (node.type === "NewExpression") {
      const client = readClientCreation(tracer, { module, node, calls: null });
      if (client !== null) fact.convexClients.push(client);
    } else if (node.type === "CallExpression") {
      readCall(tracer, module, node, fact);
    }
  });
}

function readCall(tracer: Tracer, module: ParsedModule, node: CallExpression, fact: WiringFact): void {
  const handOver = handOverOfCall(tracer, module, node);
  if (handOver !== undefined) fact.tokenHandOvers.push(handOver);
  if (node.callee.type !== "Identifier" && node.callee.type !== "MemberExpression") return;
  const callee = tracer.trace({ module, node: node.callee, calls: null });
  if (callee.kind === "package" && callee.package === "convex" && exportedName(callee) === "useConvexAuth") {
    fact.convexAuthUses.push({ name: "useConvexAuth", location: module.locationOf(node) });
  }
}

function readElement(tracer: Tracer, module: ParsedModule, element: Element, fact: WiringFact): void {
  const handOver: TokenHandOver | undefined = handOverOfElement(tracer, module, element);
  if (handOver !== undefined) {
    fact.tokenHandOvers.push(handOver);
    return;
  }
  const { component, node } = element;
  if (component.kind !== "package") return;
  const name = exportedName(component);
  if (component.package === "convex" && component.subpath === "react") {
    if (name === "ConvexProvider") fact.plainProviders.push(module.locationOf(node));
    else if (name !== undefined && CONVEX_AUTH_NAMES.has(name)) {
      fact.convexAuthUses.push({ name, location: module.locationOf(node) });
    }
    return;
  }
  const sdk = authKitSdk(component.package, component.subpath);
  if (sdk === null || name !== "AuthKitProvider" || node.type !== "JSXOpeningElement") return;
  fact.authKitProviders.push({ package: sdk, ...quoted(module, node), ...readProps(tracer, module, node) });
}
