import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "signin-link-prefetch-cors",
  step: "sign-in",
  severity: "note",
  title: "A Next.js <Link> to the sign-in route makes the browser fetch AuthKit, which it refuses",
  short: "<Link> prefetches the sign-in route",
  symptoms: [
    "The console shows red CORS errors although nobody clicked.",
    "A click on “Sign in” takes longer than it should: a fetch fails first.",
  ],
  errorTexts: [
    "Access to fetch at 'https://api.workos.com/user_management/authorize?…' (redirected from '…/sign-in?_rsc=…') from origin '…' has been blocked by CORS policy",
    "Failed to fetch RSC payload for …/sign-in. Falling back to browser navigation.",
  ],
  explanation:
    "Next.js prefetches a `<Link>` that comes into view, and fetches the page's data when it is clicked. A route that redirects to " +
    "AuthKit answers that fetch with a redirect to another site, and the browser blocks it. Next.js then falls back to a full " +
    "navigation, so sign-in works; what remains are console errors, a delay, and cookies for sign-ins that nobody started. " +
    "Convex's own documentation shows the link this way. Only with authkit-nextjs 3.0.0 the prefetch really breaks the sign-in.",
  notAProblemWhen:
    "The link is an `<a>`, or `prefetch={false}`, or another router's `<Link>`, or leads to a page instead of a redirect.",
  remedy: (_project, found) => [
    `Use a plain link, which always navigates: <a href="${found?.subject ?? "/sign-in"}">…</a>.`,
  ],
  sources: [
    "https://github.com/workos/authkit/issues/11",
    "https://docs.convex.dev/auth/authkit",
    "https://nextjs.org/docs/app/api-reference/components/link#prefetch",
  ],
  appliesTo: { frameworks: ["nextjs"] },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["controls", "routes"],
      *find({ controls, routes }) {
        for (const { path, methods } of routes.routes) {
          const get = methods.find(({ method }) => method === "GET");
          if (!get?.effects.some((effect) => effect.startsWith("redirects-to-"))) continue;
          const links = controls.links.filter(
            (link) => link.path === path && link.kind === "next-link" && link.prefetch === "eager",
          );
          const [first] = links;
          if (first === undefined) continue;
          yield shown({
            subject: path,
            severity: "note",
            location: first.location,
            evidence: [
              ...links.map(({ quote, location }) => ({ kind: "project" as const, quote, location })),
              { kind: "project", quote: `${path} redirects to AuthKit`, location: get.location },
            ],
            detail: `${first.quote} prefetches ${path}, which redirects to AuthKit; a click works all the same.`,
          });
        }
      },
    }),
  ],
});

const HEADER = "apps/web/src/components/header.tsx";

export const examples: Example[] = [
  {
    name: "the header links to /sign-in with next/link",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<Link href="/sign-in">Sign in</Link>',
      },
    ],
    expect: [`note signin-link-prefetch-cors ${HEADER}:11`],
  },
  {
    name: "a component of the project wraps next/link",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/components/nav-link.tsx",
        write:
          'import Link from "next/link";\nimport type { ComponentProps } from "react";\n\nexport function NavLink({ href, ...props }: ComponentProps<typeof Link>) {\n  return <Link href={href} className="nav" {...props} />;\n}\n',
      },
      {
        file: HEADER,
        replace: 'import Link from "next/link";',
        with: 'import Link from "next/link";\nimport { NavLink } from "./nav-link";',
      },
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<NavLink href="/sign-in">Sign in</NavLink>',
      },
    ],
    expect: [`note signin-link-prefetch-cors ${HEADER}:12`],
  },
  {
    name: "the link does not prefetch",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<Link\n          prefetch={false}\n          href="/sign-in"\n        >\n          Sign in\n        </Link>',
      },
    ],
    expect: [],
  },
  {
    name: "the link leads to a page of the app",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<Link href="/sign-in-help">Trouble?</Link>',
      },
      {
        file: "apps/web/src/app/sign-in-help/page.tsx",
        write: "export default function Help() {\n  return <p>Write to us.</p>;\n}\n",
      },
    ],
    expect: [],
  },
  {
    name: "Link is a component of another library",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: 'import Link from "next/link";',
        with: 'import { Link } from "@radix-ui/themes";',
      },
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<Link href="/sign-in">Sign in</Link>',
      },
    ],
    expect: [],
  },
  {
    name: "a link to a file that only people who are signed in may fetch",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/app/notes.csv/route.ts",
        write:
          'import { withAuth } from "@workos-inc/authkit-nextjs";\n\nexport async function GET() {\n  const { user } = await withAuth({ ensureSignedIn: true });\n  return new Response(`${user.email}\\n`, { headers: { "content-type": "text/csv" } });\n}\n',
      },
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<Link href="/notes.csv">Export</Link>',
      },
    ],
    expect: [],
  },
  {
    name: "a sign-in route that leaves the redirect to withAuth",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/app/enter/route.ts",
        write:
          'import { withAuth } from "@workos-inc/authkit-nextjs";\nimport { redirect } from "next/navigation";\n\nexport async function GET() {\n  await withAuth({ ensureSignedIn: true });\n  redirect("/");\n}\n',
      },
      {
        file: HEADER,
        replace: '<a href="/sign-in">Sign in</a>',
        with: '<Link href="/enter">Sign in</Link>',
      },
    ],
    expect: [`note signin-link-prefetch-cors ${HEADER}:11`],
  },
];
