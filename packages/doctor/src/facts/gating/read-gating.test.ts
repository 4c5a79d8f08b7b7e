import { describe, expect, it } from "vitest";
import type { FunctionsFact } from "../functions/functions.ts";
import type { Framework } from "../workspace/workspace.ts";
import { appForTests, momentsOf } from "./app-for-tests.ts";
import { readGating } from "./read-gating.ts";

const functions: FunctionsFact = {
  identityReads: [],
  claimReads: [],
  functions: [
    {
      path: "notes:list",
      withoutIdentity: "throws",
      location: { file: "convex/notes.ts", line: 1, column: 1 },
    },
    {
      path: "admin/users:all",
      withoutIdentity: "unknown",
      location: { file: "convex/admin/users.ts", line: 1, column: 1 },
    },
    {
      path: "profile:me",
      withoutIdentity: "tolerates",
      location: { file: "convex/profile.ts", line: 1, column: 1 },
    },
  ],
};

const MAIN = `
import { createRoot } from "react-dom/client";
import { App } from "./app";
createRoot(document.body).render(<App />);
`;
const IMPORTS = `
import { Authenticated, AuthLoading, Unauthenticated, useConvexAuth, useQuery } from "convex/react";
import { useAuth } from "@workos-inc/authkit-react";
import { api } from "../convex/_generated/api";
`;
const LIST = `
export function List() {
  const notes = useQuery(api.notes.list);
  return <p>{notes?.length}</p>;
}
`;
const EVERYWHERE = "starting signed-out unconfirmed refused signed-in";

function read(texts: Record<string, string>, framework: Framework = "vite-react") {
  const { reading, app, workspace } = appForTests(texts, framework);
  return readGating(reading, app, workspace, functions, false);
}

/** The moments in which the list of notes is queried when `App` is written like this. */
function whenQueried(app: string, more: Record<string, string> = {}): string[] {
  const { queries } = read({ "src/main.tsx": MAIN, "src/app.tsx": `${IMPORTS}${LIST}${app}`, ...more });
  return queries.flatMap(({ ways }) => momentsOf(ways));
}

