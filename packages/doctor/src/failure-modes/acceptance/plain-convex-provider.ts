import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { type DeadHandOver, deadHandOvers } from "../../facts/wiring/dead-hand-overs.ts";

export default failureMode({
  id: "plain-convex-provider",
  step: "acceptance",
  severity: "error",
  title: "Convex is never handed a token",
  short: "No token handed to Convex",
  symptoms: [
    "No Authenticate frame is ever sent, or the auth hooks throw.",
    "People sign in at WorkOS, and `useConvexAuth()` says `isAuthenticated: false` for ever.",
  ],
  errorTexts: [
    "useAuth is not a function",
    "Could not find `ConvexProviderWithAuth` (or `ConvexProviderWithClerk` or `ConvexProviderWithAuth0`) as an ancestor component.",
  ],
  explanation:
    "`ConvexProvider` knows nothing of sign-in. The order is AuthKitProvider, inside it ConvexProviderWithAuth or ConvexProviderWithAuthKit.\n\n" +
    "`ConvexProviderWithAuth` wants a hook, not what the hook returns, and the hook returns `isLoading`, `isAuthenticated` and " +
    "`fetchAccessToken`. AuthKit's own `useAuth` has none of the last two. Convex asks for a token only while `isAuthenticated` is true, " +
    "and takes null for “nobody is signed in”.",
  notAProblemWhen:
    "The plain provider serves a branch without sign-in, or the client gets its tokens through setAuth.",
  remedy: (_project, found) => [
    found === null || found.evidence.some(({ quote }) => quote.startsWith("<ConvexProvider>"))
      ? "Replace <ConvexProvider>, inside <AuthKitProvider>, by the provider with auth of a package you have: <ConvexProviderWithAuthKit client={convex} useAuth={useAuth}> of @convex-dev/workos, or <ConvexAuthKitProvider url={…}> of convex-authkit/react. With a hook of your own it is <ConvexProviderWithAuth client={convex} useAuth={…}>."
      : "Give <ConvexProviderWithAuth> a hook of your own, `useAuth={useAuthFromAuthKit}` without calling it, that returns `isLoading` (AuthKit's), `isAuthenticated: user !== null`, and a `fetchAccessToken` that returns the token of AuthKit's `getAccessToken()`.",
  ],
  sources: ["https://docs.convex.dev/auth/debug", "https://docs.convex.dev/auth/authkit"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        const { plainProviders, convexAuthUses, tokenHandOvers, otherAuth } = wiring;
        const [provider] = plainProviders;
        const [use] = convexAuthUses;
        if (provider === undefined || use === undefined || otherAuth) return;
        if (tokenHandOvers.some(({ via }) => via !== "server")) return;
        yield shown({
          subject: provider.file,
          severity: "error",
          location: provider,
          evidence: [
            {
              kind: "project",
              quote: "<ConvexProvider>, and no provider with auth anywhere",
              location: provider,
            },
            { kind: "project", quote: use.name, location: use.location },
          ],
          detail: `${use.name} in ${use.location.file} needs ConvexProviderWithAuth; the app only has ConvexProvider.`,
        });
      },
    }),
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { why, place } of deadHandOvers(wiring)) {
          if (why === "loading") continue;
          yield shown({
            subject: place.location.file,
            severity: "error",
            location: place.location,
            evidence: [{ kind: "project", quote: place.quote, location: place.location }],
            detail: DEATHS[why],
          });
        }
      },
    }),
  ],
});

const DEATHS: Record<Exclude<DeadHandOver["why"], "loading">, string> = {
  called: "useAuth is given what the hook returns instead of the hook: Convex calls it and throws.",
  sdk: "AuthKit's own useAuth returns neither isAuthenticated nor fetchAccessToken, which Convex reads.",
  "signed-out": "isAuthenticated is false also when AuthKit has a user, so Convex never asks for a token.",
  "no-token": "fetchAccessToken never returns a token, which Convex takes for “nobody is signed in”.",
};

const HOOK = "src/use-auth-from-authkit.ts";

