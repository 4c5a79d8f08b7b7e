import { byFile } from "../../facts/gating/by-file.ts";
import { prematureQueries, sendsWithoutToken } from "../../facts/gating/premature-queries.ts";
import type { Edit, Example } from "../example.ts";
import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";

export default failureMode({
  id: "query-before-auth",
  step: "gating",
  severity: "error",
  title: "A query that needs an identity runs before Convex has accepted the token",
  short: "Query before authentication",
  symptoms: [
    "The page crashes or shows an error right after loading, and works after a reload or a moment later.",
    "The logs of Convex show bursts of “Unauthorized” at page loads, followed by successful calls of the same query.",
    "getUserIdentity() gives null on the first call and an identity on the next.",
  ],
  errorTexts: [
    "[CONVEX Q(notes:list)] Server Error Uncaught Error: Unauthenticated",
    "Query ran while user was not authenticated",
    "Not authenticated",
  ],
  explanation:
    "Convex's client connects at once and sends queries as soon as a component asks for them. The token comes later: AuthKit has to start, " +
    "hand it over, and Convex has to check it. A query that was sent before runs without an identity. If the function throws then, `useQuery` throws in " +
    "the component, and the page falls to its error boundary. On a page that signed-out visitors can open, it happens to each of them.",
  notAProblemWhen:
    'The component is shown inside `<Authenticated>`, or the query gets `"skip"` until `useConvexAuth().isAuthenticated` is true, or the client is made with `expectAuth: true`, ' +
    "or the function answers without an identity (null, an empty list). A guard on the server or in a route loader proves the WorkOS session, not that Convex has accepted its token.",
  remedy: () => [
    "Show the component that queries inside <Authenticated> of convex/react.",
    'Or hold the query back: const { isAuthenticated } = useConvexAuth(); useQuery(api.notes.list, isAuthenticated ? {} : "skip");',
    "Or let the function return null where getUserIdentity() is null, instead of throwing.",
  ],
  sources: [
    "https://docs.convex.dev/auth/debug",
    "https://docs.convex.dev/auth/authkit",
    "https://github.com/get-convex/templates/issues/253",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["gating", "wiring", "workspace"],
      *find({ gating, wiring, workspace }, target) {
        const early = sendsWithoutToken(wiring);
        if (early === false) return;
        const framework = workspace.apps.find(({ dir }) => dir === target.app)?.framework ?? null;
        const ungated = prematureQueries(gating, framework).filter(({ gate }) => gate === "none");
        if (typeof early === "string") {
          if (ungated.length > 0) yield notChecked(early);
          return;
        }
        const open = gating.queries.find(({ withoutIdentity }) => withoutIdentity === "unknown");
        if (open !== undefined) {
          yield notChecked(`whether ${open.query} and others need an identity could not be told`);
        }
        for (const queries of byFile(ungated)) {
          const [first] = queries;
          yield shown({
            subject: first.location.file,
            severity: "warning",
            location: first.location,
            evidence: queries.map(({ quote, location }) => ({ kind: "project", quote, location })),
            detail: `${first.quote} runs before Convex has accepted the token, and ${first.query} throws without an identity.`,
          });
        }
      },
    }),
  ],
});

const NOTES = "apps/web/src/components/notes.tsx";
const GATED = `      <Authenticated>
        <NoteList />
      </Authenticated>
`;

const API = "@notes/backend/convex/_generated/api";
const OWN_HOOK =
  'import * as SecureStore from "expo-secure-store";\nimport { useCallback, useEffect, useState } from "react";\n\nexport function useSession() {\n  const [token, setToken] = useState<string | null>(null);\n  const [isLoading, setIsLoading] = useState(true);\n  const fetchAccessToken = useCallback(() => SecureStore.getItemAsync("access-token"), []);\n  useEffect(() => {\n    void fetchAccessToken().then((found) => {\n      setToken(found);\n      setIsLoading(false);\n    });\n  }, [fetchAccessToken]);\n  return { isLoading, isAuthenticated: token !== null, fetchAccessToken };\n}\n';

