import type { Reading } from "../reading.ts";
import { isTestCode } from "../test-code.ts";
import { isInDir, isSourceOf } from "../workspace/workspace.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import type { ParsedModule } from "../../source/parse.ts";
import { authKitSdk } from "./authkit-sdk.ts";
import { readClientCreation } from "./convex-client.ts";
import { handOverOfCall, handOverOfElement } from "./find-token-hand-overs.ts";
import { exportedName, packageElements } from "./jsx-elements.ts";
import type { Element } from "./jsx-elements.ts";
import { isInLeftOverFunction } from "./left-over-functions.ts";
import { quoted } from "./quoted.ts";
import { readProps } from "./read-props.ts";
import { foreignFields, mayLackHook, REACT_HOOK, serverImports, undeclaredHooks } from "./source-slips.ts";
import { Tracer } from "./trace.ts";
import type { TokenHandOver, WiringFact } from "./wiring.ts";

/** What a file must mention for each part of the fact; a file that mentions none of it is not parsed. */
const HANDS_OVER =
  /ConvexProvider|ConvexAuthKitProvider|Convex(?:React|Http)?Client\b|BaseConvexClient|\bsetAuth\b|AuthKitProvider|convex\/nextjs/;
const USES_CONVEX_AUTH = /useConvexAuth|\b(?:Una|A)uthenticated\b|\bAuth(?:Loading|Refreshing)\b/;
const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|svelte|vue|astro)$/;

const IMPORTS_SERVER_ENTRY = /["']@workos-inc\/authkit-nextjs["']/;

/** What may hand tokens over, by its name alone: providers of other libraries, and those whose import is not understood. */
const OTHER_AUTH =
  /\bConvex\w*(?:Auth|Clerk|BetterAuth)\w*Provider\b|\bConvexProviderWith\w+|@convex-dev\/(?:auth|better-auth)|\bsetAuth\b/;

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
  const own = sources
    .matching("", /./)
    .filter(({ path }) => isSourceOf(path, app, workspace) && !isFunctions(path, workspace));
  const modulesWith = (
    pattern: RegExp,
    isCandidate: (text: string) => boolean = () => true,
  ): ParsedModule[] =>
    own
      .filter(({ text }) => pattern.test(text) && isCandidate(text))
      .flatMap(({ path }) => graph.module(path) ?? [])
      .filter(({ unparsable }) => unparsable === null);
  const tracer = new Tracer(graph, modulesWith);
  const handing = modulesWith(HANDS_OVER);
  const elements = new Map(handing.map((module) => [module, packageElements(tracer, module)]));
  const fact: WiringFact = {
    tokenHandOvers: [],
    authKitProviders: [],
    convexClients: [],
    plainProviders: [],
    convexAuthUses: modulesWith(USES_CONVEX_AUTH).flatMap((module) => convexAuthUses(tracer, module)),
    foreignFields: modulesWith(/\buseAuth\b/, (text) => /loading/i.test(text)).flatMap((module) =>
      foreignFields(tracer, module),
    ),
    undeclaredHooks: modulesWith(REACT_HOOK, mayLackHook).flatMap(undeclaredHooks),
    serverImports: modulesWith(IMPORTS_SERVER_ENTRY, (text) => text.includes("use client")).flatMap(
      serverImports,
    ),
    otherAuth: sources.matching("", OTHER_AUTH).some(({ path }) => !isOfOtherApp(path, app, workspace)),
  };
  // A caller may name nothing else that matters: it is looked for in every file.
  const mentions = (word: RegExp, except: string): boolean =>
    [...own.map(({ path }) => path), ...reading.files.files].some(
      (path) =>
        path !== except &&
        SOURCE_FILE.test(path) &&
        !isTestCode(path, reading.files) &&
        isSourceOf(path, app, workspace) &&
        word.test(reading.files.read(path, () => false) ?? ""),
    );
  for (const [module, all] of elements) {
    for (const element of all) readElement(tracer, module, element, fact);
    readCalls(tracer, module, fact, mentions);
  }
  return fact;
}

/** A file that belongs to no app may be imported by this one in a way that was not understood. */
function isOfOtherApp(path: string, app: App, workspace: WorkspaceFact): boolean {
  return (
    !isSourceOf(path, app, workspace) && workspace.apps.some((other) => isSourceOf(path, other, workspace))
  );
}

function isFunctions(path: string, workspace: WorkspaceFact): boolean {
  return workspace.backends.some(({ functionsDir }) => isInDir(path, functionsDir));
}

function readCalls(
  tracer: Tracer,
  module: ParsedModule,
  fact: WiringFact,
  mentions: Parameters<typeof isInLeftOverFunction>[2],
): void {
  for (const node of module.nodes) {
    if (node.type === "NewExpression") {
      const client = readClientCreation(tracer, { module, node, calls: null });
      if (client !== null) fact.convexClients.push(client);
    } else if (node.type === "CallExpression") {
      const handOver = handOverOfCall(tracer, module, node);
      if (handOver === undefined || isInLeftOverFunction(module, node, mentions)) continue;
      fact.tokenHandOvers.push(handOver);
    }
  }
}

function convexAuthUses(tracer: Tracer, module: ParsedModule): WiringFact["convexAuthUses"] {
  const uses: WiringFact["convexAuthUses"] = [];
  for (const node of module.nodes) {
    const written =
      node.type === "JSXOpeningElement" ? node.name : node.type === "CallExpression" ? node.callee : null;
    if (written === null || !/Auth/.test(module.text.slice(written.start, written.end))) continue;
    const traced = tracer.trace({ module, node: written, calls: null });
    if (traced.kind !== "package" || traced.package !== "convex" || traced.subpath !== "react") continue;
    const name = exportedName(traced);
    if (name !== undefined && CONVEX_AUTH_NAMES.has(name))
      uses.push({ name, location: module.locationOf(node) });
  }
  return uses;
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
    return;
  }
  const sdk = authKitSdk(component.package, component.subpath);
  if (sdk === null || name !== "AuthKitProvider" || node.type !== "JSXOpeningElement") return;
  fact.authKitProviders.push({ package: sdk, ...quoted(module, node), ...readProps(tracer, module, node) });
}
