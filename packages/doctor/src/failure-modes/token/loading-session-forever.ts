import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import {
  fetchersInUse,
  reusesInitialToken,
  subjectOf,
  unfollowedFetchers,
} from "../../facts/wiring/fetchers-in-use.ts";
import { deadHandOvers } from "../../facts/wiring/dead-hand-overs.ts";
import type { AuthHook, Quoted } from "../../facts/wiring/wiring.ts";

const ALWAYS_LOADING =
  "isLoading is true also when AuthKit has a user and is done loading: Convex waits for ever and never asks for a token.";

export default failureMode({
  id: "loading-session-forever",
  step: "token",
  severity: "error",
  title: "The hook says “loading” where nothing is, so the page stays at “Loading session…”",
  short: "Loading session never ends",
  symptoms: [
    "“Loading session…” never goes away, although WorkOS has a session.",
    "The network tab shows one token refresh after the other; some of them end with 429.",
    "Signed-out visitors never see the sign-in button.",
  ],
  errorTexts: ["RateLimitExceededException", "Failed to refresh access token"],
  explanation:
    "`ConvexProviderWithAuth` starts its hand-over again whenever `isLoading` or `isAuthenticated` changes: it clears the token, asks " +
    "for one, and, once Convex has confirmed it, asks for a fresh one with `forceRefreshToken: true`. `useAccessToken().loading` " +
    "turns true while `refresh()` runs. A hook that passes it on tells Convex “loading” in the middle of the hand-over, which " +
    "starts it again, with the next refresh, for ever.\n\n" +
    "`isLoading` has to say only whether AuthKit already knows who is there (`useAuth().loading`, in authkit-react `isLoading`), " +
    "and `isAuthenticated` only whether somebody is (`user !== null`). Errors and missing tokens are what `fetchAccessToken` is for: " +
    "counted as loading they leave the page in that state.",
  notAProblemWhen:
    "The hook mirrors `useAccessToken().loading` and never forces a refresh (it ignores `forceRefreshToken`): nothing turns it true " +
    "again. `loading && !accessToken` is harmless as well: during a refresh the token before is still there.",
  remedy: (_project, found) =>
    found?.detail === ALWAYS_LOADING
      ? ["Return AuthKit's own state as it is: `isLoading: loading` (authkit-react: `isLoading`)."]
      : [
          "Return `isLoading: useAuth().loading` (authkit-react: `isLoading`) and `isAuthenticated: user !== null`; leave `loading`, `error` and `accessToken` of `useAccessToken()` out of both.",
          "Show a failed refresh in the interface from `useAccessToken().error`, with a button that tries again.",
          "new ConvexReactClient(url, { initialAuthTokenReuse: true }) spares the forced refresh of every page load (convex 1.42.1 or newer).",
        ],
  sources: [
    "https://docs.convex.dev/auth/authkit/add-to-app",
    "https://github.com/get-convex/convex-js/blob/main/src/react/ConvexAuthState.tsx",
    "https://github.com/workos/authkit-nextjs/blob/main/src/components/useAccessToken.ts",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0", "@workos-inc/authkit-nextjs": "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["wiring", "packages"],
      *find({ wiring, packages }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const { hook, fetcher, handOver } = used;
          const mirror = hook === null ? null : mirrorOf(hook);
          const [refresh] = fetcher.forcedRefreshes;
          if (mirror === null || refresh === undefined || fetcher.refreshesOnlyWithoutToken) continue;
          const loops = reusesInitialToken(handOver.client, packages) === "no";
          yield shown({
            subject: subjectOf(used),
            severity: loops ? "error" : "warning",
            location: mirror.place.location,
            evidence: [
              { kind: "project", quote: mirror.place.quote, location: mirror.place.location },
              { kind: "project", quote: refresh.quote, location: refresh.location },
            ],
            detail: loops
              ? `${mirror.name} follows useAccessToken().loading, which every forced refresh turns on: Convex starts over and never becomes authenticated.`
              : `${mirror.name} follows useAccessToken().loading: every renewal of the token throws the whole page back to loading, and a token that Convex refuses keeps it there.`,
          });
        }
      },
    }),
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { why, place } of deadHandOvers(wiring)) {
          if (why !== "loading") continue;
          yield shown({
            subject: `${place.location.file}:${place.location.line}`,
            severity: "error",
            location: place.location,
            evidence: [{ kind: "project", quote: place.quote, location: place.location }],
            detail: ALWAYS_LOADING,
          });
        }
      },
    }),
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { hooks } of wiring.tokenHandOvers) {
          for (const hook of hooks) {
            const { isLoading, location } = hook;
            if (isLoading === null || hook.canBeAuthenticated === "no") continue;
            const why = staysLoading(hook);
            if (why === null) continue;
            yield shown({
              subject: `${location.file}:${location.line}`,
              severity: "warning",
              location: isLoading.location,
              evidence: [{ kind: "project", quote: isLoading.quote, location: isLoading.location }],
              detail: why,
            });
          }
        }
      },
    }),
  ],
});

function mirrorOf(hook: AuthHook): { name: string; place: Quoted } | null {
  if (hook.isLoadingMirrorsToken === "yes" && hook.isLoading !== null) {
    return { name: "isLoading", place: hook.isLoading };
  }
  return hook.isAuthenticatedMirrorsToken === "yes" && hook.isAuthenticated !== null
    ? { name: "isAuthenticated", place: hook.isAuthenticated }
    : null;
}

