import { functionOf, resolveExport, resolveIdentifier } from "../../source/bindings.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { CallExpression, Node, ParsedModule } from "../../source/parse.ts";
import { namesDeclaredBy } from "../../source/scopes.ts";
import { isFunction, walk, withoutTypes, type FunctionLike } from "../../source/walk.ts";
import type { Reading } from "../reading.ts";
import { isInDir, type Backend } from "../workspace/workspace.ts";
import { readClaims } from "./read-claims.ts";
import type { ConvexFunction, FunctionsFact, IdentityRead } from "./functions.ts";
import { chainNeed, isChain } from "./builder-chain.ts";
import { identityNeed } from "./identity-need.ts";
import { IDENTITY_SOURCES, isGetUserIdentity, ownIdentityCall, OWN_MODULE } from "./identity-values.ts";

/** Reads what the functions of a backend do with the identity. Files that cannot need one are not parsed. */
export function readFunctions(
  { sources, graph }: Pick<Reading, "sources" | "graph">,
  backend: Backend,
): FunctionsFact {
  const fact: FunctionsFact = { identityReads: [], claimReads: [], functions: [] };
  for (const module of identityModules({ sources, graph }, backend)) {
    fact.identityReads.push(...identityReadsOf(graph, module));
    fact.claimReads.push(...readClaims(graph, module, identityWords(graph, module)));
    if (isInDir(module.path, backend.functionsDir)) {
      fact.functions.push(...functionsOf(graph, module, backend.functionsDir));
    }
  }
  return fact;
}

/** The modules that ask for an identity themselves, or use a helper that such a module exports. */
function identityModules(
  { sources, graph }: Pick<Reading, "sources" | "graph">,
  backend: Backend,
): ParsedModule[] {
  const own = sources.matching(backend.functionsDir, /./);
  const chosen = new Map<string, ParsedModule>();
  let pattern = namesPattern(IDENTITY_SOURCES);
  for (let round = 0; round < 3; round++) {
    const names = new Set<string>();
    for (const { path, text } of own) {
      if (chosen.has(path) || !pattern.test(text)) continue;
      const module = graph.module(path);
      if (module === undefined || module.unparsable !== null) continue;
      chosen.set(path, module);
      for (const name of helpersOf(module)) names.add(name);
    }
    if (names.size === 0) break;
    pattern = namesPattern(names);
  }
  return [...chosen.values()];
}

function namesPattern(names: Iterable<string>): RegExp {
  const escaped = [...names].map((it) => it.replaceAll("$", String.raw`\$`));
  return new RegExp(String.raw`(?<![\w$])(?:${escaped.join("|")})(?![\w$])`);
}

/**
 * What stands in every statement of a module that can have an identity: the call that gives one, what is imported from the
 * project, since that may be a helper under any name, and the names of what is declared with these, and with those.
 */
