import { describe, expect, it } from "vitest";
import { loadRightProject } from "../../../right-projects/load.ts";
import { isMissing } from "../missing.ts";
import type { Framework } from "../workspace/workspace.ts";
import { readRoutes } from "./read-routes.ts";
import { appOf, readingOf } from "./reading-for-tests.ts";
import type { RoutesFact } from "./routes.ts";

function routesOf(framework: Framework, texts: Readonly<Record<string, string>>, dir = ""): RoutesFact {
  const fact = readRoutes(readingOf(texts), appOf(framework, dir));
  if (isMissing(fact)) throw new Error(fact.missing);
  return fact;
}

const pathsOf = (fact: RoutesFact): string[] => fact.routes.map(({ path }) => path).sort();
const effectsAt = (fact: RoutesFact, path: string): Record<string, string[]> =>
  Object.fromEntries(
    (fact.routes.find((it) => it.path === path)?.methods ?? []).map(({ method, effects }) => [
      method,
      [...effects].sort(),
    ]),
  );

const PAGE = "export default function Page() { return null; }";
const HANDLE = 'import { handleAuth } from "@workos-inc/authkit-nextjs";\nexport const GET = handleAuth();\n';

describe("the app router of Next.js", () => {
  it("leaves groups, slots, private folders and intercepting routes out of paths", () => {
    const fact = routesOf("nextjs", {
      "src/app/layout.tsx": PAGE,
      "src/app/(auth)/callback/route.ts": HANDLE,
      "src/app/(main)/@side/notes/[id]/page.tsx": PAGE,
      "src/app/_parts/page.tsx": PAGE,
      "src/app/%5Flog/page.tsx": PAGE,
      "src/app/feed/(.)photo/page.tsx": PAGE,
      "src/app/docs/[[...slug]]/page.mdx": "text",
    });
    expect(pathsOf(fact)).toEqual(["/_log", "/callback", "/notes/[id]"]);
    expect(fact).toMatchObject({ complete: true, routing: "server", basePath: "" });
    expect(effectsAt(fact, "/callback")).toEqual({ GET: ["exchanges-code"] });
  });

  it("reads the monorepo that is right", () => {
    const fact = routesOf("nextjs", loadRightProject("nextjs-monorepo"), "apps/web");
    expect(pathsOf(fact)).toEqual([
      "/",
      "/admin",
      "/callback",
      "/notes",
      "/sign-in",
      "/sign-out",
      "/sign-up",
    ]);
    expect(effectsAt(fact, "/sign-out")).toEqual({ POST: ["ends-session"] });
    expect(effectsAt(fact, "/sign-up")).toEqual({ GET: ["redirects-to-sign-up"] });
    expect(fact.serverAuthCalls.find(({ path }) => path === "/admin")).toMatchObject({
      call: "withAuth",
      kind: "page",
      options: { ensureSignedIn: false },
      conditional: false,
      guarded: false,
      location: { file: "apps/web/src/app/admin/page.tsx", line: 5 },
    });
  });

  it("reads base path, page extensions, rewrites and the pages router", () => {
    const fact = routesOf("nextjs", {
      "next.config.mjs":
        'export default { basePath: "/app", pageExtensions: ["page.tsx", "api.ts"], async rewrites() { return [{ source: "/old/:path*", destination: "/" }]; } };',
      "vercel.json": '{ "redirects": [{ "source": "/cb", "destination": "/callback" }] }',
      "pages/index.page.tsx": PAGE,
      "pages/component.tsx": PAGE,
      "pages/api/auth/callback.api.ts": "export default function handler() {}",
    });
    expect(fact).toMatchObject({ basePath: "/app", complete: true, diversions: ["/old/:path*", "/cb"] });
    expect(fact.routes.map(({ path, kind }) => [path, kind])).toEqual([
      ["/api/auth/callback", "handler"],
      ["/", "page"],
    ]);
  });

  it("does not claim to know every route beside rewrites it cannot read", () => {
    const fact = routesOf("nextjs", {
      "next.config.js": "module.exports = { rewrites: () => require('./rewrites') };",
      "app/page.tsx": PAGE,
    });
    expect(fact.complete).toBe(false);
  });
});

