import type { ModuleGraph } from "../../source/module-graph.ts";
import type { Node } from "../../source/parse.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";
import { keyName } from "../../source/scopes.ts";

/** What the routes of a Next.js app need from its config. */
export interface NextConfig {
  /** Path of the file; null when there is none. */
  file: string | null;
  /** `""` when not set, null when not a literal. */
  basePath: string | null;
  /** Extensions of pages without a dot; null when not literal. */
  pageExtensions: string[] | null;
  /** Whether locales are put in front of paths (pages router). */
  i18n: boolean;
  /** `source` of rewrites and redirects; null when some cannot be told. */
  diversions: string[] | null;
}

const NAMES = ["next.config.ts", "next.config.js", "next.config.mjs", "next.config.cjs", "next.config.mts"];

/** Reads what is written literally in the `next.config` of an app. */
export function readNextConfig(graph: ModuleGraph, appDir: string): NextConfig {
  const path = NAMES.map((name) => (appDir === "" ? name : `${appDir}/${name}`)).find((it) =>
    graph.files.has(it),
  );
  const config: NextConfig = {
    file: path ?? null,
    basePath: "",
    pageExtensions: ["tsx", "ts", "jsx", "js"],
    i18n: false,
    diversions: [],
  };
  if (path === undefined) return config;
  const module = graph.module(path);
  if (module === undefined || module.unparsable !== null) {
    return { ...config, basePath: null, pageExtensions: null, diversions: null };
  }
  let sources: string[] | null = [];
  let diverts = false;
  for (const node of module.nodes) {
    const found = propertyOf(node);
    if (found === undefined) continue;
    const { name, value } = found;
    if (name === "basePath") config.basePath = value === null ? null : (literalText(value) ?? null);
    else if (name === "pageExtensions") config.pageExtensions = value === null ? null : literalTexts(value);
    else if (name === "i18n") config.i18n = true;
    else if (name === "rewrites" || name === "redirects") diverts = true;
    else if (name === "source" && diverts) {
      const source = value === null ? undefined : literalText(value);
      sources = source === undefined || sources === null ? null : [...sources, source];
    }
  }
  // Rewrites that are put together elsewhere show no `source` here.
  config.diversions = diverts && sources !== null && (sources as string[]).length === 0 ? null : sources;
  return config;
}

function propertyOf(node: Node): { name: string | undefined; value: Node | null } | undefined {
  if (node.type === "Property") {
    return { name: keyName(node), value: node.shorthand ? null : node.value };
  }
  // `config.basePath = …`, `async function rewrites() {}`
  if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression") {
    return { name: keyName({ key: node.left.property, computed: node.left.computed }), value: node.right };
  }
  return undefined;
}

function literalTexts(node: Node): string[] | null {
  const inner = withoutTypes(node);
  if (inner.type !== "ArrayExpression") return null;
  const texts = inner.elements.map((element) => literalText(element));
  return texts.every((text) => text !== undefined) ? texts : null;
}