function identityWords(graph: ModuleGraph, module: ParsedModule): RegExp {
  const words = new Set(["getUserIdentity"]);
  for (const { specifier, local } of module.imports) {
    if (local === null || /(?:^|\/)_generated\//.test(specifier)) continue;
    const isOwn = specifier === OWN_MODULE;
    if (isOwn || graph.resolve(module.path, specifier).kind !== "package") words.add(local);
  }
  let pattern = namesPattern(words);
  for (let size = 0; size < words.size; pattern = namesPattern(words)) {
    size = words.size;
    for (const statement of module.statementsMentioning(pattern)) {
      for (const name of namesDeclaredBy(statement)) words.add(name);
    }
  }
  return pattern;
}

/**
 * Names under which other files may use what a module knows of the identity. Told by the text, since this is asked of
 * many files: `export const list = query({` is a Convex function, everything else may be a helper or a builder.
 */
function helpersOf({ exports, text }: ParsedModule): string[] {
  const functions = new Set(
    [...text.matchAll(/\bexport\s+const\s+(\w+)\s*=\s*\w+\(\s*\{/g)].map(([, name]) => name),
  );
  return exports.flatMap(({ exported, local, typeOnly }) => {
    const isName = local !== null && !typeOnly && /^\w{4,}$/.test(exported) && exported !== "default";
    return isName && !functions.has(exported) ? [exported] : [];
  });
}

function identityReadsOf(graph: ModuleGraph, module: ParsedModule): IdentityRead[] {
  const own = module.imports.flatMap(({ specifier, local }) =>
    specifier === OWN_MODULE && local !== null ? [local] : [],
  );
  const reads: IdentityRead[] = [];
  for (const node of module.nodesMentioning(namesPattern(["getUserIdentity", ...own]))) {
    if (node.type !== "CallExpression") continue;
    if (isGetUserIdentity(node) || ownIdentityCall(graph, module, node) !== undefined)
      reads.push({ location: module.locationOf(node) });
  }
  return reads;
}

/** Exports that need not be looked at: a Convex function is what a call makes. */
const DECLARES_NO_VALUE_OF_A_CALL =
  /^export\s+(?:default\s+)?(?:declare\s+)?(?:(?:async\s+)?function|(?:abstract\s+)?class|interface|type|enum)\b/;

function functionsOf(graph: ModuleGraph, module: ParsedModule, functionsDir: string): ConvexFunction[] {
  const name = module.path
    .slice(functionsDir === "" ? 0 : functionsDir.length + 1)
    .replace(/\.[cm]?[jt]sx?$/, "");
  return module.exports.flatMap(({ exported, local, start }) => {
    if (
      local === null ||
      exported === "*" ||
      DECLARES_NO_VALUE_OF_A_CALL.test(module.text.slice(start, start + 60))
    )
      return [];
    const origin = resolveExport(graph, module.path, exported);
    if (origin.kind !== "local" || origin.module !== module || origin.value === null) return [];
    const call = withoutTypes(origin.value);
    if (call.type !== "CallExpression" || !(isConvexFunction(call) || isChain(call))) return [];
    return [
      {
        path: `${name}:${exported}`,
        withoutIdentity: needOf(graph, module, call),
        location: module.locationOf(call),
      },
    ];
  });
}

/** `query({ handler })`, `mutation(async (ctx) => …)`, a custom builder, or a chain that ends in `.handler(…)`. */
function isConvexFunction(call: CallExpression): boolean {
  const [argument] = call.arguments;
  if (argument === undefined) return false;
  const value = withoutTypes(argument);
  if (isFunction(value)) return true;
  return (
    value.type === "ObjectExpression" &&
    value.properties.some((it) => it.type === "Property" && keyIs(it, "handler"))
  );
}

function needOf(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): ConvexFunction["withoutIdentity"] {
  if (isChain(call)) return chainNeed(graph, module, call);
  const builder = builderNeed(graph, module, call);
  if (builder !== "tolerates") return builder;
  const handler = handlerOf(graph, module, call);
  return handler === undefined ? "unknown" : identityNeed(graph, handler.module, handler.node);
}

/** What a custom builder does before the handler runs: the functions inside its own definition. */
function builderNeed(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): ConvexFunction["withoutIdentity"] {
  const callee = withoutTypes(call.callee);
  if (callee.type !== "Identifier") return "unknown";
  const origin = resolveIdentifier(graph, module, callee);
  if (origin.kind !== "local")
    return /_generated\/server/.test(importedFrom(module, callee.name)) ? "tolerates" : "unknown";
  if (/(?:^|\/)_generated\//.test(origin.module.path)) return "tolerates";
  const value = origin.value === null ? null : withoutTypes(origin.value);
  if (value === null || value.type !== "CallExpression") return "unknown";
  const needs: ConvexFunction["withoutIdentity"][] = [];
  walk(value, (node) => {
    if (!isFunction(node)) return true;
    needs.push(identityNeed(graph, origin.module, node));
    return false;
  });
  if (needs.includes("throws")) return "throws";
  return needs.length === 0 || needs.includes("unknown") ? "unknown" : "tolerates";
}

function importedFrom(module: ParsedModule, name: string): string {
  return module.imports.find(({ local }) => local === name)?.specifier ?? "";
}

function handlerOf(
  graph: ModuleGraph,
  module: ParsedModule,
  call: CallExpression,
): { module: ParsedModule; node: FunctionLike } | undefined {
  const [argument] = call.arguments;
  if (argument === undefined) return undefined;
  let value: Node = withoutTypes(argument);
  if (value.type === "ObjectExpression") {
    const property = value.properties.find((it) => it.type === "Property" && keyIs(it, "handler"));
    if (property?.type !== "Property") return undefined;
    value = withoutTypes(property.value);
  }
  if (isFunction(value)) return { module, node: value };
  const origin = resolveIdentifier(graph, module, value);
  const node = functionOf(origin);
  return node === undefined || origin.kind !== "local" ? undefined : { module: origin.module, node };
}

function keyIs(property: Extract<Node, { type: "Property" }>, name: string): boolean {
  return !property.computed && property.key.type === "Identifier" && property.key.name === name;
}
