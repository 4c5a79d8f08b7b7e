import { keepsSignedOutVisitorsAway } from "../../facts/controls/signed-out-visitors.ts";
import { activeProxy, majorOf, type ProxyFact } from "../../facts/proxy/proxy.ts";
import type { RoutesFact } from "../../facts/routes/routes.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";

export default failureMode({
  id: "matcher-catches-static-or-api",
  step: "sign-in",
  severity: "warning",
  title:
    "The proxy sends callers to AuthKit that never sign in: for assets, webhooks or the files of crawlers",
  short: "Matcher catches too much",
  symptoms: [
    "Public pages have no styles and no scripts as long as nobody is signed in.",
    "A webhook is never handled: its sender gets a redirect, or HTML.",
    "Search engines and link previews find nothing, although the pages are public.",
  ],
  errorTexts: ["Refused to apply style", "Unexpected token '<'"],
  explanation:
    "With `middlewareAuth` on, AuthKit's proxy redirects every request without a session that its matcher catches and that `unauthenticatedPaths` does not list. " +
    "It does not look at what is asked for: the scripts and styles of a public page, `robots.txt` and `sitemap.xml` (a list of file extensions in the matcher often has neither `txt` nor `xml`), and a webhook are redirected to the sign-in page as well. " +
    "Without a matcher, Next.js runs the proxy for everything.",
  notAProblemWhen:
    "`middlewareAuth` is off, the matcher leaves the paths out, or they are in `unauthenticatedPaths`. Assets and the files of crawlers only matter where a page is open to visitors without a session.",
  remedy: () => [
    'Leave assets and the files of crawlers out of the matcher: matcher: ["/((?!_next/static|_next/image|favicon.ico|robots.txt|sitemap.xml).*)"].',
    "List webhooks, with what else is called without a session, in middlewareAuth.unauthenticatedPaths; they check a signature themselves.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/365",
    "https://nextjs.org/docs/app/api-reference/file-conventions/proxy",
    "https://github.com/workos/authkit-nextjs/blob/main/src/session.ts",
  ],
  appliesTo: { frameworks: ["nextjs"] },
  testedWith: { "@workos-inc/authkit-nextjs": "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["proxy", "routes", "packages"],
      *find({ proxy, routes, packages }) {
        const nextMajor = majorOf(packages["next"]);
        const active = activeProxy(proxy, nextMajor);
        if (active === "none") return;
        if (active === "unknown") {
          yield notChecked(
            "the version of Next.js is not in evidence, so it is not known whether proxy.ts runs",
          );
          return;
        }
        if (active.options?.protects !== true) return;
        const caught = caughtBy(proxy, nextMajor, routes);
        if (caught.length === 0) return;
        if (!active.getsAll) {
          yield notChecked(`${active.file} decides by itself which requests AuthKit's proxy gets`);
          return;
        }
        const { location } = active.matchers.kind === "list" ? active.matchers : active.options;
        const paths = caught.map(({ path }) => path);
        yield shown({
          subject: active.file,
          severity: "warning",
          location,
          evidence: caught.map(({ path, what, file }) => ({
            kind: "project",
            quote: `${path}: ${what}`,
            location: file === null ? location : { file, line: 1, column: 1 },
          })),
          detail: `${active.file} redirects ${listed(paths)} to AuthKit, which callers without a session need.`,
        });
      },
    }),
  ],
});

interface Caught {
  path: string;
  what: string;
  file: string | null;
}

/** What signed-out callers need and are redirected from. */
function caughtBy(proxy: ProxyFact, nextMajor: number | null, routes: RoutesFact): Caught[] {
  const isKept = (path: string): boolean => keepsSignedOutVisitorsAway(proxy, nextMajor, path) === "yes";
  const hasOpenPage = (): boolean =>
    routes.routes.some(
      ({ kind, path }) => kind === "page" && keepsSignedOutVisitorsAway(proxy, nextMajor, path) === "no",
    );
  const webhooks = routes.routes.filter(
    ({ kind, path, methods }) =>
      kind === "handler" &&
      /(?:^|[/-])webhooks?(?:\/|$)/.test(path) &&
      methods.some(
        ({ method, effects }) =>
          (method === "POST" || method === "ALL") && effects.includes("reads-signature"),
      ),
  );
  const ofPublicPages: Caught[] = [
    ...(isKept("/_next/static/chunks/main.js")
      ? [{ path: "/_next/static", what: "scripts and styles of public pages", file: null }]
      : []),
    ...routes.metadata
      .filter(({ path }) => isKept(path))
      .map(({ path, file }) => ({ path, what: "asked for without a session", file })),
  ];
  return [
    ...(ofPublicPages.length > 0 && hasOpenPage() ? ofPublicPages : []),
    ...webhooks
      .filter(({ path }) => isKept(path))
      .map(({ path, file }) => ({ path, what: "called by another service", file })),
  ];
}

