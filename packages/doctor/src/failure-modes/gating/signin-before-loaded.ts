import type { Example } from "../example.ts";
import { detector, failureMode, shown } from "../failure-mode.ts";

export default failureMode({
  id: "signin-before-loaded",
  step: "gating",
  severity: "warning",
  title: "A guard sends people to sign in while it is not known yet whether they are signed in",
  short: "Redirect before loading ends",
  symptoms: [
    "A reload of a deep link sends signed-in people through AuthKit and back to the start page.",
    "Filters, scroll position and half-written forms are gone after a reload.",
    "The sign-in page flashes at every load.",
  ],
  errorTexts: [],
  explanation:
    "While AuthKit starts, `user` is null for everybody, and while Convex checks the token, `isAuthenticated` is false. A guard that takes " +
    "that for “signed out” leads away at once. AuthKit's session brings people back without asking for a password, so it looks like a " +
    "flicker; the page they wanted and everything on it are lost.",
  notAProblemWhen:
    "The guard waits until the loading flag is false, stands inside `<Unauthenticated>`, or reads the session on the server. A call of authkit-react's `signIn()` " +
    "while it starts goes nowhere, so it sends nobody away.",
  remedy: () => [
    "Ask for the loading flag first: if (isLoading) return null; (loading in authkit-nextjs, isLoading in authkit-react and useConvexAuth).",
    "Or put the redirect into <Unauthenticated> of convex/react, which shows nothing while loading.",
  ],
  sources: [
    "https://docs.convex.dev/auth/authkit",
    "https://github.com/workos/authkit-nextjs",
    "https://github.com/workos/authkit-react",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["gating"],
      *find({ gating }) {
        for (const { to, quote, location, ways } of gating.signInRedirects) {
          const early = ways.find(({ at }) => at.starting === "yes" && at["signed-in"] === "no");
          if (early === undefined) continue;
          yield shown({
            subject: `${location.file}:${to}`,
            severity: "warning",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `${quote} runs while it is still loading whether somebody is signed in.`,
          });
        }
      },
    }),
  ],
});

const NOTES = "apps/web/src/components/notes.tsx";
const START = "export function Notes() {\n";
const IMPORT = 'import { api } from "@notes/backend/convex/_generated/api";\n';
const IMPORTS = `${IMPORT}import { useAuth } from "@workos-inc/authkit-nextjs/components";\nimport { useRouter } from "next/navigation";\nimport { useEffect } from "react";\n`;
const guard = (condition: string, taken: string) =>
  `${START}  const { ${taken} } = useAuth();\n  const router = useRouter();\n  useEffect(() => {\n    ${condition}\n  }, [${taken}, router]);\n`;

export const examples: Example[] = [
  {
    name: "an effect leads to /sign-in whenever user is null",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: IMPORTS },
      { file: NOTES, replace: START, with: guard('if (user === null) router.replace("/sign-in");', "user") },
    ],
    expect: [`warning signin-before-loaded ${NOTES}:13`],
  },
  {
    name: "a route guard of a single-page app asks Convex without its loading flag",
    project: "vite-spa",
    edits: [
      {
        file: "src/require-auth.tsx",
        write:
          'import { useConvexAuth } from "convex/react";\nimport type { ReactNode } from "react";\nimport { Navigate } from "react-router";\n\nexport function RequireAuth({ children }: { children: ReactNode }) {\n  const { isAuthenticated } = useConvexAuth();\n  return isAuthenticated ? children : <Navigate to="/login" replace />;\n}\n',
      },
      {
        file: "src/main.tsx",
        replace: 'import { Home } from "./home";\n',
        with: 'import { Home } from "./home";\nimport { RequireAuth } from "./require-auth";\n',
      },
      {
        file: "src/main.tsx",
        replace: '            <Route path="/" element={<Home />} />\n',
        with: '            <Route path="/login" element={<Home />} />\n            <Route path="/" element={<RequireAuth><Home /></RequireAuth>} />\n',
      },
    ],
    expect: ["warning signin-before-loaded src/require-auth.tsx:7"],
  },
  {
    name: "the effect waits for AuthKit's loading flag",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: IMPORTS },
      {
        file: NOTES,
        replace: START,
        with: guard('if (!loading && user === null) router.replace("/sign-in");', "user, loading"),
      },
    ],
    expect: [],
  },
  {
    name: "the redirect stands inside <Unauthenticated>",
    project: "nextjs-monorepo",
    edits: [
      {
        file: NOTES,
        replace: IMPORT,
        with: IMPORTS.replace('import { useAuth } from "@workos-inc/authkit-nextjs/components";\n', ""),
      },
      {
        file: NOTES,
        replace: START,
        with: `function ToSignIn() {\n  const router = useRouter();\n  useEffect(() => router.replace("/sign-in"), [router]);\n  return null;\n}\n\n${START}`,
      },
      { file: NOTES, replace: "AuthLoading, useMutation", with: "AuthLoading, Unauthenticated, useMutation" },
      {
        file: NOTES,
        replace: "      <AuthLoading>",
        with: "      <Unauthenticated>\n        <ToSignIn />\n      </Unauthenticated>\n      <AuthLoading>",
      },
    ],
    expect: [],
  },
  {
    name: "AuthKit gets its user from the server at the first paint",
    project: "nextjs-monorepo",
    edits: [
      { file: NOTES, replace: IMPORT, with: IMPORTS },
      { file: NOTES, replace: START, with: guard('if (user === null) router.replace("/sign-in");', "user") },
      {
        file: "apps/web/src/components/providers.tsx",
        replace:
          "export function Providers({ children }: { children: ReactNode }) {\n  return (\n    <AuthKitProvider>",
        with: "export function Providers({ children, initialAuth }: { children: ReactNode; initialAuth: InitialAuth }) {\n  return (\n    <AuthKitProvider initialAuth={initialAuth}>",
      },
    ],
    expect: [],
  },
];
