import type { ModuleGraph } from "../../source/module-graph.ts";
import { resolveValue, Unresolved } from "../../source/resolve-value.ts";
import { environmentNames, type Value } from "../../source/value.ts";
import { isKnownUnset, publicText, type SideVariables } from "../environment/environment.ts";
import type { Stage } from "../stage.ts";

/** What a value is in one stage. */
export type StageText =
  | { kind: "text"; text: string; variables: string[] }
  | { kind: "absent" }
  | { kind: "unknown"; why: string };

/** Name under which the origin of the page stands in a text. */
export const PAGE_ORIGIN = "window.location.origin";

/** Stands for the origin while addresses are put together: it has to be one itself. */
const ORIGIN_STAND_IN = "https://page-origin.invalid";

/** Variables that Vercel and Netlify set in every build and at run time, with values that no file can hold. */
const HOST_VARIABLES =
  /^(?:(?:NEXT_PUBLIC_|VITE_|PUBLIC_|REACT_APP_|NUXT_)?VERCEL_(?:URL|BRANCH_URL|PROJECT_PRODUCTION_URL|GIT_\w+)|DEPLOY_URL|DEPLOY_PRIME_URL)$/;

/**
 * Tells what text a value gives in one stage. What only the host or the browser knows stays in the text by name, as
 * `${VERCEL_BRANCH_URL}`; a choice that hangs on something unknown is unknown.
 */
export function stageText(graph: ModuleGraph, value: Value, stage: Stage, host: SideVariables): StageText {
  const withOrigin = withPageOrigin(graph, value);
  const known = (name: string): string | null | undefined => knownVariable(name, stage, host);
  const free = environmentNames(withOrigin).filter((name) => known(name) === undefined);
  const decisive = free.filter((name) => decidesSomething(withOrigin, name));
  if (decisive.length > 0)
    return { kind: "unknown", why: `the value of ${decisive[0] ?? ""} is not in evidence` };
  const standIns = new Map(free.map((name, index) => [name, `stand-in-${index}-z`]));
  const resolved = resolveValue(withOrigin, (name) => {
    if (name === PAGE_ORIGIN) return ORIGIN_STAND_IN;
    return standIns.get(name) ?? hostStandIn(name, stage) ?? known(name);
  });
  if (resolved === undefined || resolved === null || resolved === "" || resolved === false) {
    return { kind: "absent" };
  }
  if (resolved === true) return { kind: "text", text: "true", variables: [] };
  if (resolved instanceof Unresolved) return { kind: "unknown", why: resolved.why };
  if (typeof resolved !== "string") return { kind: "unknown", why: "it is no text" };
  const variables: string[] = [];
  const named = (name: string): string => {
    if (!variables.includes(name)) variables.push(name);
    return `\${${name}}`;
  };
  const names = [...standIns.keys()];
  const text = resolved
    .replaceAll(ORIGIN_STAND_IN, () => named(PAGE_ORIGIN))
    .replace(/stand-in-(\d+)-z/g, (whole, index: string) => {
      const name = names[Number(index)];
      return name === undefined ? whole : named(name);
    })
    .replace(/host-variable-([a-z0-9-]+)-z/g, (_whole, name: string) =>
      named(name.replaceAll("-", "_").toUpperCase()),
    );
  return { kind: "text", text, variables };
}

function hostStandIn(name: string, stage: Stage): string | undefined {
  if (stage === "development" || !HOST_VARIABLES.test(name)) return undefined;
  // A host name has no upper-case letters and no underscores.
  return `host-variable-${name.toLowerCase().replaceAll("_", "-")}-z`;
}

/** The value of a variable in a stage; null when known to be unset, undefined when neither is known. */
function knownVariable(name: string, stage: Stage, host: SideVariables): string | null | undefined {
  const text = publicText(host, name);
  if (text !== null) return text;
  if (name === PAGE_ORIGIN) return ORIGIN_STAND_IN;
  const standIn = hostStandIn(name, stage);
  if (standIn !== undefined) return standIn;
  const plain = name.replace(/^(?:NEXT_PUBLIC_|VITE_)/, "");
  const isLocal = stage === "development";
  if (plain === "VERCEL_ENV" || plain === "VERCEL_TARGET_ENV") return isLocal ? null : stage;
  if (plain === "VERCEL" || plain === "NETLIFY") return isLocal ? null : undefined;
  if (HOST_VARIABLES.test(name) || plain === "CONTEXT") return isLocal ? null : undefined;
  if (name === "NODE_ENV" || name === "MODE") return isLocal ? "development" : "production";
  if (name === "DEV") return isLocal ? "true" : "";
  if (name === "PROD") return isLocal ? "" : "true";
  return isKnownUnset(host, name) ? null : undefined;
}

/** Whether a variable decides between values, or has a fallback, instead of only standing in a text. */
function decidesSomething(value: Value, name: string): boolean {
  const pending: Value[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    switch (next.kind) {
      case "env":
        if (next.fallback !== null) {
          if (next.name === name) return true;
          pending.push(next.fallback.value);
        }
        break;
      case "oneOf":
        for (const { value: inner, when } of next.alternatives) {
          if (when.some(({ test }) => environmentNames(test).includes(name))) return true;
          pending.push(inner);
        }
        break;
      case "concat":
        pending.push(...next.parts);
        break;
      case "operation":
        // Only the address operations keep a stand-in as it is.
        if (!next.operation.startsWith("URL") && environmentNames(next).includes(name)) return true;
        pending.push(...next.operands);
        break;
      default:
    }
  }
  return false;
}

/** Takes `window.location.origin` and its other spellings for a variable of that name. */
function withPageOrigin(graph: ModuleGraph, value: Value): Value {
  const at = { location: value.location, span: value.span };
  switch (value.kind) {
    case "unknown": {
      const text = graph.module(value.location.file)?.text.slice(value.span.start, value.span.end) ?? "";
      if (
        !/^(?:(?:window|globalThis|self|document)\??\.)?(?:location\??\.)?origin$/.test(text) ||
        text === "origin"
      )
        return value;
      return { kind: "env", name: PAGE_ORIGIN, from: "process.env", fallback: null, ...at };
    }
    case "concat":
      return { ...value, parts: value.parts.map((part) => withPageOrigin(graph, part)) };
    case "operation":
      return { ...value, operands: value.operands.map((operand) => withPageOrigin(graph, operand)) };
    case "oneOf":
      return {
        ...value,
        alternatives: value.alternatives.map((it) => ({ ...it, value: withPageOrigin(graph, it.value) })),
      };
    default:
      return value;
  }
}
