import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";
import type { PackagesFact } from "../../facts/packages/packages.ts";
import type { TokenFact } from "../../facts/tokens/tokens.ts";
import {
  fetchersInUse,
  reusesInitialToken,
  subjectOf,
  unfollowedFetchers,
} from "../../facts/wiring/fetchers-in-use.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";

export default failureMode({
  id: "infinite-token-refresh-loop",
  step: "token",
  severity: "error",
  title: "Every new token starts the next refresh, without end",
  short: "Token refreshes without end",
  symptoms: [
    "The network tab shows a POST to the page (or a call of `/authenticate`) every second or faster.",
    "The page flickers between loading and signed in, until WorkOS answers 429.",
  ],
  errorTexts: [
    "Refetching auth token immediately, configured leeway 10s is larger than the token's lifetime",
    "RateLimitExceededException",
  ],
  explanation:
    "`ConvexProviderWithAuth` starts its hand-over again whenever `fetchAccessToken` is another function. With the token in the " +
    "dependencies of its `useCallback`, a refresh makes a new token, the token makes a new function, and the function makes " +
    "Convex ask for a fresh token: the next refresh.\n\n" +
    "Three other loops depend on how long a token lives: authkit-nextjs 2.3 before 2.3.2 refreshed tokens of a minute on every " +
    "render, versions before 2.4.2 gave the browser's timer a delay that it cannot hold (25 days and more, so it fires at once), " +
    "and Convex's client asks again at once for a token that lives no longer than its leeway of ten seconds.",
  notAProblemWhen:
    "The token stands in the dependencies and nothing forces a refresh at WorkOS: a fetch from an endpoint of your own, for instance, " +
    "gives the same string until it expires. With `initialAuthTokenReuse: true` a new function does not force a refresh either.",
  remedy: (project) => [
    "Take the token out of the dependencies: `[userId, getAccessToken, refresh]` is enough, the functions read the present token.",
    "new ConvexReactClient(url, { initialAuthTokenReuse: true }) (convex 1.42.1 or newer).",
    project.install(`${NEXTJS}@latest`),
    "Let access tokens live for five minutes or more: WorkOS dashboard, Authentication, Sessions.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/pull/273",
    "https://github.com/workos/authkit-nextjs/pull/247",
    "https://github.com/workos/authkit-nextjs/pull/276",
    "https://github.com/get-convex/convex-js/blob/main/src/browser/sync/authentication_manager.ts",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: ["workos-429"],
  detectors: [
    detector({
      needs: ["wiring", "packages"],
      *find({ wiring, packages }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const { identity, forcedRefreshes, refreshesOnlyWithoutToken } = used.fetcher;
          const [refresh] = forcedRefreshes;
          // The refresh gives the token that keeps the next forced fetch from refreshing.
          if (refreshesOnlyWithoutToken) continue;
          if (identity.kind !== "memoized" || refresh === undefined) continue;
          const token = identity.dependencies?.find(({ kind }) => kind === "token");
          const reuse = reusesInitialToken(used.handOver.client, packages);
          if (token === undefined || reuse === "yes") continue;
          yield shown({
            subject: subjectOf(used),
            severity: reuse === "no" ? "error" : "warning",
            confidence: reuse === "no" ? "certain" : "likely",
            location: token.location,
            evidence: [
              { kind: "project", quote: token.quote, location: token.location },
              { kind: "project", quote: refresh.quote, location: refresh.location },
            ],
            detail: `${token.name} stands in the dependencies of fetchAccessToken, and a forced fetch replaces it: each refresh makes a new function, and the new function the next refresh.`,
          });
        }
      },
    }),
    detector({
      needs: ["wiring", "packages"],
      *find({ wiring, packages }) {
        const found = packages[NEXTJS];
        const usesHook = wiring.tokenHandOvers.some(({ hooks }) => hooks.some(({ sdk }) => sdk === NEXTJS));
        if (found === undefined || !usesHook || !isBelow(found, LONG_LIVED_FIXED)) return;
        const version = `${NEXTJS} ${versionText(found)}`;
        const orShort = isBelow(found, SHORT_LIVED_FIXED) ? ", or for a minute or less" : "";
        yield shown({
          subject: NEXTJS,
          severity: "warning",
          location: found.location,
          evidence: [{ kind: "project", quote: version, location: found.location }],
          detail: `${version} refreshes without end where access tokens live for 25 days or more${orShort}; fixed in ${LONG_LIVED_FIXED}.`,
        });
      },
    }),
    detector({
      needs: ["tokens", "packages"],
      *find({ tokens, packages }, target) {
        for (const token of tokens) {
          if (token.stage !== target.stage) continue;
          const cause = loopOf(token, packages);
          if (cause === null) continue;
          yield shown({
            subject: cause.subject,
            severity: "error",
            location: cause.subject === NEXTJS ? (packages[NEXTJS]?.location ?? null) : null,
            evidence: [{ kind: "token", quote: `exp − iat = ${cause.lifetime} seconds`, location: null }],
            detail: `The token from ${token.label} lives for ${cause.lifetime} seconds; ${cause.why}.`,
          });
        }
      },
    }),
  ],
});

