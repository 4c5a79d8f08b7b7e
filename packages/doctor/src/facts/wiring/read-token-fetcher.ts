import type { CallExpression } from "../../source/parse.ts";
import { identityOf } from "./fetcher-identity.ts";
import type { Ending, MadeCall, Source, Value } from "./fetcher-value.ts";
import { quoted } from "./quoted.ts";
import { runFunction } from "./run-fetcher.ts";
import type { Place, Traced, Tracer } from "./trace.ts";
import type { CapturedToken, FetcherIdentity, Quoted, TokenFetcher, TokenSource } from "./wiring.ts";

type Returned = Extract<Ending, { kind: "return" }>;

/**
 * Reads what a function does that Convex calls for a token, by going through all ways in which it can run: once with
 * `forceRefreshToken: true`, once with `false`.
 *
 * @returns null when it cannot be followed
 */
export function readTokenFetcher(
  tracer: Tracer,
  traced: Extract<Traced, { kind: "function" }>,
): TokenFetcher | null {
  const place = { ...traced.place, node: traced.node };
  const given = (force: boolean): Value[] => [
    [{ from: "object", fields: new Map([["forceRefreshToken", [{ from: "constant", value: force }]]]) }],
  ];
  const forced = runFunction(tracer, place, given(true));
  const plain = runFunction(tracer, place, given(false));
  if (forced === null || plain === null) return null;
  const all = [...forced, ...plain];
  const identity = identityOf(tracer, traced, refreshedStates(forced));
  const forcedCalls = callsOf(forced);
  return {
    ...quoted(place.module, place.node),
    identity,
    asksWhenForced: sourcesAsked(forced),
    asksOtherwise: sourcesAsked(plain),
    forcedRefreshes: places(forcedCalls.filter(({ kind }) => kind === "refresh")),
    refreshesOnlyWithoutToken: forced
      .flatMap(({ run }) => run.calls)
      .every(({ kind, withoutToken }) => kind !== "refresh" || withoutToken),
    reads: places(forcedCalls.filter(({ kind }) => kind === "sdk")),
    onlyReturns: onlyCaptured(all, identity),
    onlyNull: returnsNothing(all),
    droppedRefreshes: forced.flatMap(dropped).filter(isFirst),
    nullAfterFailure: all
      .filter((end): end is Returned => end.kind === "return" && isNullAfterFailure(end))
      .map((end) => quotedPlace(end.place))
      .filter(isFirst),
    uncaught: all
      .filter((end) => end.kind === "throw" && end.certain && !end.run.toldApart && !end.run.retried)
      .map((end) => quotedPlace(placeOf(end)))
      .filter(isFirst),
  };
}

/**
 * Reads the SDK's own function, handed over as it is: neither authkit-nextjs's nor authkit-react's `getAccessToken` knows
 * `forceRefreshToken`, and both throw when they fail.
 *
 * @param place where it is handed over
 * @returns null for all else that the SDK's hooks give
 */
export function sdkFetcher(
  { module, node }: Place,
  { sdk, property }: Extract<Traced, { kind: "sdk" }>,
): TokenFetcher | null {
  if (property.length !== 1 || property[0] !== "getAccessToken") return null;
  const here = quoted(module, node);
  return {
    ...here,
    identity: { kind: sdk === "@workos-inc/authkit-nextjs" ? "stable" : "unknown" },
    asksWhenForced: ["sdk"],
    asksOtherwise: ["sdk"],
    forcedRefreshes: [],
    refreshesOnlyWithoutToken: false,
    reads: [here],
    onlyReturns: null,
    onlyNull: false,
    droppedRefreshes: [],
    nullAfterFailure: [],
    uncaught: [here],
  };
}

function placeOf(end: Ending): Place {
  if (end.kind === "return" || end.kind === "throw") return end.place;
  throw new TypeError("A function does not end with break or continue.");
}

function callsOf(ends: readonly Ending[]): MadeCall[] {
  return [...new Map(ends.flatMap(({ run }) => run.calls).map((call) => [call.node, call])).values()];
}

const ASKED: Partial<Record<MadeCall["kind"], TokenSource>> = {
  refresh: "refresh",
  sdk: "sdk",
  server: "server",
  other: "unknown",
};

