import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { fetchersInUse, subjectOf, unfollowedFetchers } from "../../facts/wiring/fetchers-in-use.ts";
import type { WorkspaceFact } from "../../facts/workspace/workspace.ts";

export default failureMode({
  id: "unstable-fetch-access-token",
  step: "token",
  severity: "error",
  title: "fetchAccessToken is made anew again and again, and each time Convex authenticates anew",
  short: "fetchAccessToken not stable",
  symptoms: [
    "The page flickers between loading and signed in.",
    "The socket sends one Authenticate after the other.",
  ],
  errorTexts: [],
  explanation:
    "`ConvexProviderWithAuth` starts over whenever `fetchAccessToken` changes. A function made anew on every render makes it do so endlessly, each time with a forced refresh at WorkOS.",
  notAProblemWhen:
    "It depends on the `user` object, as the documentation shows: that starts over only when the object is replaced.",
  remedy: () => ["Wrap it in useCallback and depend on user?.id, sessionId and organizationId only."],
  sources: ["https://docs.convex.dev/auth/advanced/custom-auth"],
  appliesTo: {},
  testedWith: {},
  masks: ["infinite-token-refresh-loop", "workos-429"],
  detectors: [
    detector({
      needs: ["wiring", "workspace"],
      *find({ wiring, workspace }) {
        if (compilesReact(workspace)) return;
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const { fetcher, hook } = used;
          const { identity } = fetcher;
          if (hook === null || hook.canBeAuthenticated !== "yes") continue;
          const unstable =
            identity.kind === "memoized"
              ? identity.dependencies?.find(({ kind }) => kind === "unstable")
              : undefined;
          if (identity.kind !== "every-render" && unstable === undefined) continue;
          const place = unstable ?? fetcher;
          yield shown({
            subject: subjectOf(used),
            severity: "error",
            location: place.location,
            evidence: [{ kind: "project", quote: place.quote, location: place.location }],
            detail:
              unstable === undefined
                ? "fetchAccessToken is made anew on every render, and every new one starts the hand-over again."
                : `fetchAccessToken depends on ${unstable.name}, which is made anew on every render.`,
          });
        }
      },
    }),
    detector({
      needs: ["wiring", "workspace"],
      *find({ wiring, workspace }) {
        if (compilesReact(workspace)) return;
        for (const used of fetchersInUse(wiring)) {
          const { identity } = used.fetcher;
          const user =
            identity.kind === "memoized"
              ? identity.dependencies?.find(({ kind }) => kind === "user")
              : undefined;
          if (user === undefined || used.hook === null) continue;
          yield shown({
            subject: subjectOf(used),
            severity: "note",
            location: user.location,
            evidence: [{ kind: "project", quote: user.quote, location: user.location }],
            detail: `fetchAccessToken depends on the whole ${user.name}: each time AuthKit replaces that object, Convex authenticates anew. ${user.name}?.id is enough.`,
          });
        }
      },
    }),
  ],
});

/** React's compiler memoizes what the source does not. */
function compilesReact({ packages, apps }: WorkspaceFact): boolean {
  return (
    packages.some(({ declared }) => Object.keys(declared).some((name) => name.includes("react-compiler"))) ||
    // Expo brings the compiler along.
    apps.some(({ framework }) => framework === "expo")
  );
}

const HOOK = "apps/web/src/components/providers.tsx";
const SPA_HOOK = "src/use-auth-from-authkit.ts";
const UNMEMOIZED = [
  { file: SPA_HOOK, replace: "useCallback(\n    async", with: "(\n    async" },
  { file: SPA_HOOK, replace: "    },\n    [getAccessToken],\n  );", with: "    }\n  );" },
  { file: SPA_HOOK, replace: "import { useCallback, useMemo }", with: "import { useMemo }" },
];

export const examples: readonly Example[] = [
  {
    name: "the function is not memoized",
    project: "vite-spa",
    edits: UNMEMOIZED,
    expect: [`error unstable-fetch-access-token ${SPA_HOOK}:10`],
  },
  {
    name: "it depends on a function that is not memoized",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "  const userId = user?.id;",
        with: "  const userId = user?.id;\n  const renew = () => refresh();",
      },
      {
        file: HOOK,
        replace: "forceRefreshToken ? await refresh() :",
        with: "forceRefreshToken ? await renew() :",
      },
      { file: HOOK, replace: "[userId, getAccessToken, refresh],", with: "[userId, getAccessToken, renew]," },
    ],
    expect: [`error unstable-fetch-access-token ${HOOK}:38`],
  },
  {
    name: "it depends on the user, as the documentation shows",
    project: "nextjs-monorepo",
    edits: [
      { file: HOOK, replace: "if (userId === undefined)", with: "if (!user)" },
      { file: HOOK, replace: "[userId, getAccessToken, refresh],", with: "[user, getAccessToken, refresh]," },
    ],
    expect: [`note unstable-fetch-access-token ${HOOK}:37`],
  },
  {
    name: "React's compiler memoizes it",
    project: "vite-spa",
    edits: [
      ...UNMEMOIZED,
      {
        file: "package.json",
        replace: '"vite": "^8.3.4"',
        with: '"babel-plugin-react-compiler": "^1.0.0",\n    "vite": "^8.3.4"',
      },
    ],
    expect: [],
  },
  {
    name: "the hook of the first paint, which never says signed in",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "export function Providers({ children }: { children: ReactNode }) {\n",
        with: `function useNobody() {
  return { isLoading: true, isAuthenticated: false, fetchAccessToken: async () => null };
}

export function Providers({ children }: { children: ReactNode }) {
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  if (!isMounted) return <ConvexProviderWithAuth client={convex} useAuth={useNobody}>{children}</ConvexProviderWithAuth>;
`,
      },
      {
        file: HOOK,
        replace: "import { useCallback, useMemo,",
        with: "import { useCallback, useEffect, useMemo, useState,",
      },
    ],
    expect: [],
  },
];
