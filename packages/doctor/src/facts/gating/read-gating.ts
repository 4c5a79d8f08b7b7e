import { calleeOf, isPackageExport } from "../../source/bindings.ts";
import type { Node, ParsedModule } from "../../source/parse.ts";
import { literalText, withoutTypes } from "../../source/walk.ts";
import type { FunctionsFact } from "../functions/functions.ts";
import { mindingFunctions, writtenReference } from "../functions/minding-functions.ts";
import type { Reading } from "../reading.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import { type AppAnalysis, analyseApp } from "./app-analysis.ts";
import { happens } from "./auth-moment.ts";
import { type Condition, placeOf } from "./conditions.ts";
import { openFrame } from "./frame.ts";
import type { GatingFact, QueryUse, SignInRedirect, Way } from "./gating.ts";
import { navigationsIn } from "./navigations.ts";
import { queryCallsIn } from "./query-calls.ts";
import { quoteOf } from "./reach.ts";
import { isSignInPath } from "./sign-in-paths.ts";

/**
 * Reads what an app runs before Convex has accepted the token: queries, and redirects to its sign-in page.
 *
 * @param functions what the functions of the app's backend do without an identity; queries of functions that do not
 *   mind are left out. Null when the backend is not in this project.
 * @param handsTokensOver whether the app gives Convex tokens: it may sign people in with WorkOS without an SDK
 */
export function readGating(
  reading: Reading,
  app: App,
  workspace: WorkspaceFact,
  functions: FunctionsFact | null,
  handsTokensOver: boolean,
): GatingFact {
  if (app.authkit.length === 0 && !handsTokensOver) return { queries: [], signInRedirects: [] };
  const analysis = analyseApp(reading, app, workspace);
  return {
    queries: readQueries(analysis, functions),
    signInRedirects: readSignInRedirects(analysis),
  };
}

function readQueries({ sources, reachability }: AppAnalysis, functions: FunctionsFact | null): QueryUse[] {
  const minding = mindingFunctions(functions);
  if (minding.size === 0) return [];
  const mentioned = writtenReference(minding.keys());
  return sources.mentioning(/use(?:Paginated|Suspense)?Query/, mentioned).flatMap((module) =>
    queryCallsIn(sources.graph, module, mentioned).flatMap(({ query, via, call, args }): QueryUse[] => {
      const skips = runConditions(args);
      const withoutIdentity = minding.get(query);
      if (skips === null || withoutIdentity === undefined) return [];
      return [
        {
          query,
          withoutIdentity,
          via,
          quote: quoteOf(module, call),
          location: module.locationOf(call),
          ways: withoutIdentity === "throws" ? distinct(reachability.of(module, call, skips)) : [],
        },
      ];
    }),
  );
}

/** What must hold for a query to run with these arguments; null when it never does (`"skip"`). */
function runConditions(args: Node | null): Condition[] | null {
  if (args === null) return [];
  const written = withoutTypes(args);
  if (literalText(written) === "skip") return null;
  switch (written.type) {
    case "ObjectExpression":
      return [];
    case "ConditionalExpression": {
      const { test, consequent, alternate } = written;
      const first = runConditions(consequent);
      const second = runConditions(alternate);
      if (first === null && second === null) return null;
      if (first === null) return [{ kind: "test", test, expected: false }, ...(second ?? [])];
      if (second === null) return [{ kind: "test", test, expected: true }, ...first];
      return [...first, ...second];
    }
    default:
      return [{ kind: "unknown" }];
  }
}

/** Equal ways say nothing new. */
function distinct(ways: readonly Way[]): Way[] {
  const byKey = new Map(ways.map((way) => [JSON.stringify(way), way]));
  return [...byKey.values()];
}

function readSignInRedirects({ sources, reachability, values }: AppAnalysis): SignInRedirect[] {
  const modules = sources.mentioning(/Navigate|[rR]outer|redirect\(|location/, /sign-?in|log-?in/i);
  return modules.flatMap((module) =>
    navigationsIn(sources.graph, module).flatMap(({ kind, node, to }): SignInRedirect[] => {
      if (kind !== "navigate" || to === null) return [];
      const place = placeOf(node);
      const isByItself =
        place.effect !== null || node.type === "JSXElement" || isRendering(sources, module, node);
      if (!isByItself || place.fn === null) return [];
      const target = values.value(module, to.node, openFrame(place.fn), "starting", to.members);
      if (target.kind !== "known" || typeof target.value !== "string" || !isSignInPath(target.value))
        return [];
      const ways = distinct(reachability.of(module, node));
      if (!ways.some(({ at }) => happens(at.starting))) return [];
      return [{ to: target.value, quote: quoteOf(module, node), location: module.locationOf(node), ways }];
    }),
  );
}

/** Whether a call is Next.js' `redirect()`, which client components call while they render. */
function isRendering({ graph }: AppAnalysis["sources"], module: ParsedModule, node: Node): boolean {
  if (node.type !== "CallExpression") return false;
  const isClient = /^\s*(?:\/\/.*\s+|\/\*[^]*?\*\/\s*)*["']use client["']/.test(module.text);
  return isClient && isPackageExport(calleeOf(graph, module, node), "next", "redirect", "navigation");
}
