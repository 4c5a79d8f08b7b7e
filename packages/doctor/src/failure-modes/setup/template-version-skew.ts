import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "template-version-skew",
  step: "setup",
  severity: "error",
  title: "The code is written for another version of the AuthKit SDK than the one installed",
  short: "Code and SDK version differ",
  symptoms: [
    "Code copied from documentation does not work with the installed SDK.",
    "The loading state never ends or is undefined.",
  ],
  errorTexts: ["isLoading is undefined", "does not provide an export named"],
  explanation:
    "authkit-nextjs's `useAuth` has `loading`, authkit-react's has `isLoading`. The templates still pin authkit-nextjs 2, a fresh install gives 4. `@convex-dev/workos` expects authkit-react's hook: with authkit-nextjs's it never gets a token.",
  notAProblemWhen: "A deprecated alias such as `authkitMiddleware` that still works.",
  remedy: () => [
    "Read `loading` from `@workos-inc/authkit-nextjs/components`, `isLoading` from `@workos-inc/authkit-react`.",
    "On Next.js, hand your own hook to `ConvexProviderWithAuth` instead of using `@convex-dev/workos`.",
  ],
  sources: [
    "https://github.com/get-convex/templates",
    "https://github.com/workos/authkit-nextjs/blob/main/README.md",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { adapterHookOf, location, quote } of wiring.tokenHandOvers) {
          if (adapterHookOf === null || adapterHookOf === "@workos-inc/authkit-react") continue;
          yield shown({
            subject: `${location.file}:${location.line}`,
            severity: "error",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `ConvexProviderWithAuthKit wants authkit-react's useAuth; that of ${adapterHookOf} has no getAccessToken, so Convex never gets a token.`,
          });
        }
      },
    }),
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { sdk, field, instead, location, quote } of wiring.foreignFields) {
          yield shown({
            subject: `${location.file}:${location.line}`,
            severity: "warning",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `useAuth() of ${sdk} has no ${field}: it is called ${instead} there, and ${field} is always undefined.`,
          });
        }
      },
    }),
  ],
});

const HOOK = "apps/web/src/components/providers.tsx";

export const examples: readonly Example[] = [
  {
    name: "isLoading of a hook that calls it loading",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "const { user, loading } = useAuth();",
        with: "const { user, isLoading: loading } = useAuth();",
      },
    ],
    expect: [`warning template-version-skew ${HOOK}:20`],
  },
  {
    name: "loading of a hook that calls it isLoading",
    project: "vite-spa",
    edits: [
      {
        file: "src/callback.tsx",
        write:
          'import { useAuth } from "@workos-inc/authkit-react";\n\nexport function Callback() {\n  const auth = useAuth();\n  return auth.loading ? <p>Signing in…</p> : null;\n}\n',
      },
    ],
    expect: ["warning template-version-skew src/callback.tsx:5"],
  },
  {
    name: "the hook of authkit-nextjs goes to @convex-dev/workos",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        write:
          '"use client";\n\nimport { ConvexProviderWithAuthKit } from "@convex-dev/workos";\nimport { AuthKitProvider, useAuth } from "@workos-inc/authkit-nextjs/components";\nimport { ConvexReactClient } from "convex/react";\nimport type { ReactNode } from "react";\n\nconst convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);\n\nexport function Providers({ children }: { children: ReactNode }) {\n  return (\n    <AuthKitProvider>\n      <ConvexProviderWithAuthKit client={convex} useAuth={useAuth}>\n        {children}\n      </ConvexProviderWithAuthKit>\n    </AuthKitProvider>\n  );\n}\n',
      },
    ],
    expect: [`error template-version-skew ${HOOK}:13`],
  },
  {
    name: "an own hook of the same name",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/components/session.tsx",
        write:
          '"use client";\n\nimport { useAuth as useAuthKit } from "@workos-inc/authkit-nextjs/components";\n\nfunction useAuth() {\n  const { user, loading } = useAuthKit();\n  return { user, isLoading: loading };\n}\n\nexport function Session() {\n  const { user, isLoading } = useAuth();\n  return isLoading ? null : <p>{user?.email}</p>;\n}\n',
      },
    ],
    expect: [],
  },
];