/** An app of Expo Router without an AuthKit package beside the web app; `gate` is what stands around its screens. */
const mobileApp = (gate: string, screens = ""): Edit[] => [
  {
    file: "apps/mobile/package.json",
    write:
      '{ "name": "mobile", "private": true, "scripts": { "dev": "expo start" }, "dependencies": { "@notes/backend": "*", "convex": "^1.48.0", "expo": "~55.0.0", "expo-router": "~55.0.0", "expo-secure-store": "~55.0.0", "react": "19.2.0", "react-native": "0.83.0" } }\n',
  },
  { file: "apps/mobile/hooks/session.ts", write: OWN_HOOK },
  {
    file: "apps/mobile/app/_layout.tsx",
    write: `import { ConvexProviderWithAuth, ConvexReactClient, useConvexAuth } from "convex/react";\nimport { Stack } from "expo-router";\nimport { View } from "react-native";\nimport { useSession } from "../hooks/session";\n\nconst convex = new ConvexReactClient(process.env.EXPO_PUBLIC_CONVEX_URL!);\n\nfunction Screens() {\n  const { isLoading, isAuthenticated } = useConvexAuth();\n${gate}  return (\n    <View>\n      <Stack>${screens}</Stack>\n    </View>\n  );\n}\n\nexport default function RootLayout() {\n  return (\n    <ConvexProviderWithAuth client={convex} useAuth={useSession}>\n      <Screens />\n    </ConvexProviderWithAuth>\n  );\n}\n`,
  },
  {
    file: "apps/mobile/app/(tabs)/index.tsx",
    write: `import { useQuery } from "convex/react";\nimport { Text } from "react-native";\nimport { api } from "${API}";\n\nexport default function Home() {\n  const notes = useQuery(api.notes.list);\n  return <Text>{notes?.length}</Text>;\n}\n`,
  },
  {
    file: "apps/mobile/app/notes/[id].tsx",
    write: `import { useQuery } from "convex/react";\nimport { Text } from "react-native";\nimport { api } from "${API}";\n\nexport default function Note() {\n  const notes = useQuery(api.notes.list);\n  return <Text>{notes?.[0]?.text}</Text>;\n}\n`,
  },
];