describe("when a query runs", () => {
  it.each([
    ["nothing gates it", "export function App() { return <main><List /></main>; }", [EVERYWHERE]],
    [
      "<Authenticated> does",
      "export function App() { return <Authenticated><List /></Authenticated>; }",
      ["signed-in"],
    ],
    [
      "<Unauthenticated> does",
      "export function App() { return <Unauthenticated><List /></Unauthenticated>; }",
      ["signed-out refused"],
    ],
    [
      "Convex's verdict does, by an early return",
      "export function App() { const { isAuthenticated } = useConvexAuth(); if (!isAuthenticated) return null; return <List />; }",
      ["signed-in"],
    ],
    [
      "Convex's loading flag does",
      "export function App() { const auth = useConvexAuth(); return auth.isLoading ? null : <List />; }",
      ["signed-out refused signed-in"],
    ],
    [
      "AuthKit's user does",
      "export function App() { const { user, isLoading } = useAuth(); if (isLoading || user === null) return null; return <List />; }",
      ["unconfirmed refused signed-in"],
    ],
    [
      "a role of AuthKit's user does",
      'export function App() { const { user, role } = useAuth(); return <>{user && role === "admin" && <List />}</>; }',
      ["unconfirmed refused signed-in"],
    ],
    [
      "something unknown does",
      "export function App() { const flags = useFlags(); return flags.notes ? <List /> : null; }",
      [""],
    ],
    [
      "data of another query does",
      "export function App() { const me = useQuery(api.profile.me); return me ? <List /> : null; }",
      [""],
    ],
    ["a list does", "export function App() { return <>{[1, 2].map((it) => <List key={it} />)}</>; }", []],
    [
      "a component of a package does",
      'import { Dialog } from "dialogs"; export function App() { return <Dialog><List /></Dialog>; }',
      [""],
    ],
    [
      "a component that takes it as a prop does",
      "function Gate({ when, children }) { return when ? children : null; } export function App() { const { user } = useAuth(); return <Gate when={user !== null}><List /></Gate>; }",
      ["unconfirmed refused signed-in"],
    ],
    [
      "a component of the project shows its children whatever happens",
      "function Frame({ wide, children }) { if (wide) return <div>{children}</div>; return <p>{children}</p>; } export function App() { return <Frame><List /></Frame>; }",
      [EVERYWHERE],
    ],
    [
      "a component of the project passes all its props on",
      "function Card(props) { return <div {...props} />; } export function App() { return <Card><List /></Card>; }",
      [EVERYWHERE],
    ],
    [
      "the app's own hook does, which carries Convex's verdict",
      "function useSession() { const { user } = useAuth(); const { isAuthenticated } = useConvexAuth(); return { user: isAuthenticated ? user : null }; } export function App() { const { user } = useSession(); return user ? <List /> : null; }",
      ["signed-in"],
    ],
  ])("%s", (_name, app, expected) => {
    expect(whenQueried(app)).toEqual(expected);
  });

  it("follows components that are loaded lazily", () => {
    const app =
      'import { lazy, Suspense } from "react"; const Page = lazy(() => import("./page")); export function App() { return <Suspense><Page /></Suspense>; }';
    expect(
      whenQueried(app, {
        "src/page.tsx": 'import { List } from "./app"; export default function Page() { return <List />; }',
      }),
    ).toEqual([EVERYWHERE]);
  });

  it("takes useAuth and Authenticated for AuthKit's and Convex's only when they are", () => {
    const { queries } = read({
      "src/main.tsx": MAIN,
      "src/gates.tsx": "export function Authenticated({ children }) { return <div>{children}</div>; }",
      "src/app.tsx": `import { useQuery } from "convex/react";\nimport { Authenticated } from "./gates";\nimport { api } from "../convex/_generated/api";\n${LIST}\nexport function App() { return <Authenticated><List /></Authenticated>; }`,
    });
    expect(queries.flatMap(({ ways }) => momentsOf(ways))).toEqual([EVERYWHERE]);
  });

  it("knows a query that is skipped", () => {
    const app =
      'export function App() { const { isAuthenticated } = useConvexAuth(); useQuery(api.notes.list, isAuthenticated ? {} : "skip"); useQuery(api.notes.list, "skip"); return null; }';
    expect(whenQueried(app)).toEqual(["signed-in"]);
  });

  it("leaves functions out that tolerate anonymous callers, and does not follow those it cannot judge", () => {
    const app =
      "export function App() { useQuery(api.profile.me); useQuery(api.admin.users.all); return null; }";
    const { queries } = read({ "src/main.tsx": MAIN, "src/app.tsx": `${IMPORTS}${app}` });
    expect(queries.map(({ query, withoutIdentity, ways }) => ({ query, withoutIdentity, ways }))).toEqual([
      { query: "admin/users:all", withoutIdentity: "unknown", ways: [] },
    ]);
  });

  it("quotes the condition that waits for AuthKit's user", () => {
    const { queries } = read({
      "src/main.tsx": MAIN,
      "src/app.tsx": `${IMPORTS}${LIST}export function App() { const { user } = useAuth(); return user && <List />; }`,
    });
    expect(queries[0]?.ways[0]?.gates.map(({ quote }) => quote)).toEqual(["user"]);
  });
});