/** The hook `useAccessToken` came with 2.3.0; the first fix is for tokens of a minute, the second for those of weeks. */
const SHORT_LIVED_FIXED = "2.3.2";
const LONG_LIVED_FIXED = "2.4.2";
const LONG_LIVED_SECONDS = 25 * 24 * 60 * 60;

/** Convex's client gives up on tokens of up to two seconds, and renews ten seconds before the end. */
const CONVEX_GIVES_UP_SECONDS = 2;
const CONVEX_LEEWAY_SECONDS = 10;

function loopOf(
  { issuedAt, expiresAt }: TokenFact,
  packages: PackagesFact,
): { subject: string; lifetime: number; why: string } | null {
  if (issuedAt === null || expiresAt === null) return null;
  const lifetime = expiresAt - issuedAt;
  if (lifetime > CONVEX_GIVES_UP_SECONDS && lifetime <= CONVEX_LEEWAY_SECONDS) {
    const why = `Convex's client renews ${CONVEX_LEEWAY_SECONDS} seconds before the end, so it asks again at once, for ever`;
    return { subject: "lifetime", lifetime, why };
  }
  const found = packages[NEXTJS];
  if (found?.installed == null) return null;
  const loops =
    (lifetime >= LONG_LIVED_SECONDS && isBelow(found, LONG_LIVED_FIXED)) ||
    (lifetime > 0 && lifetime <= 60 && isBelow(found, SHORT_LIVED_FIXED));
  return loops
    ? { subject: NEXTJS, lifetime, why: `${NEXTJS} ${versionText(found)} refreshes such tokens without end` }
    : null;
}

const HOOK = "apps/web/src/components/providers.tsx";
const WITHOUT_REUSE = { file: HOOK, replace: ", { initialAuthTokenReuse: true });", with: ");" };
const WITH_TOKEN = [
  {
    file: HOOK,
    replace: "  const { getAccessToken, refresh } = useAccessToken();",
    with: "  const { accessToken, getAccessToken, refresh } = useAccessToken();",
  },
  {
    file: HOOK,
    replace: "    [userId, getAccessToken, refresh],",
    with: "    [userId, accessToken, getAccessToken, refresh],",
  },
];
const version = (installed: string) => [
  {
    file: "apps/web/package.json",
    replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
    with: `"@workos-inc/authkit-nextjs": "^${installed}"`,
  },
  {
    file: "package-lock.json",
    replace: '"version": "4.3.2"',
    with: `"version": "${installed}"`,
  },
];
const MINUTE = { iat: 1_800_000_000, exp: 1_800_000_060 };