export const examples: Example[] = [
  {
    name: "in a component of the root layout",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/components/header.tsx",
        replace: "  return (\n    <header>\n",
        with: "  const notes = useQuery(api.notes.list);\n  return (\n    <header>\n      {notes?.length}\n",
      },
      {
        file: "apps/web/src/components/header.tsx",
        replace: 'import { Authenticated, Unauthenticated } from "convex/react";\n',
        with: 'import { api } from "@notes/backend/convex/_generated/api";\nimport { Authenticated, Unauthenticated, useQuery } from "convex/react";\n',
      },
    ],
    expect: ["warning query-before-auth apps/web/src/components/header.tsx:8"],
  },
  {
    name: "in a component of the root layout, behind the gate",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/components/header.tsx",
        write:
          '"use client";\n\nimport { api } from "@notes/backend/convex/_generated/api";\nimport { useConvexAuth, useQuery } from "convex/react";\n\nexport function Header() {\n  const { isAuthenticated } = useConvexAuth();\n  const notes = useQuery(api.notes.list, isAuthenticated ? {} : "skip");\n  return <header>{notes?.length}</header>;\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "the first screen of an Expo app that signs people in with its own hook",
    project: "nextjs-monorepo",
    edits: mobileApp(""),
    expect: ["warning query-before-auth apps/mobile/app/(tabs)/index.tsx:6"],
  },
  {
    name: "its layout waits for Convex",
    project: "nextjs-monorepo",
    edits: mobileApp("  if (isLoading || !isAuthenticated) return null;\n"),
    expect: [],
  },
  {
    name: "its layout guards the screens",
    project: "nextjs-monorepo",
    edits: mobileApp(
      "",
      '<Stack.Protected guard={isAuthenticated}><Stack.Screen name="(tabs)" /></Stack.Protected>',
    ),
    expect: [],
  },
  {
    name: "the list of notes is shown outside of <Authenticated>",
    project: "nextjs-monorepo",
    edits: [{ file: NOTES, replace: GATED, with: "      <NoteList />\n" }],
    expect: [`warning query-before-auth ${NOTES}:16`],
  },
  {
    name: "the same in a single-page app",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "      <Authenticated>\n        <NoteList />\n",
        with: "      <NoteList />\n      <Authenticated>\n",
      },
    ],
    expect: ["warning query-before-auth src/home.tsx:36"],
  },
  {
    name: "signed-out visitors of a single-page app get the page that waits for loading only",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "function NoteList() {\n",
        with: "export function Board() {\n  const { isLoading } = useConvexAuth();\n  if (isLoading) return null;\n  return <NoteList />;\n}\n\nfunction NoteList() {\n",
      },
      {
        file: "src/home.tsx",
        replace: "Unauthenticated, useQuery }",
        with: "Unauthenticated, useConvexAuth, useQuery }",
      },
      { file: "src/main.tsx", replace: "import { Home } from", with: "import { Board, Home } from" },
      {
        file: "src/main.tsx",
        replace: '            <Route path="/callback"',
        with: '            <Route path="/board" element={<Board />} />\n            <Route path="/callback"',
      },
    ],
    expect: ["warning query-before-auth src/home.tsx:42"],
  },
  {
    name: "the query is skipped until Convex says yes",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: GATED, with: "      <NoteList />\n" },
      { file: NOTES, replace: "AuthLoading, useMutation", with: "AuthLoading, useConvexAuth, useMutation" },
      {
        file: NOTES,
        replace: "  const notes = useQuery(api.notes.list);\n",
        with: '  const { isAuthenticated } = useConvexAuth();\n  const notes = useQuery(api.notes.list, isAuthenticated ? {} : "skip");\n',
      },
    ],
    expect: [],
  },
  {
    name: "the client holds queries back",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: GATED, with: "      <NoteList />\n" },
      {
        file: "apps/web/src/components/providers.tsx",
        replace: "{ initialAuthTokenReuse: true }",
        with: "{ initialAuthTokenReuse: true, expectAuth: true }",
      },
    ],
    expect: [],
  },
  {
    name: "the function answers without an identity",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: GATED, with: "      <NoteList />\n" },
      {
        file: "packages/backend/convex/notes.ts",
        replace: 'if (identity === null) throw new Error("Sign in to see your notes.");',
        with: "if (identity === null) return [];",
      },
    ],
    expect: [],
  },
  {
    name: "a layout of the app shows its pages inside <Authenticated> only",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: GATED, with: "      <NoteList />\n" },
      {
        file: "apps/web/src/app/notes/layout.tsx",
        write:
          'import type { ReactNode } from "react";\nimport { SignedIn } from "@/components/signed-in";\n\nexport default function NotesLayout({ children }: { children: ReactNode }) {\n  return <SignedIn>{children}</SignedIn>;\n}\n',
      },
      {
        file: "apps/web/src/components/signed-in.tsx",
        write:
          '"use client";\n\nimport { useConvexAuth } from "convex/react";\nimport type { ReactNode } from "react";\n\nexport function SignedIn({ children }: { children: ReactNode }) {\n  const { isAuthenticated } = useConvexAuth();\n  if (!isAuthenticated) return <p>Loading…</p>;\n  return <section>{children}</section>;\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "a component that cannot be followed decides what it shows",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: GATED, with: "      <Gate>\n        <NoteList />\n      </Gate>\n" },
      {
        file: NOTES,
        replace: '"use client";\n',
        with: '"use client";\n\nimport { Gate } from "@example/gate";',
      },
    ],
    expect: [],
  },
];
