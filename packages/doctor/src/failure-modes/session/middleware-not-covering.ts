import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { activeProxy, covers, majorOf, type ProxyFile } from "../../facts/proxy/proxy.ts";
import { samplePaths } from "../../facts/routes/route-path.ts";
import type { RoutesFact, ServerAuthCall } from "../../facts/routes/routes.ts";
import { isInDir } from "../../facts/workspace/workspace.ts";

/** A path that no app has: Next.js renders `/_not-found` in the root layout for it. */
const PATH_NOT_FOUND = "/a-page-that-is-not-there";

interface Uncovered {
  call: ServerAuthCall;
  paths: string[];
  /** Whether only requests for pages that do not exist are affected. */
  onlyNotFound: boolean;
}

export default failureMode({
  id: "middleware-not-covering",
  step: "session",
  severity: "error",
  title: "A route calls withAuth and AuthKit's proxy does not run on it",
  short: "Proxy does not cover a route",
  symptoms: [
    "The page answers with a 500, and the server log names `withAuth` and the URL.",
    "The user is missing on some pages and there on others.",
  ],
  errorTexts: [
    "You are calling 'withAuth' on <url> that isn't covered by the AuthKit middleware. Make sure it is running on all paths you are calling 'withAuth' from by updating your middleware config in 'middleware.(js|ts)'.",
    "isn’t covered by the AuthKit middleware",
  ],
  explanation:
    "`withAuth` does not read the session cookie itself: it reads headers that AuthKit's proxy adds to the request, and throws " +
    "when they are missing. So the proxy has to run on every route that calls it, directly or in a component. The `matcher` of the " +
    "proxy decides where it runs. A list of single paths is soon incomplete; a pattern that leaves out static files covers what " +
    "will be added later.\n\n" +
    "A root layout that calls `withAuth` also renders the page for addresses that do not exist, so the matcher has to cover those as well.",
  notAProblemWhen:
    "The pages outside the matcher do not call `withAuth`, or catch what it throws. `signOut` and `getSignInUrl` do not need the proxy. " +
    "A matcher that cannot be evaluated is never called incomplete.",
  remedy: (_project, found) => [
    ...(found?.subject === "no proxy"
      ? [
          "Create proxy.ts (on Next.js 15 and older: middleware.ts) beside the `app` folder:",
          'import { authkitMiddleware } from "@workos-inc/authkit-nextjs";',
          "export default authkitMiddleware();",
        ]
      : ["Let the proxy run on every route that calls withAuth."]),
    'export const config = { matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"] };',
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs#proxy--middleware",
    "https://github.com/workos/authkit-nextjs/issues/274",
    "https://github.com/workos/authkit-nextjs/issues/299",
  ],
  appliesTo: { frameworks: ["nextjs"], packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: { "@workos-inc/authkit-nextjs": "4.3.2", next: "16.4.6" },
  masks: [],
  detectors: [
    detector({
      needs: ["routes", "proxy", "packages"],
      *find({ routes, proxy, packages }) {
        const calls = routes.serverAuthCalls.filter(({ call, guarded }) => call === "withAuth" && !guarded);
        const [first] = calls;
        if (first === undefined) return;
        const active = activeProxy(proxy, majorOf(packages["next"]));
        if (active === "unknown") {
          yield notChecked(
            "the version of Next.js is not in evidence, so it is not known whether proxy.ts runs",
          );
          return;
        }
        if (active === "none") {
          yield shown({
            subject: "no proxy",
            severity: "error",
            confidence: calls.every(({ conditional }) => conditional) ? "likely" : "certain",
            location: first.location,
            evidence: calls.map(evidenceOf),
            detail: `${first.file} calls withAuth, and Next.js runs no proxy or middleware in this app.`,
          });
          return;
        }
        if (active.kind === "other") return;
        if (active.matchers.kind === "unknown") {
          yield notChecked(`the matcher of ${active.file} cannot be evaluated (${active.matchers.why})`);
          return;
        }
        const uncovered = calls.flatMap((call) => uncoveredBy(active, call, routes) ?? []);
        const missed = uncovered.filter(({ onlyNotFound }) => !onlyNotFound);
        const [worst] = missed.length > 0 ? missed : uncovered;
        if (worst === undefined) return;
        const listed = missed.length > 0 ? missed : uncovered;
        const paths = [...new Set(listed.flatMap((it) => it.paths))];
        yield shown({
          subject: active.file,
          severity: missed.length > 0 ? "error" : "warning",
          confidence: listed.every(({ call }) => call.conditional) ? "likely" : "certain",
          location: active.matchers.kind === "list" ? active.matchers.location : active.location,
          evidence: listed.map(({ call }) => evidenceOf(call)),
          detail:
            missed.length > 0
              ? `The matcher of ${active.file} leaves out ${paths.join(", ")}, where ${worst.call.location.file} calls withAuth.`
              : `The matcher of ${active.file} leaves out addresses that do not exist, and the root layout calls withAuth for them too.`,
        });
      },
    }),
    detector({
      needs: ["routes", "proxy", "packages", "wiring"],
      *find({ routes, proxy, packages, wiring }) {
        // Where pages call withAuth themselves, the other detector says it with their places.
        const isCalled = routes.serverAuthCalls.some(({ call }) => call === "withAuth");
        const provider = wiring.authKitProviders.find(
          ({ package: sdk }) => sdk === "@workos-inc/authkit-nextjs",
        );
        const pages = routes.routes.filter(({ kind }) => kind === "page").map(({ path }) => path);
        if (isCalled || provider === undefined || pages.length === 0 || !routes.complete) return;
        const active = activeProxy(proxy, majorOf(packages["next"]));
        // Public pages are left out on purpose; a session that no page can ask for is none.
        const isForNone =
          active === "none" ||
          (active !== "unknown" && active.kind !== "other" && pages.every((path) => isLeftOut(active, path)));
        if (!isForNone) return;
        const evidence = [{ kind: "project" as const, quote: provider.quote, location: provider.location }];
        yield shown(
          active === "none"
            ? {
                subject: "no proxy",
                severity: "error",
                location: provider.location,
                evidence,
                detail:
                  "AuthKitProvider asks the server for the session, and Next.js runs no proxy or middleware in this app.",
              }
            : {
                subject: active.file,
                severity: "error",
                location: active.matchers.kind === "list" ? active.matchers.location : active.location,
                evidence,
                detail: `The matcher of ${active.file} covers no page of the app, so AuthKitProvider gets a session on none.`,
              },
        );
      },
    }),
  ],
});

function evidenceOf({ location, path }: ServerAuthCall) {
  return { kind: "project" as const, quote: `withAuth is called on ${path}`, location };
}

function uncoveredBy(proxy: ProxyFile, call: ServerAuthCall, routes: RoutesFact): Uncovered | null {
  if (call.kind === "page" || call.kind === "handler") {
    return isLeftOut(proxy, call.path) ? { call, paths: [call.path], onlyNotFound: false } : null;
  }
  const folder = call.file.slice(0, call.file.lastIndexOf("/"));
  const below =
    call.kind === "not-found"
      ? []
      : routes.routes
          .filter(({ kind, file }) => kind === "page" && isInDir(file, folder))
          .map(({ path }) => path);
  const paths = below.filter((path) => isLeftOut(proxy, path));
  if (paths.length > 0) return { call, paths, onlyNotFound: false };
  const isRoot = call.path === "/" && /(?:^|\/)app$/.test(folder);
  return isRoot && covers(proxy, PATH_NOT_FOUND) === "no"
    ? { call, paths: ["/_not-found"], onlyNotFound: true }
    : null;
}

function isLeftOut(proxy: ProxyFile, pattern: string): boolean {
  return samplePaths(pattern).every((path) => covers(proxy, path) === "no");
}

const PROXY = "apps/web/src/proxy.ts";
const MATCHER = 'matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"]';

export const examples: readonly Example[] = [
  {
    name: "the matcher covers no page, and only AuthKitProvider asks for the session",
    project: "nextjs-monorepo",
    edits: [
      { file: PROXY, replace: MATCHER, with: 'matcher: ["/api/:path*"]' },
      {
        file: "apps/web/src/app/admin/page.tsx",
        write: "export default function AdminPage() {\n  return null;\n}\n",
      },
    ],
    expect: ["error middleware-not-covering apps/web/src/proxy.ts:13"],
  },
  {
    name: "public pages are left out, and only AuthKitProvider asks for the session",
    project: "nextjs-monorepo",
    edits: [
      { file: PROXY, replace: MATCHER, with: 'matcher: ["/notes/:path*"]' },
      {
        file: "apps/web/src/app/admin/page.tsx",
        write: "export default function AdminPage() {\n  return null;\n}\n",
      },
    ],
    expect: [],
  },
  {
    name: "the matcher lists single paths, and a page outside calls withAuth",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, replace: MATCHER, with: 'matcher: ["/", "/notes/:path*"]' }],
    expect: ["error middleware-not-covering apps/web/src/proxy.ts:13"],
  },
  {
    name: "a component that the page renders calls withAuth",
    project: "nextjs-monorepo",
    edits: [
      { file: PROXY, replace: MATCHER, with: 'matcher: ["/admin/:path*"]' },
      {
        file: "apps/web/src/app/page.tsx",
        replace: "<h1>Notes</h1>",
        with: "<Greeting />",
      },
      {
        file: "apps/web/src/app/page.tsx",
        replace: 'import Link from "next/link";\n',
        with: 'import Link from "next/link";\nimport { Greeting } from "@/components/greeting";\n',
      },
      {
        file: "apps/web/src/components/greeting.tsx",
        write:
          'import { withAuth } from "@workos-inc/authkit-nextjs";\n\nexport async function Greeting() {\n  const { user } = await withAuth();\n  return <h1>Notes of {user?.firstName}</h1>;\n}\n',
      },
    ],
    expect: ["error middleware-not-covering apps/web/src/proxy.ts:13"],
  },
  {
    name: "only pages that do not exist are left out",
    project: "nextjs-monorepo",
    edits: [
      { file: PROXY, replace: MATCHER, with: 'matcher: ["/", "/(admin|notes)/:path*"]' },
      {
        file: "apps/web/src/app/layout.tsx",
        replace: "export default function RootLayout",
        with: "export default async function RootLayout",
      },
      {
        file: "apps/web/src/app/layout.tsx",
        replace: "  return (\n",
        with: "  await withAuth();\n  return (\n",
      },
      {
        file: "apps/web/src/app/layout.tsx",
        replace: 'import type { ReactNode } from "react";\n',
        with: 'import { withAuth } from "@workos-inc/authkit-nextjs";\nimport type { ReactNode } from "react";\n',
      },
    ],
    expect: ["warning middleware-not-covering apps/web/src/proxy.ts:13"],
  },
  {
    name: "there is no proxy at all",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, remove: true }],
    expect: ["error middleware-not-covering apps/web/src/app/admin/page.tsx:5"],
  },
  {
    name: "the matcher covers just the route that calls withAuth",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, replace: MATCHER, with: 'matcher: ["/admin/:path*", "/notes/:path*"]' }],
    expect: [],
  },
  {
    name: "the matcher leaves out prefetches and is written as objects",
    project: "nextjs-monorepo",
    edits: [
      {
        file: PROXY,
        replace: MATCHER,
        with: 'matcher: [{ source: "/((?!_next/static|favicon.ico).*)", missing: [{ type: "header", key: "next-router-prefetch" }] }]',
      },
    ],
    expect: [],
  },
  {
    name: "a matcher under a condition that only the request tells",
    project: "nextjs-monorepo",
    edits: [
      {
        file: PROXY,
        replace: MATCHER,
        with: 'matcher: [{ source: "/notes" }, { source: "/:path*", has: [{ type: "cookie", key: "wos-session" }] }]',
      },
    ],
    expect: [],
  },
];
