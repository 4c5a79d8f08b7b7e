import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { fetchersInUse, subjectOf, unfollowedFetchers } from "../../facts/wiring/fetchers-in-use.ts";

export default failureMode({
  id: "fetch-token-throws-socket-stopped",
  step: "renewal",
  severity: "error",
  title: "fetchAccessToken throws, and Convex's socket stays stopped",
  short: "fetchAccessToken throws",
  symptoms: ["No query answers any more after a hiccup; the page loads for ever."],
  errorTexts: ["pausing WS for auth token fetch", "Uncaught (in promise)"],
  explanation:
    "Convex stops its socket while it waits for a token and does not catch what the function throws: the socket is never started again. " +
    "authkit-nextjs's `refresh()` and `getAccessToken()` and authkit-react's `getAccessToken()` throw when WorkOS cannot be reached, limits the rate or ends the session.",
  notAProblemWhen: "Everything the function awaits is caught inside it.",
  remedy: () => ["Catch inside fetchAccessToken and try again; return null only when the session is over."],
  sources: ["https://github.com/get-convex/convex-js"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const [first, ...others] = used.fetcher.uncaught;
          if (first === undefined) continue;
          const isTemplate = used.hook?.sdk === "@workos/authkit-tanstack-react-start";
          yield shown({
            subject: subjectOf(used),
            severity: isTemplate ? "note" : "warning",
            location: first.location,
            evidence: [first, ...others].map(({ quote, location }) => ({ kind: "project", quote, location })),
            detail: `Nothing catches what line ${first.location.line} throws when the token cannot be had, so Convex's socket stays stopped.`,
          });
        }
      },
    }),
  ],
});

const HOOK = "apps/web/src/components/providers.tsx";
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
    name: "nothing is caught",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: LOOP,
        with: "      return (forceRefreshToken ? await refresh() : await getAccessToken()) ?? null;\n",
      },
    ],
    expect: [`warning fetch-token-throws-socket-stopped ${HOOK}:28`],
  },
  {
    name: "a promise that is returned without being awaited passes the catch by",
    project: "vite-spa",
    edits: [{ file: SPA_HOOK, replace: "return await getAccessToken(", with: "return getAccessToken(" }],
    expect: [`warning fetch-token-throws-socket-stopped ${SPA_HOOK}:14`],
  },
  {
    name: "what ends the session is caught and everything else thrown on",
    project: "vite-spa",
    edits: [
      {
        file: SPA_HOOK,
        replace: "          await new Promise((resolve) => setTimeout(resolve, wait));\n",
        with: "          if (wait > 30_000) return null;\n",
      },
    ],
    expect: [],
  },
];
