import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { fetchersInUse, subjectOf, unfollowedFetchers } from "../../facts/wiring/fetchers-in-use.ts";

export default failureMode({
  id: "refreshed-token-dropped",
  step: "renewal",
  severity: "error",
  title: "The hook refreshes the token and then hands Convex the old one",
  short: "Refreshed token dropped",
  symptoms: [
    "A refresh succeeds in the network tab, and Convex signs the user out all the same.",
    "It works for five minutes after each page load.",
  ],
  errorTexts: ["reauthentication failed, could not fetch a new token"],
  explanation:
    "`await refresh()` changes the SDK's state, not the constant in the running function: `accessToken` there is still the value of " +
    "the render in which the function was made. Convex asked for a fresh token because it refused that very string; it compares, " +
    "sees the same one and gives up without trying again.",
  notAProblemWhen:
    "The result of `refresh()` is returned, or `getAccessToken()` is called after it: both give the new token. Returning the old token " +
    "only after a failed refresh is another matter.",
  remedy: () => [
    "Return what the refresh gives: `return (await refresh()) ?? null`.",
    "Take `accessToken` out of the function and its dependencies; it is for display.",
  ],
  sources: [
    "https://github.com/get-convex/convex-js/blob/main/src/browser/sync/authentication_manager.ts",
    "https://github.com/workos/authkit-nextjs/blob/main/src/components/useAccessToken.ts",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: ["same-token-reauth-deadlock"],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const [dropped] = used.fetcher.droppedRefreshes;
          if (dropped === undefined) continue;
          const { refresh, returned } = dropped;
          yield shown({
            subject: subjectOf(used),
            severity: "error",
            location: returned.location,
            evidence: [
              { kind: "project", quote: refresh.quote, location: refresh.location },
              { kind: "project", quote: returned.quote, location: returned.location },
            ],
            detail: `The result of the refresh in line ${refresh.location.line} is dropped, and a token from before it is returned.`,
          });
        }
      },
    }),
  ],
});

const HOOK = "apps/web/src/components/providers.tsx";
const READS = {
  file: HOOK,
  replace: "  const { getAccessToken, refresh } = useAccessToken();",
  with: "  const { accessToken, getAccessToken, refresh } = useAccessToken();",
};
const fetches = (lines: string) => ({
  file: HOOK,
  replace: `          const token = forceRefreshToken ? await refresh() : await getAccessToken();
          return token ?? null;`,
  with: lines,
});

export const examples: readonly Example[] = [
  {
    name: "the old token of the closure is returned",
    project: "nextjs-monorepo",
    edits: [
      READS,
      fetches(`          if (forceRefreshToken) {
            await refresh();
            return accessToken ?? null;
          }
          return (await getAccessToken()) ?? null;`),
    ],
    expect: [`error refreshed-token-dropped ${HOOK}:32`],
  },
  {
    name: "the result has a name and is never read",
    project: "nextjs-monorepo",
    edits: [
      READS,
      fetches(`          if (!forceRefreshToken) return (await getAccessToken()) ?? null;
          const fresh = await refresh();
          return accessToken ?? null;`),
    ],
    expect: [`error refreshed-token-dropped ${HOOK}:32`],
  },
  {
    name: "the token is asked for after the refresh",
    project: "nextjs-monorepo",
    edits: [
      fetches(`          if (forceRefreshToken) await refresh();
          return (await getAccessToken()) ?? null;`),
    ],
    expect: [],
  },
  {
    name: "the old token stands in when the refresh gives none",
    project: "nextjs-monorepo",
    edits: [
      READS,
      fetches(`          const fresh = forceRefreshToken ? await refresh() : await getAccessToken();
          return fresh ?? accessToken ?? null;`),
    ],
    expect: [],
  },
];