export const examples: readonly Example[] = [
  {
    name: "the token stands in the dependencies, beside a forced refresh",
    project: "nextjs-monorepo",
    edits: [WITHOUT_REUSE, ...WITH_TOKEN],
    expect: [`error infinite-token-refresh-loop ${HOOK}:37`, `note force-refresh-every-page-load ${HOOK}:30`],
  },
  {
    name: "a state that holds the refreshed token stands in the dependencies",
    project: "nextjs-monorepo",
    edits: [
      WITHOUT_REUSE,
      {
        file: HOOK,
        replace: "import { useCallback, useMemo,",
        with: "import { useCallback, useMemo, useState,",
      },
      {
        file: HOOK,
        replace: "  const userId = user?.id;",
        with: "  const userId = user?.id;\n  const [jwt, setJwt] = useState<string>();",
      },
      {
        file: HOOK,
        replace: "          return token ?? null;",
        with: "          setJwt(token);\n          return token ?? null;",
      },
      {
        file: HOOK,
        replace: "    [userId, getAccessToken, refresh],",
        with: "    [userId, jwt, getAccessToken, refresh],",
      },
    ],
    expect: [`error infinite-token-refresh-loop ${HOOK}:39`, `note force-refresh-every-page-load ${HOOK}:31`],
  },
  {
    name: "an authkit-nextjs whose timer cannot wait for weeks",
    project: "nextjs-monorepo",
    edits: version("2.4.1"),
    expect: [
      "warning infinite-token-refresh-loop apps/web/package.json:11",
      "warning session-destroyed-on-5xx apps/web/package.json:11",
      "warning refresh-action-500 apps/web/package.json:11",
    ],
  },
  {
    name: "tokens of a minute with an authkit-nextjs that loops on them",
    project: "nextjs-monorepo",
    edits: version("2.3.1"),
    inputs: {
      tokens: [{ claims: { iss: "https://api.workos.com/user_management/client_01EXAMPLE", ...MINUTE } }],
    },
    expect: [
      "error infinite-token-refresh-loop apps/web/package.json:11",
      "warning session-destroyed-on-5xx apps/web/package.json:11",
      "warning refresh-action-500 apps/web/package.json:11",
    ],
  },
  {
    name: "tokens of ten seconds",
    project: "vite-spa",
    edits: [],
    inputs: {
      tokens: [
        {
          claims: {
            iss: "https://api.workos.com/user_management/client_01EXAMPLE",
            iat: 1_799_999_995,
            exp: 1_800_000_005,
          },
        },
      ],
    },
    expect: ["error infinite-token-refresh-loop -"],
  },
  {
    name: "the token stands in the dependencies and the client reuses its first token",
    project: "nextjs-monorepo",
    edits: WITH_TOKEN,
    expect: [],
  },
  {
    name: "the token stands in the dependencies and is only refreshed where there is none",
    project: "nextjs-monorepo",
    edits: [
      WITHOUT_REUSE,
      ...WITH_TOKEN,
      {
        file: HOOK,
        replace: "          const token = forceRefreshToken ? await refresh() : await getAccessToken();\n",
        with: "          if (!accessToken && forceRefreshToken) return (await refresh()) ?? null;\n          const token = await getAccessToken();\n",
      },
    ],
    expect: [],
  },
  {
    name: "the token stands in the dependencies and comes from an endpoint of the app",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        write:
          '"use client";\n\nimport { AuthKitProvider } from "@workos-inc/authkit-nextjs/components";\nimport { ConvexProviderWithAuth, ConvexReactClient } from "convex/react";\nimport { useCallback, useEffect, useMemo, useState, type ReactNode } from "react";\n\nconst convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);\n\nexport function Providers({ children }: { children: ReactNode }) {\n  return (\n    <AuthKitProvider>\n      <ConvexProviderWithAuth client={convex} useAuth={useSession}>\n        {children}\n      </ConvexProviderWithAuth>\n    </AuthKitProvider>\n  );\n}\n\nasync function ask(): Promise<string | null> {\n  for (;;) {\n    try {\n      const answer = await fetch("/api/session");\n      return ((await answer.json()) as { token: string | null }).token;\n    } catch {\n      await new Promise((resolve) => setTimeout(resolve, 1_000));\n    }\n  }\n}\n\nfunction useSession() {\n  const [token, setToken] = useState<string | null>();\n  useEffect(() => {\n    void ask().then(setToken);\n  }, []);\n  const fetchAccessToken = useCallback(\n    async ({ forceRefreshToken }: { forceRefreshToken: boolean }) => {\n      if (!forceRefreshToken && token) return token;\n      const fresh = await ask();\n      setToken(fresh);\n      return fresh;\n    },\n    [token],\n  );\n  return useMemo(\n    () => ({ isLoading: token === undefined, isAuthenticated: Boolean(token), fetchAccessToken }),\n    [token, fetchAccessToken],\n  );\n}\n',
      },
    ],
    expect: [],
  },
  {
    name: "tokens of a minute with a current authkit-nextjs",
    project: "nextjs-monorepo",
    edits: [],
    inputs: {
      tokens: [{ claims: { iss: "https://api.workos.com/user_management/client_01EXAMPLE", ...MINUTE } }],
    },
    expect: [],
  },
];
