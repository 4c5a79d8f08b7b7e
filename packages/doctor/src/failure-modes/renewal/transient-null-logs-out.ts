import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { fetchersInUse, subjectOf, unfollowedFetchers } from "../../facts/wiring/fetchers-in-use.ts";

const ADAPTER = "@convex-dev/workos";

export default failureMode({
  id: "transient-null-logs-out",
  step: "renewal",
  severity: "error",
  title: "A failed refresh is told to Convex as “signed out”",
  short: "Network blip signs out",
  symptoms: [
    "Opening the laptop, a change of network or an outage of WorkOS signs people out until they reload.",
    "AuthKit still knows the user while Convex says `isAuthenticated: false`.",
  ],
  errorTexts: ["refetching token failed", "Failed to get access token", "Failed to refresh access token"],
  explanation:
    "`fetchAccessToken` may answer with a token or with null, and null means that nobody is signed in: Convex clears its auth and " +
    "does not ask again. A `catch` that returns null says so after any failure, also one that is over a second later. Throwing is " +
    "no way out, because Convex stops its socket while it waits and does not catch, and neither is the token from before, which it " +
    "takes for a refusal.\n\n" +
    "What is left is to wait: keep the promise pending, try again, and return null only when the session is known to be over.\n\n" +
    "```ts\n" +
    "for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {\n" +
    "  try {\n" +
    "    return (await (forceRefreshToken ? refresh() : getAccessToken())) ?? null;\n" +
    "  } catch {\n" +
    "    await new Promise((resolve) => setTimeout(resolve, wait));\n" +
    "  }\n" +
    "}\n" +
    "```",
  notAProblemWhen:
    "The `catch` tells failures apart and returns null only for a session that is over (`LoginRequiredError` in authkit-react), or tries again.",
  remedy: () => [
    "Catch inside fetchAccessToken, wait, and try again: a second at first, half a minute at most.",
    "Return null only where the session is over: no user, LoginRequiredError, `invalid_grant`.",
  ],
  sources: [
    "https://github.com/workos/template-convex-nextjs-authkit/issues/17",
    "https://github.com/get-convex/better-auth/issues/408",
    "https://github.com/get-convex/convex-js/blob/main/src/browser/sync/authentication_manager.ts",
  ],
  appliesTo: {},
  testedWith: { [ADAPTER]: "0.0.3", convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const [first, ...others] = used.fetcher.nullAfterFailure;
          if (first === undefined) continue;
          yield shown({
            subject: subjectOf(used),
            severity: "note",
            location: first.location,
            evidence: [first, ...others].map(({ quote, location }) => ({ kind: "project", quote, location })),
            detail: "fetchAccessToken answers any failure with null, which Convex takes for a sign-out.",
          });
        }
      },
    }),
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { via, adapterHookOf, location, quote } of wiring.tokenHandOvers) {
          const isOtherHook = adapterHookOf !== null && adapterHookOf !== "@workos-inc/authkit-react";
          if (via !== "ConvexProviderWithAuthKit" || isOtherHook) continue;
          yield shown({
            subject: ADAPTER,
            severity: "note",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `ConvexProviderWithAuthKit of ${ADAPTER} answers any failure with null, which Convex takes for a sign-out.`,
          });
        }
      },
    }),
  ],
});

const HOOK = "apps/web/src/components/providers.tsx";
const WAITS = "          await new Promise((resolve) => setTimeout(resolve, wait));\n";
const LOOP = `      for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {
        try {
          const token = forceRefreshToken ? await refresh() : await getAccessToken();
          return token ?? null;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
`;
const SPA_HOOK = "src/use-auth-from-authkit.ts";

export const examples: readonly Example[] = [
  {
    name: "the documented hook: catch and return null",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: LOOP,
        with: `      try {
        if (forceRefreshToken) return (await refresh()) ?? null;
        return (await getAccessToken()) ?? null;
      } catch (error) {
        console.error("No access token:", error);
        return null;
      }
`,
      },
    ],
    expect: [`note transient-null-logs-out ${HOOK}:33`],
  },
  {
    name: "a promise's own catch gives null, whichever promise it is",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: LOOP,
        with: "      return (await (forceRefreshToken ? refresh() : getAccessToken()).catch(() => null)) ?? null;\n",
      },
    ],
    expect: [`note transient-null-logs-out ${HOOK}:28`],
  },
  {
    name: "a promise's own catch gives null in a SPA",
    project: "vite-spa",
    edits: [
      {
        file: SPA_HOOK,
        replace: `      for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {
        try {
          return await getAccessToken({ forceRefresh: forceRefreshToken });
        } catch (error) {
          if (error instanceof LoginRequiredError) return null;
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
      }
`,
        with: "      return await getAccessToken({ forceRefresh: forceRefreshToken }).catch(() => null);\n",
      },
    ],
    expect: [`note transient-null-logs-out ${SPA_HOOK}:12`],
  },
  {
    name: "the adapter of Convex returns null for any failure",
    project: "vite-spa",
    edits: [
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
        replace: 'import { AuthKitProvider } from "@workos-inc/authkit-react";',
        with: 'import { ConvexProviderWithAuthKit } from "@convex-dev/workos";\nimport { AuthKitProvider, useAuth } from "@workos-inc/authkit-react";',
      },
      {
        file: "package.json",
        replace: '"convex": "^1.48.0"',
        with: '"@convex-dev/workos": "^0.0.3",\n    "convex": "^1.48.0"',
      },
    ],
    expect: [
      "note same-token-reauth-deadlock src/main.tsx:22",
      "note transient-null-logs-out src/main.tsx:22",
    ],
  },
  {
    name: "failures are told apart",
    project: "vite-spa",
    edits: [
      {
        file: SPA_HOOK,
        replace: "          if (error instanceof LoginRequiredError) return null;\n",
        with: "          const isOver = error instanceof LoginRequiredError;\n          if (isOver) console.warn(error.message);\n          if (isOver) return null;\n",
      },
    ],
    expect: [],
  },
  {
    name: "it gives up after a minute of tries",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "for (let wait = 1_000; ; wait = Math.min(2 * wait, 30_000)) {",
        with: "for (let wait = 1_000; wait < 60_000; wait *= 2) {",
      },
      {
        file: HOOK,
        replace: `${WAITS}        }\n      }\n`,
        with: `${WAITS}        }\n      }\n      return null;\n`,
      },
    ],
    expect: [],
  },
];