const PLAIN = [
  {
    file: "src/main.tsx",
    replace: "<ConvexProviderWithAuth client={convex} useAuth={useAuthFromAuthKit}>",
    with: "<ConvexProvider client={convex}>",
  },
  { file: "src/main.tsx", replace: "      </ConvexProviderWithAuth>", with: "      </ConvexProvider>" },
  { file: "src/main.tsx", replace: "import { ConvexProviderWithAuth, ", with: "import { ConvexProvider, " },
  {
    file: "src/main.tsx",
    replace: 'import { useAuthFromAuthKit } from "./use-auth-from-authkit";\n',
    with: "",
  },
];

export const examples: readonly Example[] = [
  {
    name: "the provider without auth stands where the other should",
    project: "vite-spa",
    edits: PLAIN,
    expect: ["error plain-convex-provider src/main.tsx:20"],
  },
  {
    name: "the hook is called where it should be handed over",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: "useAuth={useAuthFromAuthKit}",
        with: "useAuth={useAuthFromAuthKit()}",
      },
    ],
    expect: ["error plain-convex-provider src/main.tsx:21"],
  },
  {
    name: "AuthKit's own hook",
    project: "vite-spa",
    edits: [
      {
        file: "src/main.tsx",
        replace: 'import { useAuthFromAuthKit } from "./use-auth-from-authkit";\n',
        with: "",
      },
      {
        file: "src/main.tsx",
        replace: "import { AuthKitProvider }",
        with: "import { AuthKitProvider, useAuth }",
      },
      { file: "src/main.tsx", replace: "useAuth={useAuthFromAuthKit}", with: "useAuth={useAuth}" },
    ],
    expect: ["error plain-convex-provider src/main.tsx:20"],
  },
  {
    name: "isAuthenticated is turned around",
    project: "vite-spa",
    edits: [{ file: HOOK, replace: "userId !== undefined", with: "userId === undefined" }],
    expect: [`error plain-convex-provider ${HOOK}:25`],
  },
  {
    name: "the token is fetched and not returned",
    project: "vite-spa",
    edits: [
      {
        file: HOOK,
        replace: "          return await getAccessToken({ forceRefresh: forceRefreshToken });\n",
        with: "          await getAccessToken({ forceRefresh: forceRefreshToken });\n          return null;\n",
      },
    ],
    expect: [`error plain-convex-provider ${HOOK}:10`],
  },
  {
    name: "early returns for loading and for signed-out visitors",
    project: "vite-spa",
    edits: [
      {
        file: HOOK,
        replace: "  return useMemo(\n",
        with: "  if (isLoading) return { isLoading: true, isAuthenticated: false, fetchAccessToken: async () => null };\n  if (!user) return { isLoading: false, isAuthenticated: false, fetchAccessToken: async () => null };\n  return useMemo(\n",
      },
    ],
    expect: [],
  },
  {
    name: "a function that makes the hook",
    project: "vite-spa",
    edits: [
      { file: "src/main.tsx", replace: "useAuth={useAuthFromAuthKit}", with: "useAuth={useAuthHook()}" },
      {
        file: "src/main.tsx",
        replace: "const convex = new",
        with: "const useAuthHook = () => useAuthFromAuthKit;\nconst convex = new",
      },
    ],
    expect: [],
  },
  {
    name: "the plain provider is the first paint's",
    project: "vite-spa",
    edits: [
      {
        file: "src/first-paint.tsx",
        write:
          'import { ConvexProvider, ConvexReactClient } from "convex/react";\nimport type { ReactNode } from "react";\n\nexport function FirstPaint({ client, children }: { client: ConvexReactClient; children: ReactNode }) {\n  return <ConvexProvider client={client}>{children}</ConvexProvider>;\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "nothing below the plain provider asks who is signed in",
    project: "vite-spa",
    edits: [
      ...PLAIN,
      {
        file: "src/home.tsx",
        write:
          'import { useAuth } from "@workos-inc/authkit-react";\n\nexport function Home() {\n  const { isLoading, signIn } = useAuth();\n  return (\n    <button disabled={isLoading} onClick={() => void signIn()}>\n      Sign in\n    </button>\n  );\n}\n',
      },
      {
        file: "src/callback.tsx",
        write: "export function Callback() {\n  return <p>Signing in…</p>;\n}\n",
      },
    ],
    expect: [],
  },
];