describe("where pages start", () => {
  const query = `${IMPORTS}${LIST}`;

  it("a page of Next.js' app router inside its layouts", () => {
    const page = `"use client";\n${query}export default List;`;
    const layout = (gate: string) =>
      `import { Authenticated } from "convex/react";\nexport default function Layout({ children }) { return <${gate}>{children}</${gate}>; }`;
    const at = (gate: string) =>
      read(
        {
          "app/notes/page.tsx": page,
          "app/layout.tsx": layout(gate),
          "app/(x)/layout.tsx": layout("Authenticated"),
        },
        "nextjs",
      ).queries.flatMap(({ ways }) => momentsOf(ways));
    expect(at("main")).toEqual([EVERYWHERE]);
    expect(at("Authenticated")).toEqual(["signed-in"]);
  });

  it("a file route of TanStack Router inside the routes around it", () => {
    const route = (id: string, component: string) =>
      `import { createFileRoute, Outlet } from "@tanstack/react-router";\n${query}\nexport const Route = createFileRoute("${id}")({ component: () => ${component} });`;
    const root =
      'import { createRootRoute, Outlet } from "@tanstack/react-router";\nexport const Route = createRootRoute({ component: () => <div><Outlet /></div> });';
    const at = (around: string) =>
      read(
        {
          "src/routes/__root.tsx": root,
          "src/routes/_app.tsx": `import { createFileRoute, Outlet } from "@tanstack/react-router";\nimport { Authenticated } from "convex/react";\nexport const Route = createFileRoute("/_app")({ component: Layout });\nfunction Layout() { return <${around}><Outlet /></${around}>; }`,
          "src/routes/_app/notes.tsx": route("/_app/notes", "<List />"),
        },
        "tanstack-start",
      ).queries.flatMap(({ ways }) => momentsOf(ways));
    expect(at("main")).toEqual([EVERYWHERE]);
    expect(at("Authenticated")).toEqual(["signed-in"]);
  });

  it("a route object of React Router inside the router", () => {
    const at = (layout: string) =>
      read({
        "src/main.tsx": `import { createRoot } from "react-dom/client";\nimport { createBrowserRouter, Outlet, RouterProvider } from "react-router";\nimport { Authenticated } from "convex/react";\nimport { List } from "./list";\nconst router = createBrowserRouter([{ path: "/", element: ${layout}, children: [{ path: "notes", element: <List /> }] }]);\ncreateRoot(document.body).render(<RouterProvider router={router} />);`,
        "src/list.tsx": query,
      }).queries.flatMap(({ ways }) => momentsOf(ways));
    expect(at("<main><Outlet /></main>")).toEqual([EVERYWHERE]);
    expect(at("<Authenticated><Outlet /></Authenticated>")).toEqual(["signed-in"]);
  });

  it("a route that a guard may keep back says nothing", () => {
    const root =
      'import { createRootRouteWithContext, Outlet } from "@tanstack/react-router";\nexport const Route = createRootRouteWithContext()({ component: () => <Outlet /> });';
    const at = (guard: string, framework: Framework) =>
      read(
        {
          "src/main.tsx":
            'import { createRoot } from "react-dom/client";\nimport { RouterProvider } from "@tanstack/react-router";\ncreateRoot(document.body).render(<RouterProvider router={router} />);',
          "src/routes/__root.tsx": root,
          "src/routes/notes.tsx": `import { createFileRoute, redirect } from "@tanstack/react-router";\n${query}\nexport const Route = createFileRoute("/notes")({ ${guard} component: List });`,
        },
        framework,
      ).queries.flatMap(({ ways }) => momentsOf(ways));
    const guard = (asked: string) =>
      `beforeLoad: ({ context }) => { if (!context.${asked}) throw redirect({ to: "/login" }); },`;
    expect(at("", "vite-react")).toEqual([EVERYWHERE]);
    expect(at(guard("auth.ok"), "vite-react")).toEqual([]);
    expect(at(guard("isAuthenticated"), "tanstack-start")).toEqual([]);
    expect(at(guard("userId"), "tanstack-start")).toEqual([EVERYWHERE]);
  });

  it("a component that nothing renders says nothing", () => {
    expect(whenQueried("export function App() { return null; }")).toEqual([]);
  });
});

describe("redirects to a sign-in page", () => {
  const guard = (condition: string) =>
    `import { useConvexAuth } from "convex/react";\nimport { useAuth } from "@workos-inc/authkit-react";\nimport { useEffect } from "react";\nimport { useNavigate } from "react-router";\nexport function App() {\n  const { user, isLoading } = useAuth();\n  const navigate = useNavigate();\n  useEffect(() => {\n    ${condition}\n  }, []);\n  return null;\n}`;
  const at = (condition: string) =>
    read({ "src/main.tsx": MAIN, "src/app.tsx": guard(condition) }).signInRedirects.flatMap(
      ({ to, ways }) => [to, ...momentsOf(ways)],
    );

  it("are judged by the conditions in the effect", () => {
    expect(at('if (!user) navigate("/login");')).toEqual(["/login", "starting signed-out"]);
    expect(at('if (isLoading) return; if (!user) navigate("/login");')).toEqual([]);
  });

  it("are none when they lead elsewhere, or happen by a click or later", () => {
    expect(at('if (!user) navigate("/welcome");')).toEqual([]);
    expect(at('setTimeout(() => navigate("/login"), 5000);')).toEqual([]);
  });
});