function staysLoading(hook: AuthHook): string | null {
  if (hook.tokenErrorIsLoading === "yes") {
    return "A failed refresh (useAccessToken().error) leaves isLoading true: the page loads until it is reloaded.";
  }
  return hook.signedOutIsLoading === "yes"
    ? "isLoading stays true for a visitor who is not signed in and so has no token: the page never offers to sign in."
    : null;
}

const HOOK = "apps/web/src/components/providers.tsx";
const READS = "  const { getAccessToken, refresh } = useAccessToken();";
const RETURNED = "isLoading: loading, isAuthenticated: userId !== undefined, fetchAccessToken";
const WITHOUT_REUSE = { file: HOOK, replace: ", { initialAuthTokenReuse: true });", with: ");" };
const reads = (names: string) => ({
  file: HOOK,
  replace: READS,
  with: `  const { ${names}, getAccessToken, refresh } = useAccessToken();`,
});
const returns = (state: string) => ({ file: HOOK, replace: RETURNED, with: `${state}, fetchAccessToken` });

export const examples: readonly Example[] = [
  {
    name: "isLoading follows the token's loading state, beside a forced refresh",
    project: "nextjs-monorepo",
    edits: [
      WITHOUT_REUSE,
      reads("loading: tokenLoading"),
      returns("isLoading: loading || tokenLoading, isAuthenticated: userId !== undefined"),
    ],
    expect: [`error loading-session-forever ${HOOK}:41`, `note force-refresh-every-page-load ${HOOK}:30`],
  },
  {
    name: "isLoading is turned around",
    project: "nextjs-monorepo",
    edits: [returns("isLoading: !loading, isAuthenticated: userId !== undefined")],
    expect: [`error loading-session-forever ${HOOK}:41`],
  },
  {
    name: "isLoading is a constant that nobody changed",
    project: "vite-spa",
    edits: [
      {
        file: "src/use-auth-from-authkit.ts",
        replace: "({ isLoading, isAuthenticated",
        with: "({ isLoading: true, isAuthenticated",
      },
    ],
    expect: ["error loading-session-forever src/use-auth-from-authkit.ts:25"],
  },
  {
    name: "a second provider that is always loading, for the server",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/components/server-providers.tsx",
        write:
          '"use client";\n\nimport { useAuth } from "@workos-inc/authkit-nextjs/components";\nimport { ConvexProviderWithAuth, type ConvexReactClient } from "convex/react";\nimport type { ReactNode } from "react";\n\nfunction useAuthOnServer() {\n  const { user } = useAuth();\n  return { isLoading: true, isAuthenticated: user !== null, fetchAccessToken: async () => null };\n}\n\nexport function ServerProviders({ client, children }: { client: ConvexReactClient; children: ReactNode }) {\n  return (\n    <ConvexProviderWithAuth client={client} useAuth={useAuthOnServer}>\n      {children}\n    </ConvexProviderWithAuth>\n  );\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "isAuthenticated needs a token that is not being refreshed",
    project: "nextjs-monorepo",
    edits: [
      WITHOUT_REUSE,
      reads("accessToken, loading: tokenLoading"),
      returns("isLoading: loading, isAuthenticated: Boolean(user) && !!accessToken && !tokenLoading"),
    ],
    expect: [`error loading-session-forever ${HOOK}:41`, `note force-refresh-every-page-load ${HOOK}:30`],
  },
  {
    name: "the client reuses its first token, so that only renewals flash",
    project: "nextjs-monorepo",
    edits: [
      reads("loading: tokenLoading"),
      returns(
        "isLoading: (loading ?? false) || (tokenLoading ?? false), isAuthenticated: userId !== undefined",
      ),
    ],
    expect: [`warning loading-session-forever ${HOOK}:41`],
  },
  {
    name: "isLoading follows the token's loading state, and a refresh only happens where there is no token",
    project: "nextjs-monorepo",
    edits: [
      WITHOUT_REUSE,
      reads("accessToken, loading: tokenLoading"),
      returns("isLoading: loading || tokenLoading, isAuthenticated: userId !== undefined"),
      {
        file: HOOK,
        replace: "          const token = forceRefreshToken ? await refresh() : await getAccessToken();\n",
        with: "          if (forceRefreshToken && !accessToken) return (await refresh()) ?? null;\n          const token = await getAccessToken();\n",
      },
    ],
    expect: [],
  },
  {
    name: "an error of the token counts as loading",
    project: "nextjs-monorepo",
    edits: [
      reads("error: tokenError"),
      returns("isLoading: loading || tokenError !== null, isAuthenticated: userId !== undefined"),
    ],
    expect: [`warning loading-session-forever ${HOOK}:41`],
  },
  {
    name: "a missing token counts as loading, also for signed-out visitors",
    project: "nextjs-monorepo",
    edits: [
      reads("accessToken"),
      returns("isLoading: loading || !accessToken, isAuthenticated: userId !== undefined"),
    ],
    expect: [`warning loading-session-forever ${HOOK}:41`],
  },
  {
    name: "the token's loading state counts only while there is no token",
    project: "nextjs-monorepo",
    edits: [
      reads("accessToken, loading: tokenLoading"),
      returns("isLoading: loading || (tokenLoading && !accessToken), isAuthenticated: userId !== undefined"),
    ],
    expect: [],
  },
  {
    name: "the token's loading state is shown in the interface and not to Convex",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/components/header.tsx",
        write:
          '"use client";\n\nimport { useAccessToken } from "@workos-inc/authkit-nextjs/components";\n\nexport function Header() {\n  const { loading, error } = useAccessToken();\n  const isLoading = loading || error !== null;\n  return <header>{isLoading ? "…" : "Notes"}</header>;\n}\n',
      },
    ],
    expect: [],
  },
];
