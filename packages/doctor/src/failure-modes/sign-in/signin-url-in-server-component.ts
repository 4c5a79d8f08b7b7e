import { keepsSignedOutVisitorsAway } from "../../facts/controls/signed-out-visitors.ts";
import { majorOf, type ProxyFact } from "../../facts/proxy/proxy.ts";
import type { RoutesFact, ServerAuthCall } from "../../facts/routes/routes.ts";
import type { Example } from "../example.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";

export default failureMode({
  id: "signin-url-in-server-component",
  step: "sign-in",
  severity: "error",
  title: "A Server Component makes a sign-in URL, which has to write a cookie and may not",
  short: "Sign-in URL in a Server Component",
  symptoms: [
    "A signed-out visitor gets a 500 page instead of the sign-in page.",
    "Signed in everything works, so it shows up in production or in a private window first.",
  ],
  errorTexts: [
    "Cookies can only be modified in a Server Action or Route Handler.",
    "Cookies can only be modified in a Server Action or Route Handler. Read more: https://nextjs.org/docs/app/api-reference/functions/cookies#options",
  ],
  explanation:
    "Since authkit-nextjs 3.0.0 (and in 2.16.0) every sign-in URL comes with a cookie that proves, on return, that this browser " +
    "started the sign-in. `getSignInUrl()`, `getSignUpUrl()` and `withAuth({ ensureSignedIn: true })` write it. Next.js allows cookies " +
    "to be written only in route handlers and server actions; while a page renders, the call throws. Examples in the wild still show the old way.",
  notAProblemWhen:
    "The call stands in a route handler or a server action, authkit-nextjs is older than 3.0.0, or `withAuth()` is called without `ensureSignedIn`. Where " +
    "`middlewareAuth` sends signed-out visitors away before the page is rendered, the call never comes to making a URL: that is a note only.",
  remedy: () => [
    'Send signed-out visitors to a route handler: const { user } = await withAuth(); if (user === null) redirect("/sign-in");',
    "Make the URL there: export async function GET() { return redirect(await getSignInUrl()); }",
    "Or protect the page in the proxy: middlewareAuth: { enabled: true, unauthenticatedPaths: […] } without this page.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/pull/482",
    "https://github.com/workos/authkit-nextjs/issues/99",
    "https://nextjs.org/docs/app/api-reference/functions/cookies",
  ],
  appliesTo: { frameworks: ["nextjs"], packages: { "@workos-inc/authkit-nextjs": "2.16.0 || >=3.0.0" } },
  testedWith: { "@workos-inc/authkit-nextjs": "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["routes", "proxy", "packages"],
      *find({ routes, proxy, packages }) {
        const authkit = packages["@workos-inc/authkit-nextjs"];
        const major = majorOf(authkit);
        if (authkit?.installed !== "2.16.0" && (major === null || major < 3)) return;
        const nextMajor = majorOf(packages["next"]);
        for (const call of routes.serverAuthCalls.filter(writesCookie)) {
          const pages = pagesOf(call, routes);
          const kept = pages.map((path) => ({
            path,
            kept: keepsSignedOutVisitorsAway(proxy, nextMajor, path),
          }));
          const open = kept.find((it) => it.kept === "no");
          if (open === undefined && (kept.length === 0 || kept.some((it) => it.kept === "unknown"))) {
            yield notChecked("whether the proxy keeps signed-out visitors away could not be told");
            continue;
          }
          const written = call.call === "withAuth" ? "withAuth({ ensureSignedIn: true })" : `${call.call}()`;
          yield shown({
            subject: `${call.location.file}:${call.call}`,
            severity: open === undefined ? "note" : "error",
            confidence: call.conditional ? "likely" : "certain",
            location: call.location,
            evidence: [
              { kind: "project", quote: `${written} while ${call.file} renders`, location: call.location },
              ...proxyEvidence(proxy),
            ],
            detail:
              open === undefined
                ? `${written} would fail for a signed-out visitor of ${call.path}; the proxy sends those to AuthKit before.`
                : `${written} fails for every signed-out visitor of ${open.path}, because a Server Component may not write its cookie.`,
          });
        }
      },
    }),
  ],
});

function writesCookie({ call, kind, options, guarded }: ServerAuthCall): boolean {
  if (kind === "handler" || kind === "not-found" || guarded) return false;
  return (
    call === "getSignInUrl" ||
    call === "getSignUpUrl" ||
    (call === "withAuth" && options.ensureSignedIn === true)
  );
}

