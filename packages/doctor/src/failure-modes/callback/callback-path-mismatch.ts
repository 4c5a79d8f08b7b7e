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
  title: "The app has no route that takes the code where AuthKit returns to",
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
  remedy: (_project, found) =>
    found !== null && !found.subject.startsWith("/")
      ? [
          `Let AuthKit answer the GET in ${found.subject.replace(/\/page\.\w+$/, "/route.ts")}:`,
          'import { handleAuth } from "@workos-inc/authkit-nextjs";',
          "export const GET = handleAuth();",
          ...(/\/page\.\w+$/.test(found.subject)
            ? [`Remove ${found.subject}: a path is either a page or a route.`]
            : []),
        ]
      : [
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
        const { sent, examples: written, hiddenInCode, because } = redirectUris.stages[target.stage];
        if (!routes.complete || routes.basePath === null) {
          yield notChecked("the routes of the app cannot be told completely from its files");
          return;
        }
        if (hiddenInCode === true && sent.length === 0) yield notChecked(because);
        // A proxy that rewrites may answer any path with any route.
        if (proxy.files.some(({ rewrites }) => rewrites)) return;
        for (const uri of [...sent, ...written]) {
          const path = uri.pathname;
          const near = callbackRoutes(routes);
          const answer = path === null ? "route" : answerOf(routes, routes.basePath, path);
          // What takes any path may pass the code on, where nothing else is made to exchange it.
          if (path === null) continue;
          if (answer === "route") yield* judgeHandlers(routes, routes.basePath, uri, path);
          if (answer === "route" || (answer !== null && near.length === 0)) continue;
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

/** The handler at the path has to exchange the code when it is asked with a GET. */
function* judgeHandlers(routes: RoutesFact, basePath: string, uri: SentRedirectUri, path: string) {
  if (routes.diversions.some((pattern) => diverts(pattern, path))) return;
  const own = path.slice(basePath.length) || "/";
  const here = routes.routes.filter((route) => matchesRoute(route.path, own));
  const [route] = here;
  if (route === undefined || here.length > 1) return;
  const problem = problemOf(route, routes);
  if (problem === null) return;
  const isLikely = uri.from === "example" || !problem.isCertain;
  yield shown({
    subject: route.file,
    severity: isLikely ? "warning" : "error",
    confidence: isLikely ? "likely" : "certain",
    location: problem.location,
    evidence: [
      { kind: uri.variable === null ? "project" : "environment", quote: uri.text, location: uri.location },
    ],
    detail: `AuthKit returns to ${uri.text} with a GET: ${problem.why}`,
  });
}

/** Why a route does not exchange the code; null when it does, or may. */
function problemOf(route: Route, routes: RoutesFact) {
  const start = { file: route.file, line: 1, column: 1 };
  if (route.kind === "page") {
    // A page cannot set the session's cookie; whether some other route is given the code is seen nowhere.
    const isAlone = route.methods.length === 0 && callbackRoutes(routes).length === 0;
    const isOpaque = routes.routes.some(({ methods }) => methods.some(({ opaque }) => opaque === true));
    if (!isAlone || isOpaque || !/\/page\.\w+$/.test(route.file)) return null;
    const why = `${route.file} is a page, and no route of the app is seen to exchange the code.`;
    return { why, location: start, isCertain: false };
  }
  const get = route.methods.find(({ method }) => method === "GET" || method === "ALL");
  if (get === undefined) {
    if (route.methodsComplete !== true) return null;
    const others = route.methods.map(({ method }) => method).join(", ");
    const why = `${route.file} exports ${others === "" ? "no function of that name" : `${others} only`}.`;
    return { why, location: route.methods[0]?.location ?? start, isCertain: true };
  }
  if (get.uncalled !== undefined) {
    const why = `its handler is ${get.uncalled} itself, which only makes one: it has to be called.`;
    return { why, location: get.location, isCertain: true };
  }
  if (get.effects.includes("exchanges-code") || get.opaque === true) return null;
  return { why: "the handler never exchanges the code.", location: get.location, isCertain: true };
}

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
    name: "the handler answers POST",
    project: "nextjs-monorepo",
    edits: [{ file: ROUTE, replace: "export const GET", with: "export const POST" }],
    expect: [`error callback-path-mismatch ${ROUTE}:3`],
  },
  {
    name: "the handler is the default export",
    project: "nextjs-monorepo",
    edits: [{ file: ROUTE, replace: "export const GET =", with: "export default" }],
    expect: [`error callback-path-mismatch ${ROUTE}:1`],
  },
  {
    name: "handleAuth is exported and not called",
    project: "nextjs-monorepo",
    edits: [{ file: ROUTE, write: 'export { handleAuth as GET } from "@workos-inc/authkit-nextjs";\n' }],
    expect: [`error callback-path-mismatch ${ROUTE}:1`],
  },
  {
    name: "the handler only redirects",
    project: "nextjs-monorepo",
    edits: [
      {
        file: ROUTE,
        write:
          'import { NextResponse } from "next/server";\n\nexport function GET(request: Request) {\n  return NextResponse.redirect(new URL("/", request.url));\n}\n',
      },
    ],
    expect: [`error callback-path-mismatch ${ROUTE}:3`],
  },
  {
    name: "a page stands where the handler should",
    project: "nextjs-monorepo",
    edits: [
      { file: ROUTE, remove: true },
      {
        file: "apps/web/src/app/callback/page.tsx",
        write: "export default function Page() {\n  return <p>Signing you in…</p>;\n}\n",
      },
    ],
    expect: ["warning callback-path-mismatch apps/web/src/app/callback/page.tsx:1 (likely)"],
  },
  {
    name: "the handler exchanges the code by an own request",
    project: "nextjs-monorepo",
    edits: [
      {
        file: ROUTE,
        write:
          'import { NextResponse } from "next/server";\n\nexport async function GET(request: Request) {\n  const code = new URL(request.url).searchParams.get("code");\n  await fetch("https://api.workos.com/user_management/authenticate", { method: "POST", body: JSON.stringify({ code }) });\n  return NextResponse.redirect(new URL("/", request.url));\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "the handler of another file",
    project: "nextjs-monorepo",
    edits: [
      { file: ROUTE, write: 'export { callback as GET } from "@/auth/callback";\n' },
      {
        file: "apps/web/src/auth/callback.ts",
        write:
          'import { handleAuth } from "@workos-inc/authkit-nextjs";\nimport type { NextRequest } from "next/server";\n\nconst exchange = handleAuth({ returnPathname: "/notes" });\n\nexport async function callback(request: NextRequest) {\n  return await exchange(request);\n}\n',
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