describe("what a handler does", () => {
  const handler = (text: string, more: Record<string, string> = {}) =>
    routesOf("nextjs", { "app/x/route.ts": text, ...more });

  it.each([
    ["an alias", 'import { signOut } from "@workos-inc/authkit-nextjs"; export const GET = signOut;'],
    ["a re-export", 'export { signOut as GET } from "@workos-inc/authkit-nextjs";'],
    [
      "a wrapper",
      'import { signOut } from "@workos-inc/authkit-nextjs"; const logged = (run: () => unknown) => () => run(); export const GET = logged(signOut);',
    ],
    [
      "an arrow function",
      'import { signOut as leave } from "@workos-inc/authkit-nextjs"; export const GET = async () => { await leave(); };',
    ],
  ])("sees signOut through %s", (_name, text) => {
    expect(effectsAt(handler(text), "/x")).toEqual({ GET: ["ends-session"] });
  });

  it("follows helpers of other files", () => {
    const fact = handler(
      'import { leave } from "../../lib/session"; export async function GET() { return leave(); }',
      {
        "lib/session.ts":
          'import { signOut } from "@workos-inc/authkit-nextjs"; export const leave = () => signOut();',
      },
    );
    expect(effectsAt(fact, "/x")).toEqual({ GET: ["ends-session"] });
  });

  it("sees handleAuth called within a wrapper", () => {
    const fact = handler(
      'import { handleAuth } from "@workos-inc/authkit-nextjs"; export async function GET(request: Request) { return await handleAuth()(request); }',
    );
    expect(effectsAt(fact, "/x")).toEqual({ GET: ["exchanges-code"] });
  });

  it("sees the callback route of convex-authkit", () => {
    const fact = handler(
      'import { callbackRoute } from "convex-authkit/nextjs/server"; export const GET = callbackRoute({ failurePage: "/sign-in-failed" });',
    );
    expect(effectsAt(fact, "/x")).toEqual({ GET: ["exchanges-code"] });
  });

  it("does not take a function of the same name for AuthKit's", () => {
    const fact = handler('import { signOut } from "./own"; export const POST = () => signOut();', {
      "app/x/own.ts": "export function signOut() { return new Response(); } // workos",
    });
    expect(effectsAt(fact, "/x")).toEqual({ POST: [] });
  });

  it("tells a redirect from a URL that is handed out", () => {
    const url = 'import { getSignInUrl } from "@workos-inc/authkit-nextjs";';
    expect(
      effectsAt(
        handler(`${url} export const GET = async () => Response.json({ url: await getSignInUrl() });`),
        "/x",
      ),
    ).toEqual({ GET: [] });
    expect(
      effectsAt(
        handler(`${url} export const GET = async () => Response.redirect(await getSignInUrl());`),
        "/x",
      ),
    ).toEqual({ GET: ["redirects-to-sign-in"] });
  });

  it("notices a guard against prefetches, and only one that comes first", () => {
    const guard =
      'if (request.headers.get("next-router-prefetch")) return new Response(null, { status: 204 });';
    const refuses = (body: string) =>
      handler(
        `import { signOut } from "@workos-inc/authkit-nextjs"; export async function GET(request: Request) { ${body} }`,
      ).routes[0]?.methods[0]?.refusesPrefetch;
    expect(refuses(`${guard} await signOut();`)).toBe(true);
    expect(refuses(`await signOut(); ${guard}`)).toBe(false);
    expect(refuses("await signOut();")).toBe(false);
  });
});

