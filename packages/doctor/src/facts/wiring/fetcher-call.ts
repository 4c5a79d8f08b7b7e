import type { CallExpression, Node } from "../../source/parse.ts";
import { findDeclaration, functionAround } from "../../source/scopes.ts";
import { walk, withoutTypes } from "../../source/walk.ts";
import type { FunctionLike } from "../../source/walk.ts";
import { isAboutError, memberOf, NULL, truthOf, unite, UNKNOWN } from "./fetcher-value.ts";
import type { Ending, MadeCall, Run, Source, Value } from "./fetcher-value.ts";
import type { Place, Traced, Tracer } from "./trace.ts";

/** What {@link callOf} needs from the run around a call. */
export interface CallContext {
  tracer: Tracer;
  place: Place;
  node: CallExpression;
  /** Whether what is called was made inside of the function. */
  startsInside: boolean;
  /** What is called, or the object whose method it is. */
  calleeValue(run: Run): { run: Run; value: Value }[];
  /** Runs a function of the project; null when that goes too deep. */
  run(place: Place & { node: FunctionLike }, given: readonly Value[], run: Run): Ending[] | null;
}

/** Globals that neither fail nor have to do with tokens. */
const HARMLESS = new Set([
  "console",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "Date",
  "Math",
  "Boolean",
  "String",
  "Number",
  "Promise",
  "performance",
]);

/**
 * What a call yields, and how it may fail.
 *
 * @param given the values of its arguments
 * @param out receives its failures
 */
export function callOf(
  context: CallContext,
  given: readonly Value[],
  run: Run,
  out: Ending[],
): { run: Run; value: Value }[] {
  const { place, node, tracer } = context;
  const callee = withoutTypes(node.callee);
  if (!context.startsInside) {
    return applied(context, tracer.trace({ ...place, node: callee }), given, run, out);
  }
  return context.calleeValue(run).flatMap(({ run: after, value }) => {
    const isMethod = callee.type === "MemberExpression";
    const name = isMethod && !callee.computed ? callee.property.name : undefined;
    const called = !isMethod ? value : name === undefined ? UNKNOWN : memberOf(value, name);
    return called.flatMap((source) => ofSource(context, source, given, after, out));
  });
}

function ofSource(
  context: CallContext,
  source: Source,
  given: readonly Value[],
  run: Run,
  out: Ending[],
): { run: Run; value: Value }[] {
  switch (source.from) {
    case "traced":
      return applied(context, source.traced, given, run, out);
    case "server":
      return made(context, { kind: "server", throws: true }, [source], run, out);
    case "error":
      return [{ run, value: [source] }];
    default:
      return unknownCall(context, given, run, out);
  }
}

function applied(
  context: CallContext,
  traced: Traced,
  given: readonly Value[],
  run: Run,
  out: Ending[],
): { run: Run; value: Value }[] {
  switch (traced.kind) {
    case "sdk":
      return sdkCall(context, traced, given, run, out);
    case "setter": {
      const state = { call: traced.call, value: given[0] ?? NULL };
      const call: MadeCall = { ...callMade(context, "set-state", false, run), state };
      return [{ run: { ...run, calls: [...run.calls, call] }, value: NULL }];
    }
    case "function": {
      const endings = context.run({ ...traced.place, node: traced.node }, given, run);
      return endings === null
        ? unknownCall(context, given, run, out)
        : endings.flatMap((end) => {
            if (end.kind === "return") return [{ run: end.run, value: end.value }];
            if (end.kind === "throw") fails(context, end.run, end.certain, out, end.place);
            return [];
          });
    }
    case "global":
      if (traced.name === "fetch" || traced.property.at(-1) === "fetch") {
        return made(context, { kind: "server", throws: true }, [{ from: "server" }], run, out);
      }
      if (HARMLESS.has(traced.name)) return [{ run, value: ofHarmless(traced, given) }];
      return unknownCall(context, given, run, out);
    default:
      return unknownCall(context, given, run, out);
  }
}

function ofHarmless({ name, property }: Extract<Traced, { kind: "global" }>, given: readonly Value[]): Value {
  const isPassedOn =
    (name === "Promise" && ["resolve", "race", "any"].includes(property[0] ?? "")) || name === "Boolean";
  if (isPassedOn) return given[0] ?? NULL;
  return given.some(isAboutError) ? [{ from: "error" }] : UNKNOWN;
}