/** The pages that a page, layout or template is rendered for. */
function pagesOf({ kind, path, file }: ServerAuthCall, { routes }: RoutesFact): string[] {
  if (kind === "page") return [path];
  const folder = file.replace(/[^/]*$/, "");
  return routes.filter((it) => it.kind === "page" && it.file.startsWith(folder)).map((it) => it.path);
}

function proxyEvidence({ files }: ProxyFact) {
  return files
    .filter(({ place, options }) => place === "beside" && options !== null)
    .map(({ options, location }) => ({
      kind: "project" as const,
      quote:
        options?.protects === true
          ? `middlewareAuth leaves open: ${options.unauthenticatedPaths?.join(", ") ?? "unknown paths"}`
          : "middlewareAuth is not enabled",
      location,
    }));
}

const HOME = "apps/web/src/app/page.tsx";
const ADMIN = "apps/web/src/app/admin/page.tsx";
const ENSURED =
  'import { withAuth } from "@workos-inc/authkit-nextjs";\nimport Link from "next/link";\n\nexport default async function HomePage() {\n  const { user } = await withAuth({ ensureSignedIn: true });\n  return <Link href="/notes">Notes of {user.email}</Link>;\n}\n';

const OWN_RULES = `import { authkit, handleAuthkitProxy } from "@workos-inc/authkit-nextjs";
import type { NextRequest } from "next/server";

const OPEN = ["/", "/sign-in", "/sign-up", "/callback"];

export default async function proxy(request: NextRequest) {
  const { session, headers, authorizationUrl } = await authkit(request);
  const isOpen = OPEN.includes(request.nextUrl.pathname);
  if (session.user || isOpen) return handleAuthkitProxy(request, headers);
  return handleAuthkitProxy(request, headers, { redirect: authorizationUrl });
}

export const config = {
  matcher: ["/((?!_next/static|_next/image|favicon.ico).*)"],
};
`;

export const examples: Example[] = [
  {
    name: "the home page, which middlewareAuth leaves open, ensures that somebody is signed in",
    project: "nextjs-monorepo",
    edits: [{ file: HOME, write: ENSURED }],
    expect: [`error signin-url-in-server-component ${HOME}:5`],
  },
  {
    name: "the root layout makes the address of a sign-in link",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/app/layout.tsx",
        replace: "export default function RootLayout({ children }: { children: ReactNode }) {\n",
        with: 'import { getSignInUrl } from "@workos-inc/authkit-nextjs";\n\nexport default async function RootLayout({ children }: { children: ReactNode }) {\n  const signInUrl = await getSignInUrl();\n',
      },
      {
        file: "apps/web/src/app/layout.tsx",
        replace: "          {children}\n",
        with: "          {children}\n          <a href={signInUrl}>Sign in</a>\n",
      },
    ],
    expect: ["error signin-url-in-server-component apps/web/src/app/layout.tsx:8"],
  },
  {
    name: "a page that middlewareAuth protects ensures that somebody is signed in",
    project: "nextjs-monorepo",
    edits: [
      {
        file: ADMIN,
        replace: 'await withAuth();\n  if (user === null) redirect("/sign-in");',
        with: "await withAuth({ ensureSignedIn: true });",
      },
    ],
    expect: [`note signin-url-in-server-component ${ADMIN}:5`],
  },
  {
    name: "the open home page asks for the user without ensureSignedIn",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOME,
        write: ENSURED.replace("{ ensureSignedIn: true }", "").replace("user.email", "user?.email"),
      },
    ],
    expect: [],
  },
  {
    name: "a server action of the open home page makes the URL",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOME,
        write:
          'import { getSignInUrl } from "@workos-inc/authkit-nextjs";\nimport { redirect } from "next/navigation";\n\nexport default function HomePage() {\n  async function start() {\n    "use server";\n    redirect(await getSignInUrl());\n  }\n  return (\n    <form action={start}>\n      <button type="submit">Start</button>\n    </form>\n  );\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "the proxy sends signed-out visitors away by rules of its own",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/src/proxy.ts", write: OWN_RULES },
      {
        file: ADMIN,
        replace: 'await withAuth();\n  if (user === null) redirect("/sign-in");',
        with: "await withAuth({ ensureSignedIn: true });",
      },
    ],
    expect: [],
  },
];
