import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "plain-convex-provider",
  step: "acceptance",
  severity: "error",
  title: "The app uses Convex's auth hooks below a provider without auth",
  short: "ConvexProvider without auth",
  symptoms: ["No Authenticate frame is ever sent, or the auth hooks throw."],
  errorTexts: [
    "Could not find `ConvexProviderWithAuth` (or `ConvexProviderWithClerk` or `ConvexProviderWithAuth0`) as an ancestor component.",
  ],
  explanation:
    "`ConvexProvider` knows nothing of sign-in. The order is AuthKitProvider, inside it ConvexProviderWithAuth or ConvexProviderWithAuthKit.",
  notAProblemWhen:
    "The plain provider serves a branch without sign-in, or the client gets its tokens through setAuth.",
  remedy: () => [
    "Replace <ConvexProvider> by <ConvexProviderWithAuth client={convex} useAuth={…}> inside <AuthKitProvider>.",
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
  ],
});

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