describe("calls on the server", () => {
  const AUTH = 'import { withAuth } from "@workos-inc/authkit-nextjs";';
  const callsOf = (texts: Record<string, string>) =>
    routesOf("nextjs", texts).serverAuthCalls.map(
      ({ path, kind, options, conditional, guarded, location }) => ({
        path,
        kind,
        ensures: options.ensureSignedIn,
        conditional,
        guarded,
        at: `${location.file}:${location.line}`,
      }),
    );

  it("are found in components that a layout renders", () => {
    expect(
      callsOf({
        "app/layout.tsx":
          'import { Header } from "./header"; export default function Layout() { return <Header />; }',
        "app/header.tsx": `${AUTH}\nexport async function Header() {\n  await withAuth({ ensureSignedIn: true });\n  return null;\n}`,
      }),
    ).toEqual([
      {
        path: "/",
        kind: "layout",
        ensures: true,
        conditional: false,
        guarded: false,
        at: "app/header.tsx:3",
      },
    ]);
  });

  it("are not looked for in client components and in actions that are handed on", () => {
    expect(
      callsOf({
        "app/page.tsx": `${AUTH} import { Button } from "./button"; export default function Page() { async function act() { "use server"; await withAuth(); } return <form action={async () => { "use server"; await withAuth(); }}><Button act={act} /></form>; }`,
        "app/button.tsx": `"use client"; ${AUTH} export function Button() { withAuth(); return null; }`,
        "app/client/page.tsx": `"use client"; ${AUTH} export default function Page() { withAuth(); return null; }`,
      }),
    ).toEqual([]);
  });

  it("know branches and catches around them", () => {
    const found = callsOf({
      "app/page.tsx": `${AUTH} export default async function Page() { try { await withAuth(); } catch {} return null; }`,
      "app/b/page.tsx": `${AUTH} export default async function Page() { if (process.env.X) await withAuth(); return null; }`,
      "app/c/page.tsx": `${AUTH} export default async function Page() { await withAuth().catch(() => null); return null; }`,
    });
    expect(found.map(({ path, conditional, guarded }) => ({ path, conditional, guarded }))).toEqual([
      { path: "/b", conditional: true, guarded: false },
      { path: "/c", conditional: false, guarded: true },
      { path: "/", conditional: false, guarded: true },
    ]);
  });
});

describe("TanStack file routes", () => {
  it("take their path from createFileRoute", () => {
    const fact = routesOf("tanstack-start", {
      "src/routes/__root.tsx": "export const Route = createRootRoute({});",
      "src/routes/_auth.callback.route.tsx":
        'import { createFileRoute } from "@tanstack/react-router"; import { handleCallbackRoute } from "@workos/authkit-tanstack-react-start"; export const Route = createFileRoute("/_auth/callback")({ server: { handlers: { GET: handleCallbackRoute() } } });',
      "src/routes/notes.$id.tsx": 'export const Route = createFileRoute("/notes/$id")({ component: Note });',
      "src/routes/-parts.tsx": "export const x = 1;",
    });
    expect(pathsOf(fact)).toEqual(["/callback", "/notes/[id]"]);
    expect(effectsAt(fact, "/callback")).toEqual({ GET: ["exchanges-code"] });
    expect(fact).toMatchObject({ complete: true, routing: "server" });
  });

  it("may live in src/app", () => {
    const fact = routesOf("tanstack-start", {
      "vite.config.ts":
        'export default { plugins: [tanstackStart({ router: { routesDirectory: "app" } })] };',
      "src/app/(auth)/callback.tsx":
        'export const Route = createFileRoute("/(auth)/callback")({ component: A });',
    });
    expect(pathsOf(fact)).toEqual(["/callback"]);
  });
});

describe("React Router and Remix", () => {
  it("reads routes.ts of the framework mode", () => {
    const fact = routesOf("react-router", {
      "app/root.tsx": PAGE,
      "app/routes.ts":
        'import { index, layout, prefix, route } from "@react-router/dev/routes"; export default [index("./home.tsx"), layout("./shell.tsx", [...prefix("auth", [route("callback", "./callback.ts")])])];',
      "app/home.tsx": PAGE,
      "app/shell.tsx": PAGE,
      "app/callback.ts":
        'import { authLoader } from "@workos-inc/authkit-react-router"; export const loader = authLoader();',
    });
    expect(pathsOf(fact)).toEqual(["/", "/auth/callback"]);
    expect(effectsAt(fact, "/auth/callback")).toEqual({ GET: ["exchanges-code"] });
    expect(fact).toMatchObject({ complete: true, routing: "server" });
  });

  it("reads flat file names of Remix", () => {
    const fact = routesOf("remix", {
      "app/root.tsx": PAGE,
      "app/routes/_index.tsx": PAGE,
      "app/routes/_auth.callback.tsx": "export const loader = () => null;",
      "app/routes/notes.$id/route.tsx": PAGE,
    });
    expect(pathsOf(fact)).toEqual(["/", "/callback", "/notes/[id]"]);
  });
});