function listed(paths: readonly string[]): string {
  const last = paths.at(-1) ?? "";
  return paths.length === 1 ? last : `${paths.slice(0, -1).join(", ")} and ${last}`;
}

const PROXY = "apps/web/src/proxy.ts";
const MATCHER =
  '\n\nexport const config = {\n  matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],\n};';
const OPEN = 'unauthenticatedPaths: ["/", "/sign-in", "/sign-up"]';
const open = (paths: string) => ({ file: PROXY, replace: OPEN, with: `unauthenticatedPaths: [${paths}]` });
const leavesOut = (paths: string) => ({
  file: PROXY,
  replace: "favicon.ico).*)",
  with: `favicon.ico|${paths}).*)`,
});
const ROBOTS = {
  file: "apps/web/src/app/robots.ts",
  write: 'export default function robots() {\n  return { rules: { userAgent: "*", allow: "/" } };\n}\n',
};
const WEBHOOK = {
  file: "apps/web/src/app/api/webhooks/stripe/route.ts",
  write:
    'import { stripe } from "@/stripe";\n\nexport async function POST(request: Request) {\n  await stripe.handle(await request.text(), request.headers.get("stripe-signature"));\n  return new Response();\n}\n',
};

export const examples: Example[] = [
  {
    name: "robots.txt of a site with public pages",
    project: "nextjs-monorepo",
    edits: [ROBOTS],
    expect: [`warning matcher-catches-static-or-api ${PROXY}:13`],
  },
  {
    name: "a webhook",
    project: "nextjs-monorepo",
    edits: [WEBHOOK],
    expect: [`warning matcher-catches-static-or-api ${PROXY}:13`],
  },
  {
    name: "there is no matcher, so that scripts and styles are caught",
    project: "nextjs-monorepo",
    edits: [{ file: PROXY, replace: MATCHER, with: "" }],
    expect: [`warning matcher-catches-static-or-api ${PROXY}:4`],
  },
  {
    name: "a middleware that only hands on, with a list of extensions that lacks txt",
    project: "nextjs-monorepo",
    edits: [
      ROBOTS,
      { file: PROXY, replace: "export default authkitProxy({", with: "const handle = authkitProxy({" },
      {
        file: PROXY,
        replace: MATCHER,
        with: '\n\nexport default function proxy(request: NextRequest, event: NextFetchEvent) {\n  return handle(request, event);\n}\n\nexport const config = {\n  matcher: ["/((?!_next|[^?]*\\\\.(?:css|png|svg|webmanifest)).*)"],\n};',
      },
    ],
    expect: [`warning matcher-catches-static-or-api ${PROXY}:17`],
  },
  {
    name: "the matcher leaves robots.txt out",
    project: "nextjs-monorepo",
    edits: [ROBOTS, leavesOut("robots.txt")],
    expect: [],
  },
  {
    name: "the webhook is open, and one below it by a pattern",
    project: "nextjs-monorepo",
    edits: [WEBHOOK, open('"/", "/sign-in", "/sign-up", "/api/webhooks/:service*"')],
    expect: [],
  },
  {
    name: "robots.txt of an app without a public page",
    project: "nextjs-monorepo",
    edits: [ROBOTS, open('"/sign-in", "/sign-up"')],
    expect: [],
  },
  {
    name: "middlewareAuth is off",
    project: "nextjs-monorepo",
    edits: [ROBOTS, WEBHOOK, { file: PROXY, replace: "enabled: true", with: "enabled: false" }],
    expect: [],
  },
  {
    name: "code in front of AuthKit's proxy lets webhooks pass",
    project: "nextjs-monorepo",
    edits: [
      WEBHOOK,
      { file: PROXY, replace: "export default authkitProxy({", with: "const handle = authkitProxy({" },
      {
        file: PROXY,
        replace: MATCHER,
        with: `\n\nexport default function proxy(request: NextRequest, event: NextFetchEvent) {\n  if (request.nextUrl.pathname.startsWith("/api/webhooks")) return NextResponse.next();\n  return handle(request, event);\n}${MATCHER}`,
      },
    ],
    expect: [],
  },
  {
    name: "a page about webhooks, and a route with which signed-in users add some",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/app/settings/webhooks/page.tsx",
        write: "export default function Webhooks() {\n  return <p>None yet</p>;\n}\n",
      },
      {
        file: "apps/web/src/app/api/webhooks/route.ts",
        write:
          "export async function POST(request: Request) {\n  const { address } = await request.json();\n  return Response.json({ address });\n}\n",
      },
    ],
    expect: [],
  },
];
