import { pathToRegexp } from "path-to-regexp";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { SentRedirectUri } from "../../facts/redirect-uris/redirect-uris.ts";
import { matchesRoute } from "../../facts/routes/route-path.ts";
import type { RoutesFact } from "../../facts/routes/routes.ts";

export default failureMode({
  id: "callback-path-mismatch",
  step: "callback",
  severity: "error",
  title: "The app has no route where AuthKit returns to",
  short: "No route at the redirect URI",
  symptoms: [
    "After signing in at WorkOS people land on a 404 page of the app, with `?code=` in the address.",
    "Sign-in seems to work and nobody is ever signed in.",
  ],
  errorTexts: ["404: This page could not be found."],
  explanation:
    "AuthKit returns to exactly the redirect URI that the app sent, with a code in the query. The route at its path has to exchange " +
    "that code: `handleAuth()` in Next.js, `handleCallbackRoute()` in TanStack Start, `authLoader()` in React Router. When the file " +
    "lies elsewhere, or the URI says `/callback` and the route is `/auth/callback`, the code is lost.\n\n" +
    'A base path is part of the redirect URI: with `basePath: "/app"` the route `callback` is at `/app/callback`.',
  notAProblemWhen:
    "In a single-page app no route is needed: every path yields the same page, and the SDK reads the code from the address. Route groups such " +
    "as `(auth)/callback`, pathless segments, catch-all routes and rewrites count as routes.",
  remedy: (_project, found) => [
    `Move the callback route to ${found === null ? "the path of the redirect URI" : found.subject}, or change the redirect URI.`,
    "Change it everywhere at once: the variable (or the option in code), the redirect URI in convex.json, and the one at WorkOS.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs#callback-route",
    "https://workos.com/docs/authkit/nextjs",
    "https://github.com/workos/authkit-tanstack-start",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["routes", "redirectUris", "proxy"],
      *find({ routes, redirectUris, proxy }, target) {
        if (routes.routing !== "server") return;
        const { sent, examples: written } = redirectUris.stages[target.stage];
        if (!routes.complete || routes.basePath === null) {
          yield notChecked("the routes of the app cannot be told completely from its files");
          return;
        }
        // A proxy that rewrites may answer any path with any route.
        if (proxy.files.some(({ rewrites }) => rewrites)) return;
        for (const uri of [...sent, ...written]) {
          const path = uri.pathname;
          if (path === null || isAnswered(routes, routes.basePath, path)) continue;
          const near = callbackRoutes(routes);
          yield shown({
            subject: path,
            severity: uri.from === "example" ? "warning" : "error",
            confidence: uri.from === "example" ? "likely" : "certain",
            location: uri.location,
            evidence: [
              {
                kind: uri.variable === null ? "project" : "environment",
                quote: uri.text,
                location: uri.location,
              },
              ...near.map((route) => ({
                kind: "project" as const,
                quote: `the code is exchanged at ${route.path}`,
                location: { file: route.file, line: 1, column: 1 },
              })),
            ],
            detail: detailOf(
              uri,
              path,
              near.map((route) => `${routes.basePath ?? ""}${route.path}`),
            ),
          });
        }
      },
    }),
  ],
});

function isAnswered(routes: RoutesFact, basePath: string, pathname: string): boolean {
  const isBelow = basePath === "" || pathname === basePath || pathname.startsWith(`${basePath}/`);
  const path = isBelow ? pathname.slice(basePath.length) || "/" : null;
  if (path !== null && routes.routes.some((route) => matchesRoute(route.path, path))) return true;
  return routes.diversions.some((pattern) => diverts(pattern, pathname));
}

function diverts(pattern: string, pathname: string): boolean {
  try {
    return pathToRegexp(pattern).test(pathname);
  } catch {
    // A pattern in another syntax may lead anywhere.
    return true;
  }
}

function callbackRoutes(routes: RoutesFact) {
  return routes.routes.filter(({ methods }) =>
    methods.some(({ effects }) => effects.includes("exchanges-code")),
  );
}

function detailOf(uri: SentRedirectUri, path: string, near: readonly string[]): string {
  const [other] = near;
  const hint = other === undefined ? "" : `; the callback route is at ${other}`;
  return `AuthKit returns to ${uri.text}, and the app has no route at ${path}${hint}.`;
}

const ROUTE = "apps/web/src/app/callback/route.ts";

export const examples: readonly Example[] = [
  {
    name: "the route was moved and the redirect URI was not",
    project: "nextjs-monorepo",
    edits: [{ file: ROUTE, moveTo: "apps/web/src/app/auth/callback/route.ts" }],
    expect: ["error callback-path-mismatch apps/web/.env.local:4"],
  },
  {
    name: "the redirect URI leaves out the base path",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/next.config.ts",
        replace: "{ reactStrictMode: true }",
        with: '{ reactStrictMode: true, basePath: "/app" }',
      },
    ],
    expect: ["error callback-path-mismatch apps/web/.env.local:4"],
  },
  {
    name: "the route lies in a route group",
    project: "nextjs-monorepo",
    edits: [{ file: ROUTE, moveTo: "apps/web/src/app/(auth)/callback/route.ts" }],
    expect: [],
  },
  {
    name: "a rewrite leads to the route",
    project: "nextjs-monorepo",
    edits: [
      { file: ROUTE, moveTo: "apps/web/src/app/auth/callback/route.ts" },
      {
        file: "apps/web/next.config.ts",
        replace: "{ reactStrictMode: true }",
        with: '{\n  async rewrites() {\n    return [{ source: "/callback", destination: "/auth/callback" }];\n  },\n}',
      },
    ],
    expect: [],
  },
  {
    name: "a single-page app without a route for the callback",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: '            <Route path="/callback" element={<Callback />} />\n',
        with: "",
      },
      { file: "src/main.tsx", replace: 'import { Callback } from "./callback";\n', with: "" },
      { file: "src/callback.tsx", remove: true },
    ],
    expect: [],
  },
];
