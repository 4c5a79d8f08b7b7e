import { pathToRegexp } from "path-to-regexp";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { SentRedirectUri } from "../../facts/redirect-uris/redirect-uris.ts";
import { matchesRoute } from "../../facts/routes/route-path.ts";
import type { Route, RoutesFact } from "../../facts/routes/routes.ts";

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
    "as `(auth)/callback`, pathless segments, catch-all route handlers and rewrites count as routes; a page that takes any path " +
    "(`/[slug]`) does where nothing else exchanges the code.",
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
          const near = callbackRoutes(routes);
          const answer = path === null ? "route" : answerOf(routes, routes.basePath, path);
          // What takes any path may pass the code on, where nothing else is made to exchange it.
          if (path === null || answer === "route" || (answer !== null && near.length === 0)) continue;
          const isCertain = uri.from !== "example" && answer === null;
          yield shown({
            subject: path,
            severity: isCertain ? "error" : "warning",
            confidence: isCertain ? "certain" : "likely",
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
              answer === null
                ? `the app has no route at ${path}`
                : `there only the page ${answer.path} answers`,
              near.map((route) => `${routes.basePath ?? ""}${route.path}`),
            ),
          });
        }
      },
    }),
  ],
});

/**
 * Who answers the path: a route that is made for it or a diversion (`route`), only a page that takes any text there (`/[slug]`),
 * which exchanges no code, or nobody (null).
 */
function answerOf(routes: RoutesFact, basePath: string, pathname: string): "route" | Route | null {
  if (routes.diversions.some((pattern) => diverts(pattern, pathname))) return "route";
  const isBelow = basePath === "" || pathname === basePath || pathname.startsWith(`${basePath}/`);
  if (!isBelow) return null;
  const path = pathname.slice(basePath.length) || "/";
  const answering = routes.routes.filter((route) => matchesRoute(route.path, path));
  const takesAny = ({ kind, methods, path: pattern }: Route) =>
    kind === "page" && methods.length === 0 && pattern.includes("[");
  return answering.some((route) => !takesAny(route)) ? "route" : (answering[0] ?? null);
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

function detailOf(uri: SentRedirectUri, instead: string, near: readonly string[]): string {
  const [other] = near;
  const hint = other === undefined ? "" : `; the callback route is at ${other}`;
  return `AuthKit returns to ${uri.text}, and ${instead}${hint}.`;
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
    name: "only a page with a parameter answers at the redirect URI",
    project: "nextjs-monorepo",
    edits: [
      { file: ROUTE, moveTo: "apps/web/src/app/auth/callback/route.ts" },
      {
        file: "apps/web/src/app/[name]/page.tsx",
        write: "export default function Profile() {\n  return null;\n}\n",
      },
    ],
    expect: ["warning callback-path-mismatch apps/web/.env.local:4 (likely)"],
  },
  {
    name: "a page with a parameter beside the callback route",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/app/[name]/page.tsx",
        write: "export default function Profile() {\n  return null;\n}\n",
      },
    ],
    expect: [],
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
