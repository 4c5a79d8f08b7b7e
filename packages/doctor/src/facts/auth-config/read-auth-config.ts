import { evaluateExport } from "../../source/evaluate.ts";
import type { ModuleGraph } from "../../source/module-graph.ts";
import type { ParsedModule } from "../../source/parse.ts";
import type { ArrayValue, Item, ObjectValue, Value } from "../../source/value.ts";
import type { Location } from "../location.ts";
import type { Reading } from "../reading.ts";
import type { Backend } from "../workspace/workspace.ts";
import type { AuthConfigFact, ConfiguredProvider, Field, ProviderKey } from "./auth-config.ts";
import { readField } from "./read-field.ts";

const KEYS: readonly ProviderKey[] = ["type", "issuer", "domain", "algorithm", "applicationID", "jwks"];

/**
 * Reads the auth config of a backend without executing it: every provider with the texts and variables it is made of.
 *
 * The file names are the Convex CLI's (`bundleAuthConfig` of the npm package `convex`), which refuses both together.
 */
export function readAuthConfig(
  { files, graph }: Pick<Reading, "files" | "graph">,
  backend: Backend,
): AuthConfigFact {
  const inFolder = (name: string): string =>
    backend.functionsDir === "" ? name : `${backend.functionsDir}/${name}`;
  const candidates = [inFolder("auth.config.ts"), inFolder("auth.config.js")];
  const [file, second] = candidates.filter((path) => files.has(path));
  if (file === undefined) return { ...NOTHING, state: "absent", file: inFolder("auth.config.ts") };
  if (second !== undefined) {
    const why = `The Convex CLI refuses two auth configs in one folder: ${file} stands there too.`;
    return {
      ...NOTHING,
      state: "two-files",
      file,
      refused: `${second} stands beside it, and the Convex CLI refuses two auth configs.`,
      problem: { why, location: { file: second, line: 1, column: 1 } },
    };
  }
  return readFile(graph, file);
}

const NOTHING: Omit<AuthConfigFact, "state" | "file"> = {
  problem: null,
  location: null,
  providers: [],
  open: false,
  environment: [],
};

function readFile(graph: ModuleGraph, file: string): AuthConfigFact {
  const module = graph.module(file);
  const top = { file, line: 1, column: 1 };
  if (module === undefined) {
    return {
      ...NOTHING,
      state: "unparsable",
      file,
      problem: { why: "The file cannot be read.", location: top },
    };
  }
  if (module.unparsable !== null) {
    const { message, line, column } = module.unparsable;
    return {
      ...NOTHING,
      state: "unparsable",
      file,
      problem: { why: message, location: { file, line, column } },
    };
  }
  const value = evaluateExport(graph, file, "default");
  const list = new ProviderList();
  list.addConfig(value, false);
  const environment = variablesIn(value);
  if (list.why !== null && list.providers.length === 0) {
    const refused = refusedFor(module, value);
    const why = refused ?? `Its providers cannot be told: ${list.why.why}.`;
    return {
      ...NOTHING,
      state: "not-evaluated",
      file,
      ...(refused === null ? {} : { refused }),
      problem: { why, location: refused === null ? list.why.location : top },
      environment,
      open: true,
    };
  }
  return {
    state: "evaluated",
    file,
    problem: null,
    location: list.location,
    providers: list.providers,
    open: list.why !== null,
    environment,
  };
}

/** What Convex refuses about the default export, whatever the values in it are; null where it may be right. */
function refusedFor(module: ParsedModule, value: Value): string | null {
  const isCommonJs = /\bmodule\.exports\b|\bexports\.default\b/.test(module.text);
  const names = module.exports.map(({ exported }) => exported);
  if (!isCommonJs && !names.includes("default") && !names.includes("*")) return "It has no default export.";
  if (value.kind === "array")
    return "Its default export is a list; it has to be an object with that list under `providers`.";
  const hasProviders = value.kind !== "object" || value.entries.some(({ key }) => key === "providers");
  return hasProviders || (value.kind === "object" && value.open)
    ? null
    : "Its default export has no key `providers`.";
}

/** Collects providers from a value and everything it may be. */
class ProviderList {
  readonly providers: ConfiguredProvider[] = [];
  location: Location | null = null;
  /** The first thing that could not be evaluated. */
  why: { why: string; location: Location } | null = null;

  addConfig(value: Value, conditional: boolean): void {
    if (value.kind === "oneOf") {
      for (const { value: one } of value.alternatives) this.addConfig(one, true);
      return;
    }
    if (value.kind !== "object") {
      this.#unknown(value);
      return;
    }
    const entry = value.entries.find(({ key }) => key === "providers");
    if (entry !== undefined) this.#addList(entry.value, conditional || entry.when.length > 0);
    else this.#unknown(value);
  }

  #addList(value: Value, conditional: boolean): void {
    if (value.kind === "oneOf") {
      for (const { value: one } of value.alternatives) this.#addList(one, true);
      return;
    }
    if (value.kind !== "array") {
      this.#unknown(value);
      return;
    }
    this.location ??= value.location;
    for (const item of value.items) this.#addItem(item.value, conditional || isConditional(item));
    if (value.open) this.#open(value);
  }

  #addItem(value: Value, conditional: boolean): void {
    if (value.kind === "oneOf") {
      for (const { value: one } of value.alternatives) this.#addItem(one, true);
    } else if (value.kind === "object") {
      this.providers.push(providerOf(value, this.providers.length, conditional));
    } else {
      this.#unknown(value);
    }
  }

  #unknown(value: Value): void {
    const why =
      value.kind === "unknown" ? value.why : `it is no ${value.kind === "object" ? "list" : "object"}`;
    this.why ??= { why, location: value.location };
  }

  #open(value: ArrayValue): void {
    this.why ??= { why: "there may be more of them", location: value.location };
  }
}

function isConditional({ when }: Item): boolean {
  return when.length > 0;
}

function providerOf(value: ObjectValue, index: number, conditional: boolean): ConfiguredProvider {
  const fields = Object.fromEntries(
    KEYS.map((key): [ProviderKey, Field] => {
      const entry = value.entries.find((it) => it.key === key);
      if (entry === undefined) {
        return [
          key,
          value.open
            ? { kind: "unknown", why: "the provider may have more keys", location: value.location }
            : { kind: "absent" },
        ];
      }
      if (entry.when.length > 0) {
        return [
          key,
          { kind: "unknown", why: "it is there only under a condition", location: entry.location },
        ];
      }
      const field = readField(entry.value);
      // Where the provider says it, not where a constant further up was made.
      return [key, field.kind === "absent" ? field : { ...field, location: entry.location }];
    }),
  ) as ConfiguredProvider["fields"];
  const known: readonly string[] = KEYS;
  return {
    index,
    location: value.location,
    conditional,
    open: value.open,
    fields,
    otherKeys: value.entries
      .filter(({ key, when }) => !known.includes(key) && when.length === 0)
      .map(({ key, location }) => ({ name: key, location })),
  };
}

/** Every environment variable that the value depends on, with the first place that reads it. */
function variablesIn(value: Value): { name: string; location: Location }[] {
  const found = new Map<string, Location>();
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    if (Array.isArray(part)) {
      for (const item of part) visit(item);
      return;
    }
    if ("kind" in part && part.kind === "env") {
      const env = part as Extract<Value, { kind: "env" }>;
      if (!found.has(env.name)) found.set(env.name, env.location);
    }
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return [...found].map(([name, location]) => ({ name, location }));
}