function sdkCall(
  context: CallContext,
  { sdk, hook, property }: Extract<Traced, { kind: "sdk" }>,
  given: readonly Value[],
  run: Run,
  out: Ending[],
): { run: Run; value: Value }[] {
  const { node } = context;
  const [name, ...rest] = property;
  if (rest.length > 0) return unknownCall(context, given, run, out);
  if (hook === "useAccessToken" && name === "refresh") {
    return made(context, { kind: "refresh", throws: true }, [{ from: "refresh", call: node }], run, out);
  }
  if (name !== "getAccessToken") return unknownCall(context, given, run, out);
  // Only authkit-react's function takes options.
  const options = sdk === "@workos-inc/authkit-react" ? given[0] : undefined;
  const forced = options === undefined ? false : truthOf(memberOf(options, "forceRefresh"));
  if (forced === undefined) return unknownCall(context, given, run, out);
  return forced
    ? made(context, { kind: "refresh", throws: true }, [{ from: "refresh", call: node }], run, out)
    : made(context, { kind: "sdk", throws: true }, [{ from: "sdk", call: node }], run, out);
}

function unknownCall(
  context: CallContext,
  given: readonly Value[],
  run: Run,
  out: Ending[],
): { run: Run; value: Value }[] {
  const value: Value = given.some(isAboutError) ? unite([[{ from: "error" }], UNKNOWN]) : UNKNOWN;
  return made(context, { kind: "other", throws: false }, value, run, out);
}

function made(
  context: CallContext,
  { kind, throws }: { kind: MadeCall["kind"]; throws: boolean },
  value: Value,
  run: Run,
  out: Ending[],
): { run: Run; value: Value }[] {
  const after = { ...run, calls: [...run.calls, callMade(context, kind, throws, run)] };
  fails(context, after, throws, out, context.place);
  return [{ run: after, value }];
}

function callMade(
  { place, node }: CallContext,
  kind: MadeCall["kind"],
  throws: boolean,
  { withoutToken }: Run,
): MadeCall {
  return { kind, node, place, throws, used: isUsed(node), withoutToken, state: null };
}

/** Records that a call may fail, in the way in which its promise is waited for. */
function fails(context: CallContext, run: Run, certain: boolean, out: Ending[], place: Place): void {
  switch (waitedFor(context.node)) {
    case "here":
      out.push({ kind: "throw", run, place, certain, escapes: false });
      return;
    case "by-caller":
      out.push({ kind: "throw", run, place, certain, escapes: true });
      return;
    case "elsewhere":
      out.push({ kind: "throw", run, place, certain: false, escapes: false });
      return;
    case "nowhere":
      return;
  }
}

/** Where the promise of a call is waited for. */
function waitedFor(call: Node): "here" | "by-caller" | "elsewhere" | "nowhere" {
  let node = endOfChain(call);
  for (let parent = node.parent; parent; parent = node.parent) {
    switch (parent.type) {
      case "AwaitExpression":
        return "here";
      case "ReturnStatement":
        return "by-caller";
      case "ArrowFunctionExpression":
        return parent.body === node ? "by-caller" : "elsewhere";
      case "ExpressionStatement":
        return "nowhere";
      case "UnaryExpression":
        return parent.operator === "void" ? "nowhere" : "elsewhere";
      case "ConditionalExpression":
        if (parent.test === node) return "elsewhere";
        break;
      case "LogicalExpression":
        if (parent.left === node) return "elsewhere";
        break;
      default:
        if (withoutTypes(parent) === parent) return "elsewhere";
    }
    node = endOfChain(parent);
  }
  return "elsewhere";
}

/** The last call of `call().catch(…).finally(…)`. */
function endOfChain(call: Node): Node {
  const member = call.parent;
  if (member?.type !== "MemberExpression" || member.computed || member.object !== call) return call;
  const isPromise = ["catch", "finally"].includes(member.property.name);
  return isPromise && member.parent?.type === "CallExpression" ? endOfChain(member.parent) : call;
}

/** Whether anything is done with what a call gives. */
function isUsed(call: Node): boolean {
  for (let node = endOfChain(call), parent = node.parent; parent; node = parent, parent = parent.parent) {
    switch (parent.type) {
      case "ExpressionStatement":
        return false;
      case "UnaryExpression":
        return parent.operator !== "void";
      case "VariableDeclarator":
        return parent.id.type !== "Identifier" || isMentioned(parent.id.name, parent.id);
      case "AwaitExpression":
        break;
      default:
        if (withoutTypes(parent) === parent) return true;
    }
  }
  return true;
}

/** Whether a name is mentioned anywhere but where it is declared. */
function isMentioned(name: string, declared: Node): boolean {
  const declaration = findDeclaration(name, declared);
  const scope = functionAround(declared);
  if (declaration === undefined || scope === undefined) return true;
  let found = false;
  walk(scope, (node) => {
    if (node.type === "Identifier" && node !== declared && node.name === name)
      found ||= findDeclaration(name, node) === declaration;
    return !found;
  });
  return found;
}