function sourcesAsked(ends: readonly Ending[]): TokenSource[] {
  const asked = callsOf(ends).flatMap(({ kind }) => ASKED[kind] ?? []);
  const isUnknown = ends.some(
    (end) => end.kind === "return" && end.value.some(({ from }) => from === "unknown" || from === "traced"),
  );
  return [...new Set<TokenSource>([...asked, ...(isUnknown ? (["unknown"] as const) : [])])].sort();
}

/** The states that are set to a token which a refresh gave. */
function refreshedStates(ends: readonly Ending[]): Set<CallExpression> {
  return new Set(
    callsOf(ends).flatMap(({ state }) =>
      state !== null && state.value.some(({ from }) => from === "refresh") ? [state.call] : [],
    ),
  );
}

function dropped(end: Ending): { refresh: Quoted; returned: Quoted }[] {
  if (end.kind !== "return" || end.run.failure !== null) return [];
  const refresh = end.run.calls.find((call) => call.kind === "refresh" && !call.used);
  const tokens = end.value.filter(({ from }) => from !== "null");
  const isOld = tokens.length > 0 && tokens.every(isOldToken);
  return refresh !== undefined && isOld
    ? [{ refresh: quotedPlace(refresh.place), returned: quotedPlace(end.place) }]
    : [];
}

/** A value that a refresh cannot have changed: the closure was made before. */
function isOldToken(source: Source): boolean {
  return source.from === "captured" && source.how !== "parameter";
}

function isNullAfterFailure({ run, value }: Returned): boolean {
  return (
    run.failure !== null &&
    run.failure.certain &&
    !run.toldApart &&
    !run.retried &&
    value.every(({ from }) => from === "null")
  );
}

function returnsNothing(ends: readonly Ending[]): boolean {
  const returned = ends.filter((end): end is Returned => end.kind === "return");
  return returned.length > 0 && returned.every(({ value }) => value.every(({ from }) => from === "null"));
}

function onlyCaptured(ends: readonly Ending[], identity: FetcherIdentity): CapturedToken | null {
  if (callsOf(ends).some(({ kind }) => kind !== "set-state")) return null;
  const sources = ends.flatMap((end) =>
    end.kind === "return" ? end.value.filter(({ from }) => from !== "null") : [],
  );
  const [first] = sources;
  if (first === undefined || (first.from !== "captured" && first.from !== "ref")) return null;
  if (!sources.every((source) => isSameOrigin(source, first))) return null;
  const end = ends.find((it) => it.kind === "return" && it.value.includes(first));
  const place = end === undefined ? undefined : placeOf(end);
  if (place === undefined) return null;
  const name = place.module.text.slice(first.node.start, first.node.end);
  return {
    ...quotedPlace(place),
    name,
    from: first.from === "ref" ? "ref" : first.how,
    isAuthKit: first.from === "captured" && first.isAuthKit,
    follows: first.from === "ref" ? "yes" : follows(place, first, identity),
  };
}

function isSameOrigin(one: Source, other: Source): boolean {
  if (one.from === "ref") return other.from === "ref" && one.ref === other.ref;
  if (one.from !== "captured" || other.from !== "captured") return false;
  return one.how === "hook" ? other.how === "hook" : one.origin === other.origin;
}

/** Whether the function is made anew when the captured value changes. */
function follows(
  place: Place,
  captured: Extract<Source, { from: "captured" }>,
  identity: FetcherIdentity,
): CapturedToken["follows"] {
  if (identity.kind === "every-render") return "yes";
  if (identity.kind !== "memoized" || identity.dependencies === null) return "unknown";
  const name = place.module.text.slice(captured.node.start, captured.node.end);
  if (identity.dependencies.some((it) => it.name === name || it.kind === "token")) return "yes";
  return identity.dependencies.every(({ kind }) => kind === "other") ? "no" : "unknown";
}

function places(calls: readonly MadeCall[]): Quoted[] {
  return calls.map(({ place }) => quotedPlace(place));
}

function quotedPlace({ module, node }: Place): Quoted {
  return quoted(module, node);
}

/** Whether an item is the first of those that look alike; for `filter`. */
function isFirst<Item>(item: Item, index: number, all: readonly Item[]): boolean {
  const text = JSON.stringify(item);
  return all.findIndex((it) => JSON.stringify(it) === text) === index;
}
