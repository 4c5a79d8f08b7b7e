import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { fetchersInUse, subjectOf, unfollowedFetchers } from "../../facts/wiring/fetchers-in-use.ts";

const ADAPTER = "@convex-dev/workos";

export default failureMode({
  id: "same-token-reauth-deadlock",
  step: "renewal",
  severity: "error",
  title: "Convex asks for a fresh token and gets the same one, so it gives up for good",
  short: "Same token on a forced fetch",
  symptoms: [
    "After a pause or an expired token the app is signed out although WorkOS has a session; a reload mends it.",
    "`useConvexAuth()` stays at `isLoading: false, isAuthenticated: false`, with nothing in the console.",
  ],
  errorTexts: ["reauthentication failed, could not fetch a new token", "attempting to reauthenticate"],
  explanation:
    "When Convex refuses a token it calls `fetchAccessToken({ forceRefreshToken: true })` once. If the same string comes back, it " +
    "stays signed out without a message until `setAuth` is called again. It does the same after the first token was confirmed; there " +
    "the same string means that no renewal is scheduled.\n\n" +
    "A ref or a piece of state that holds the last token gives that string for as long as nothing else renews it. " +
    "`@convex-dev/workos` and the Vite template call `getAccessToken()` without options: they ignore the flag as well, but the SDK " +
    "renews its token before it expires, so it mostly has a fresh one by then.",
  notAProblemWhen:
    "The function honours the flag (`refresh()` in authkit-nextjs, `getAccessToken({ forceRefresh: true })` in authkit-react), or asks an " +
    "endpoint on every call. A ref that is returned only after a failed refresh is no cache.",
  remedy: () => [
    "authkit-nextjs: `const token = forceRefreshToken ? await refresh() : await getAccessToken()`.",
    "authkit-react: `getAccessToken({ forceRefresh: forceRefreshToken })`; pass a hook of your own to `ConvexProviderWithAuth` instead of using ConvexProviderWithAuthKit.",
  ],
  sources: [
    "https://github.com/get-convex/convex-js/issues/184",
    "https://github.com/get-convex/convex-backend/issues/259",
    "https://github.com/get-convex/convex-backend/issues/523",
  ],
  appliesTo: {},
  testedWith: { [ADAPTER]: "0.0.3", convex: "1.48.0" },
  masks: ["expiry-flash"],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const { fetcher, hook } = used;
          const token = fetcher.onlyReturns;
          const [read] = fetcher.reads;
          if (fetcher.asksWhenForced.length === 0 && token !== null && (hook?.sdk ?? null) !== null) {
            // One that can never change is static-token-in-set-auth.
            if (token.from === "hook" && token.follows === "no") continue;
            yield shown({
              subject: subjectOf(used),
              severity: "warning",
              location: token.location,
              evidence: [{ kind: "project", quote: token.quote, location: token.location }],
              detail: `fetchAccessToken returns ${token.name} whether or not Convex asks for a fresh token.`,
            });
          } else if (read !== undefined && fetcher.asksWhenForced.every((asked) => asked === "sdk")) {
            yield shown({
              subject: subjectOf(used),
              severity: "note",
              location: read.location,
              evidence: [{ kind: "project", quote: read.quote, location: read.location }],
              detail:
                "fetchAccessToken ignores forceRefreshToken: it returns what the SDK holds, also after Convex refused that.",
            });
          }
        }
      },
    }),
    detector({
      needs: ["wiring", "packages"],
      *find({ wiring, packages }) {
        for (const { via, adapterHookOf, location, quote } of wiring.tokenHandOvers) {
          // With the hook of another SDK it gets no token at all, which template-version-skew tells.
          if (via !== "ConvexProviderWithAuthKit" || isOtherHook(adapterHookOf)) continue;
          const version = packages[ADAPTER]?.installed;
          yield shown({
            subject: ADAPTER,
            severity: "note",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `ConvexProviderWithAuthKit of ${ADAPTER}${version == null ? "" : ` ${version}`} ignores forceRefreshToken.`,
          });
        }
      },
    }),
  ],
});

function isOtherHook(sdk: string | null): boolean {
  return sdk !== null && sdk !== "@workos-inc/authkit-react";
}

const HOOK = "apps/web/src/components/providers.tsx";
const BODY = `    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {
      if (userId === undefined) return null;
      // A failed refresh is tried again: Convex takes null for a sign-out, and a throw stops its socket.
      for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {
        try {
          const token = forceRefreshToken ? await refresh() : await getAccessToken();
          return token ?? null;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
    },
    [userId, getAccessToken, refresh],`;
