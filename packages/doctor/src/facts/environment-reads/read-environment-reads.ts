import { readApiKey } from "@convex-authkit/core";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { literalText } from "../../source/walk.ts";
import type { Reading } from "../reading.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { sideOf } from "./client-side.ts";
import type { EnvironmentRead, EnvironmentReadsFact, KeyInSource } from "./environment-reads.ts";
import { publicPrefixes } from "./public-prefixes.ts";
import { redirectUriOption } from "./sdk-options.ts";
import { useOfValue } from "./use-of-value.ts";
import { outermost, variableReads } from "./variable-reads.ts";

const READS_A_VARIABLE = /(?:import\.meta|process)\s*\??\.\s*env\b/;
/** Names of sign-in, and what is set up with a variable of any name. Other files are not worth parsing. */
const CONCERNS_SIGN_IN =
  /WORKOS|AUTHKIT|CONVEX|CLIENT_?ID|REDIRECT_UR|COOKIE_PASSWORD|API_?KEY|clientId|Convex(?:React|Http|Query)?Client/;

/** Reads which variables the code of an app and its backend reads, and what it gives the SDKs in code. */
export function readEnvironmentReads(
  reading: Pick<Reading, "files" | "sources" | "graph">,
  workspace: Pick<WorkspaceFact, "backends">,
  app: App,
): EnvironmentReadsFact {
  const backend = workspace.backends.find(({ functionsDir }) => functionsDir === app.backend);
  const matching = (pattern: RegExp, also = pattern): ParsedModule[] => {
    const dirs = [...app.sourceDirs, ...(backend === undefined ? [] : [backend.functionsDir])];
    const texts = dirs.flatMap((dir) => reading.sources.matching(dir, pattern));
    const paths = new Set(texts.filter(({ text }) => also.test(text)).map(({ path }) => path));
    return [...paths].flatMap((path) => reading.graph.module(path) ?? []);
  };
  const side = (module: ParsedModule) => sideOf(module, app, backend?.functionsDir ?? null);
  return {
    reads: matching(READS_A_VARIABLE, CONCERNS_SIGN_IN).flatMap((module) => readsOf(module, side(module))),
    publicPrefixes: publicPrefixes(reading.files, app),
    keysInSource: matching(/\bsk_(?:test|live)_/).flatMap((module) => keysIn(module, side(module))),
    ...redirectUriOption(matching(/@workos-inc\/authkit-nextjs/)),
    cookiePasswordOption: matching(/\bcookiePassword\b/).length > 0,
  };
}

function readsOf(module: ParsedModule, side: EnvironmentRead["side"]): EnvironmentRead[] {
  const reads = variableReads(module);
  return reads.map((read) => {
    const choice = choiceOf(read.node);
    const others = reads.filter(
      (it) => choice !== null && it.name !== read.name && choiceOf(it.node) === choice,
    );
    return {
      name: read.name,
      object: read.object,
      side,
      ...useOfValue(module, read),
      alternatives: [...new Set(others.map(({ name }) => name))],
      location: module.locationOf(read.node),
    };
  });
}

/** The whole `a ?? b || c` of which a value is one choice; null for a value that is none. */
function choiceOf(node: Node): Node | null {
  const { parent } = outermost(node);
  if (parent?.type !== "LogicalExpression" || parent.operator === "&&") return null;
  return choiceOf(parent) ?? parent;
}

function keysIn(module: ParsedModule, side: KeyInSource["side"]): KeyInSource[] {
  const keys: KeyInSource[] = [];
  for (const node of module.nodes) {
    if (node.type !== "Literal" && node.type !== "TemplateLiteral") continue;
    const text = literalText(node) ?? "";
    const { kind, environment } = readApiKey(text);
    if (kind !== "api-key" || environment === null) continue;
    const prefix = environment === "sandbox" ? "sk_test" : "sk_live";
    keys.push({ shown: `${prefix}_…${text.slice(-4)}`, side, location: module.locationOf(node) });
  }
  return keys;
}