describe("when a query of an Expo app runs", () => {
  const LAYOUT = (body: string, imports = "") => `
import { useConvexAuth, Authenticated } from "convex/react";
import { Slot, Stack, Tabs } from "expo-router";
import { SafeAreaView, View } from "react-native";
${imports}
export default function Layout() { ${body} }`;
  const SCREEN = `${IMPORTS}
export default function Screen() { return useQuery(api.notes.list)?.length ?? null; }`;
  const queried = (texts: Record<string, string>) =>
    read(texts, "expo").queries.map(({ location, ways }) => [location.file, ...momentsOf(ways)]);

  it.each([
    ["nothing holds it back", "return <View><Stack /></View>;", EVERYWHERE],
    ["the screens are a slot", "return <SafeAreaView><Slot /></SafeAreaView>;", EVERYWHERE],
    [
      "the layout waits",
      "const { isAuthenticated } = useConvexAuth(); return isAuthenticated ? <Tabs /> : null;",
      "signed-in",
    ],
    ["the screens are gated", "return <Authenticated><Stack /></Authenticated>;", "signed-in"],
    [
      "the layout waits for something else",
      "const [loaded] = useFonts(); if (!loaded) return null; return <Stack />;",
      "",
    ],
    ["the layout shows no screens", "return <View />;", ""],
  ])("on the first screen, when %s", (_, body, moments) => {
    expect(queried({ "app/_layout.tsx": LAYOUT(body), "app/index.tsx": SCREEN })).toEqual([
      ["app/index.tsx", moments],
    ]);
  });

  it("on no other screen, which only a navigation mounts", () => {
    expect(
      queried({
        "app/_layout.tsx": LAYOUT("return <Stack />;"),
        "app/notes/index.tsx": SCREEN,
        "app/(tabs)/profile.tsx": SCREEN,
      }),
    ).toEqual([["app/(tabs)/profile.tsx"], ["app/notes/index.tsx"]]);
  });

  it("in the layouts around the first screen", () => {
    const layout = LAYOUT(
      "useQuery(api.notes.list); return <Stack />;",
      IMPORTS.replace(/Authenticated, |useConvexAuth, /g, ""),
    );
    expect(
      queried({
        "src/app/_layout.tsx": LAYOUT("return <Slot />;"),
        "src/app/(tabs)/_layout.tsx": layout,
        "src/app/(tabs)/index.tsx": "export default function Screen() { return null; }",
        "src/app/settings/_layout.tsx": layout,
      }),
    ).toEqual([["src/app/(tabs)/_layout.tsx", EVERYWHERE], ["src/app/settings/_layout.tsx"]]);
  });

  it("is not told where screens are guarded, or there are two first ones", () => {
    const guarded = LAYOUT(
      "return <Stack><Stack.Protected guard={ready}><Stack.Screen name='index' /></Stack.Protected></Stack>;",
    );
    expect(queried({ "app/_layout.tsx": guarded, "app/index.tsx": SCREEN })).toEqual([["app/index.tsx"]]);
    const plain = LAYOUT("return <Stack />;");
    expect(
      queried({ "app/_layout.tsx": plain, "app/(a)/index.tsx": SCREEN, "app/(b)/index.tsx": SCREEN }),
    ).toEqual([["app/(a)/index.tsx"], ["app/(b)/index.tsx"]]);
  });
});

describe("an app without an AuthKit package", () => {
  it("is looked at when it hands Convex tokens", () => {
    const { reading, app, workspace } = appForTests({
      "src/main.tsx": MAIN,
      "src/app.tsx": `${IMPORTS}${LIST}export const App = () => <List />;`,
    });
    const own = { ...app, authkit: [] };
    expect(readGating(reading, own, workspace, functions, false).queries).toEqual([]);
    expect(readGating(reading, own, workspace, functions, true).queries).toHaveLength(1);
  });
});