const SPA_HOOK = "src/use-auth-from-authkit.ts";
const ADAPTED = [
  {
    file: "src/main.tsx",
    replace: "<ConvexProviderWithAuth client={convex} useAuth={useAuthFromAuthKit}>",
    with: "<ConvexProviderWithAuthKit client={convex} useAuth={useAuth}>",
  },
  {
    file: "src/main.tsx",
    replace: "      </ConvexProviderWithAuth>",
    with: "      </ConvexProviderWithAuthKit>",
  },
  {
    file: "src/main.tsx",
    replace:
      'import { AuthKitProvider } from "@workos-inc/authkit-react";\nimport { ConvexProviderWithAuth, ConvexReactClient }',
    with: 'import { ConvexProviderWithAuthKit } from "@convex-dev/workos";\nimport { AuthKitProvider, useAuth } from "@workos-inc/authkit-react";\nimport { ConvexReactClient }',
  },
  { file: SPA_HOOK, remove: true as const },
  {
    file: "src/main.tsx",
    replace: 'import { useAuthFromAuthKit } from "./use-auth-from-authkit";\n',
    with: "",
  },
  {
    file: "package.json",
    replace: '"@workos-inc/authkit-react": "^0.16.2",',
    with: '"@convex-dev/workos": "^0.0.3",\n    "@workos-inc/authkit-react": "^0.16.2",',
  },
];

export const examples: readonly Example[] = [
  {
    name: "a ref with the last token is returned, whatever Convex asks for",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "import { useCallback, useMemo,",
        with: "import { useCallback, useMemo, useRef,",
      },
      {
        file: HOOK,
        replace: "  const { getAccessToken, refresh } = useAccessToken();",
        with: "  const { accessToken, error } = useAccessToken();\n  const lastToken = useRef<string>(undefined);\n  if (accessToken && !error) lastToken.current = accessToken;",
      },
      {
        file: HOOK,
        replace: BODY,
        with: "    async () => (error ? null : (lastToken.current ?? null)),\n    [error],",
      },
    ],
    expect: [`warning same-token-reauth-deadlock ${HOOK}:27`],
  },
  {
    name: "the SDK's token is returned, whatever Convex asks for",
    project: "vite-spa",
    edits: [
      {
        file: SPA_HOOK,
        replace: "    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {",
        with: "    async () => {",
      },
      {
        file: SPA_HOOK,
        replace: "getAccessToken({ forceRefresh: forceRefreshToken })",
        with: "getAccessToken()",
      },
    ],
    expect: [`note same-token-reauth-deadlock ${SPA_HOOK}:14`],
  },
  {
    name: "the adapter of Convex",
    project: "vite-spa",
    edits: ADAPTED,
    expect: [
      "note same-token-reauth-deadlock src/main.tsx:21",
      "note transient-null-logs-out src/main.tsx:21",
    ],
  },
  {
    name: "a ref stands in after a failed refresh only",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "import { useCallback, useMemo,",
        with: "import { useCallback, useMemo, useRef,",
      },
      {
        file: HOOK,
        replace: "  const { getAccessToken, refresh } = useAccessToken();",
        with: "  const { accessToken, getAccessToken, refresh } = useAccessToken();\n  const lastToken = useRef(accessToken);\n  lastToken.current = accessToken;",
      },
      {
        file: HOOK,
        replace: "          await new Promise((resolve) => setTimeout(resolve, wait));\n",
        with: "          return lastToken.current ?? null;\n",
      },
    ],
    expect: [],
  },
  {
    name: "an endpoint of the app is asked on every call",
    project: "nextjs-monorepo",
    edits: [
      { file: HOOK, replace: "  const { getAccessToken, refresh } = useAccessToken();\n", with: "" },
      { file: HOOK, replace: "AuthKitProvider, useAccessToken, useAuth", with: "AuthKitProvider, useAuth" },
      {
        file: HOOK,
        replace: "          const token = forceRefreshToken ? await refresh() : await getAccessToken();",
        with: "          const { token } = await (await fetch(`/api/token?fresh=${forceRefreshToken}`)).json();",
      },
      { file: HOOK, replace: "[userId, getAccessToken, refresh],", with: "[userId]," },
    ],
    expect: [],
  },
];
