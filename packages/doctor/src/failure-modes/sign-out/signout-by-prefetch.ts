import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "signout-by-prefetch",
  step: "sign-out",
  severity: "error",
  title: "A prefetch of the sign-out route ends the session, without a click",
  short: "Prefetch signs out",
  symptoms: [
    "People are signed out at random, mostly soon after signing in or opening a page with the menu in it.",
    "The network log shows a GET of the sign-out route that nobody asked for.",
    "It happens in production only: Next.js does not prefetch in development.",
  ],
  errorTexts: ["GET /sign-out?_rsc=… with next-router-prefetch: 1", "sec-purpose: prefetch"],
  explanation:
    "In production Next.js fetches every `<Link>` that comes into view. A GET route that calls `signOut()` runs for that fetch as " +
    "for a click: the session cookie is deleted as soon as the link is on the screen. The session at WorkOS stays, because the " +
    "browser blocks the redirect that follows. A GET route that ends the session is also open to link scanners, crawlers and browsers that " +
    "prefetch by themselves, so by itself it is worth a note.",
  notAProblemWhen:
    "The route answers POST only or is a server action, or it looks at the prefetch headers before it does anything, or every link to it says `prefetch={false}`. " +
    "`<a>`, `window.location` and React Router's `<Link>` prefetch nothing.",
  remedy: (_project, found) => [
    `Sign out with a form: <form action="${found?.subject ?? "/sign-out"}" method="post"><button>Sign out</button></form>, and export POST instead of GET from the route.`,
    "Until then, take the link out of prefetching: <Link prefetch={false} …>, or a plain <a>.",
  ],
  sources: [
    "https://nextjs.org/docs/app/api-reference/components/link#prefetch",
    "https://github.com/workos/authkit-nextjs",
    "https://github.com/vercel/next.js/discussions/54673",
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
          if (get === undefined || !get.effects.includes("ends-session") || get.refusesPrefetch) continue;
          const route = {
            kind: "project" as const,
            quote: `GET ${path} ends the session`,
            location: get.location,
          };
          const links = controls.links.filter((link) => link.path === path);
          const prefetching = [
            ...links.filter(({ kind, prefetch }) => kind === "next-link" && prefetch === "eager"),
            ...controls.prefetchCalls.filter((call) => call.path === path),
          ];
          const [first] = prefetching;
          if (first !== undefined) {
            yield shown({
              subject: path,
              severity: "error",
              location: first.location,
              evidence: [
                ...prefetching.map(({ quote, location }) => ({ kind: "project" as const, quote, location })),
                route,
              ],
              detail: `${first.quote} prefetches ${path}, whose GET ends the session.`,
            });
            continue;
          }
          // Whoever switched prefetching off on every link knows what the route does.
          if (
            links.length > 0 &&
            links.every(({ kind, prefetch }) => kind === "next-link" && prefetch === "off")
          ) {
            continue;
          }
          yield shown({
            subject: path,
            severity: "note",
            location: get.location,
            evidence: [route],
            detail: `GET ${path} ends the session, for link scanners and prefetching browsers as well; no link of this app prefetches it.`,
          });
        }
      },
    }),
  ],
});

const HEADER = "apps/web/src/components/header.tsx";
const ROUTE = "apps/web/src/app/sign-out/route.ts";
const FORM = `        <form action="/sign-out" method="post">
          <button type="submit">Sign out</button>
        </form>
`;
const GET_ROUTE = 'export { signOut as GET } from "@workos-inc/authkit-nextjs";\n';

export const examples: Example[] = [
  {
    name: "the links of a list that is written out",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: FORM,
        with: "        {items.map((item) => (\n          <Link key={item.href} href={item.href}>\n            {item.label}\n          </Link>\n        ))}\n",
      },
      {
        file: HEADER,
        replace: "export function Header",
        with: 'const items = [\n  { label: "My notes", href: "/notes" },\n  { label: "Sign out", href: "/sign-out" },\n];\n\nexport function Header',
      },
      { file: ROUTE, write: GET_ROUTE },
    ],
    expect: [`error signout-by-prefetch ${HEADER}:22`],
  },
  {
    name: "a link component of the app that calls the address otherwise",
    project: "nextjs-monorepo",
    edits: [
      { file: HEADER, replace: FORM, with: '        <MenuLink to="/sign-out">Sign out</MenuLink>\n' },
      {
        file: HEADER,
        replace: "export function Header",
        with: "function MenuLink({ to, children }: { to: string; children: string }) {\n  return <Link href={to}>{children}</Link>;\n}\n\nexport function Header",
      },
      { file: ROUTE, write: GET_ROUTE },
    ],
    expect: [`error signout-by-prefetch ${HEADER}:20`],
  },
  {
    name: "the header links to a route that re-exports signOut as GET",
    project: "nextjs-monorepo",
    edits: [
      { file: HEADER, replace: FORM, with: '        <Link href="/sign-out">Sign out</Link>\n' },
      {
        file: ROUTE,
        write: `import { signOut } from "@workos-inc/authkit-nextjs";\n\nexport { signOut as GET };\n`,
      },
    ],
    expect: [`error signout-by-prefetch ${HEADER}:16`],
  },
  {
    name: "the same link with prefetch={false} among other attributes over several lines",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: FORM,
        with: '        <Link\n          className="menu-item"\n          prefetch={\n            false\n          }\n          href="/sign-out"\n        >\n          Sign out\n        </Link>\n',
      },
      { file: ROUTE, write: GET_ROUTE },
    ],
    expect: [],
  },
  {
    name: "a plain link to a GET route",
    project: "nextjs-monorepo",
    edits: [
      { file: HEADER, replace: FORM, with: '        <a href="/sign-out">Sign out</a>\n' },
      {
        file: ROUTE,
        write:
          'import { signOut } from "@workos-inc/authkit-nextjs";\n\nexport async function GET() {\n  await signOut({ returnTo: "https://notes.example.com" });\n}\n',
      },
    ],
    expect: [`note signout-by-prefetch ${ROUTE}:3`],
  },
  {
    name: "the router prefetches the route",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: "export function Header() {\n",
        with: 'import { useRouter } from "next/navigation";\nimport { useEffect } from "react";\n\nexport function Header() {\n  const router = useRouter();\n  useEffect(() => router.prefetch("/sign-out"), [router]);\n',
      },
      { file: ROUTE, write: GET_ROUTE },
    ],
    expect: [`error signout-by-prefetch ${HEADER}:11`],
  },
  {
    name: "the route refuses prefetches",
    project: "nextjs-monorepo",
    edits: [
      { file: HEADER, replace: FORM, with: '        <Link href="/sign-out">Sign out</Link>\n' },
      {
        file: ROUTE,
        write:
          'import { signOut } from "@workos-inc/authkit-nextjs";\n\nexport async function GET(request: Request) {\n  if (request.headers.has("next-router-prefetch")) return new Response(null, { status: 204 });\n  await signOut({ returnTo: "https://notes.example.com" });\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "the link leads to the route's namesake",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HEADER,
        replace: FORM,
        with: `${FORM}        <Link href="/sign-out-help">Trouble signing out?</Link>\n`,
      },
      {
        file: "apps/web/src/app/sign-out-help/route.ts",
        write: 'export function GET() {\n  return new Response("Close the browser, not /sign-out.");\n}\n',
      },
    ],
    expect: [],
  },
];
