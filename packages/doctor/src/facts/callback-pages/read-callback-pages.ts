import type { Reading } from "../reading.ts";
import { type AppAnalysis, analyseApp } from "../gating/app-analysis.ts";
import { placeOf } from "../gating/conditions.ts";
import { openFrame } from "../gating/frame.ts";
import { type Navigation, navigationsIn } from "../gating/navigations.ts";
import { quoteOf } from "../gating/reach.ts";
import type { RedirectUrisFact } from "../redirect-uris/redirect-uris.ts";
import type { App, WorkspaceFact } from "../workspace/workspace.ts";
import type { AutomaticSignIn, CallbackPagesFact, PageNavigation } from "./callback-pages.ts";
import { type PageComponent, pageComponents } from "./page-components.ts";

/**
 * Reads what the pages of a single-page app do by themselves when AuthKit returns to them. In apps whose server
 * exchanges the code there is nothing to read.
 */
export function readCallbackPages(
  reading: Reading,
  app: App,
  workspace: WorkspaceFact,
  redirectUris: RedirectUrisFact,
): CallbackPagesFact {
  if (!app.authkit.includes("@workos-inc/authkit-react")) return { callbacks: [], automaticSignIns: {} };
  const analysis = analyseApp(reading, app, workspace);
  const { sources } = analysis;
  const pages = pageComponents(sources);
  const paths = callbackPaths(redirectUris);
  const automaticSignIns: Record<string, AutomaticSignIn[]> = {};
  for (const page of pages) {
    const signIns = signInsOf(analysis, page);
    if (signIns.length > 0)
      automaticSignIns[page.path] = [...(automaticSignIns[page.path] ?? []), ...signIns];
  }
  return {
    callbacks: pages
      .filter(({ path }) => paths.has(path))
      .map((page) => ({
        path: page.path,
        location: page.module.locationOf(page.fn),
        navigations: navigationsOf(analysis, page),
        signIns: signInsOf(analysis, page),
      })),
    automaticSignIns,
  };
}

/** The paths of all redirect URIs that any stage may send, those of example files included. */
function callbackPaths({ stages }: RedirectUrisFact): Set<string> {
  const paths = Object.values(stages).flatMap(({ sent, examples }) =>
    [...sent, ...examples].flatMap(({ pathname }) => (pathname === null ? [] : [pathname])),
  );
  return new Set(paths.map((path) => path.replace(/(.)\/$/, "$1")));
}

/** The navigations that a page itself makes: in its effects, or as `<Navigate>`. */
function ownNavigations({ sources }: AppAnalysis, { module, fn }: PageComponent): Navigation[] {
  return navigationsIn(sources.graph, module).filter(({ node }) => {
    const place = placeOf(node);
    return place.fn === fn && (place.effect !== null || node.type === "JSXElement");
  });
}

function signInsOf(analysis: AppAnalysis, page: PageComponent): AutomaticSignIn[] {
  return ownNavigations(analysis, page).flatMap(({ kind, node }) =>
    kind === "sign-in" ? [seen(analysis, page, node)] : [],
  );
}

function navigationsOf(analysis: AppAnalysis, page: PageComponent): PageNavigation[] {
  return ownNavigations(analysis, page).flatMap(({ node, to }): PageNavigation[] => {
    if (to === null) return [];
    const value = analysis.values.value(page.module, to.node, openFrame(page.fn), "signed-out", to.members);
    const toWhenSignedOut = value.kind === "known" && typeof value.value === "string" ? value.value : null;
    return [{ toWhenSignedOut, ...seen(analysis, page, node) }];
  });
}

function seen(
  { reachability }: AppAnalysis,
  { module }: PageComponent,
  node: Navigation["node"],
): AutomaticSignIn {
  return {
    quote: quoteOf(module, node),
    location: module.locationOf(node),
    ways: reachability.of(module, node),
  };
}