describe("a single-page app", () => {
  it("reads Route elements, route objects and pathname switches", () => {
    const fact = routesOf("vite-react", {
      "src/main.tsx":
        '// authkit\nexport const a = <Routes><Route path="/auth"><Route path="callback" element={<C />} /></Route></Routes>;',
      "src/router.tsx":
        '// authkit\nexport const b = createBrowserRouter([{ path: "/", element: <A />, children: [{ path: "login", element: <B /> }] }]);',
      "src/App.tsx":
        '// authkit\nexport function App() { if (window.location.pathname === "/cb") return null; return null; }',
    });
    expect(fact).toMatchObject({ complete: false, routing: "client" });
    expect(pathsOf(fact)).toEqual(["/", "/auth", "/auth/callback", "/cb", "/login"]);
  });

  it("reads handlers of its own server", () => {
    const fact = routesOf("vite-react", {
      "server/index.ts":
        'import { Hono } from "hono"; import { WorkOS } from "@workos-inc/node"; const workos = new WorkOS(); const app = new Hono(); app.get("/callback", async (c) => { await workos.userManagement.authenticateWithCode({}); return c.redirect("/"); });',
    });
    expect(effectsAt(fact, "/callback")).toEqual({ GET: ["exchanges-code"] });
  });

  it("are all that is read of an app without a framework", () => {
    const server = {
      "src/index.ts":
        'import express from "express"; const app = express(); app.post("/sign-out", (req, res) => res.redirect(workos.userManagement.getLogoutUrl({})));',
    };
    const fact = routesOf("other", server);
    expect(fact).toMatchObject({ complete: false, routing: "server", basePath: null });
    expect(effectsAt(fact, "/sign-out")).toEqual({ POST: ["ends-session"] });
    expect(readRoutes(readingOf({ "src/app.ts": "workos" }), appOf("other"))).toEqual({
      missing: "the routes of this framework are not read",
    });
  });
});

describe("what describes the site of a Next.js app", () => {
  it("is read from the files of the app router and of public/", () => {
    const texts = {
      "app/page.tsx": "",
      "app/robots.ts": "",
      "app/sitemap.xml": "",
      "app/manifest.json": "",
      "app/opengraph-image.tsx": "",
      "app/twitter-image.png": "",
      "app/blog/robots.ts": "",
      "app/robots.tsx.bak": "",
      "app/constructor.ts": "",
      "public/robots.txt": "",
      "public/icon.png": "",
    };
    expect(routesOf("nextjs", texts).metadata).toEqual(
      [
        ["/manifest.json", "app/manifest.json"],
        ["/opengraph-image", "app/opengraph-image.tsx"],
        ["/robots.txt", "app/robots.ts"],
        ["/sitemap.xml", "app/sitemap.xml"],
        ["/twitter-image.png", "app/twitter-image.png"],
        ["/robots.txt", "public/robots.txt"],
      ].map(([path, file]) => ({ path, file })),
    );
  });
});

describe("a webhook", () => {
  it("is known by the header of its signature, also in a helper", () => {
    const fact = routesOf("nextjs", {
      "app/api/webhooks/route.ts":
        'import { verified } from "../../../lib/verify"; export async function POST(request: Request) { await verified(request); } export const GET = () => Response.json([]);',
      "lib/verify.ts":
        'export async function verified(request: Request) { return check(await request.text(), request.headers.get("WorkOS-Signature")); }',
    });
    expect(effectsAt(fact, "/api/webhooks")).toEqual({ POST: ["reads-signature"], GET: [] });
  });
});
