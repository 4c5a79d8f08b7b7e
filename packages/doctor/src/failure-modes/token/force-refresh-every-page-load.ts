import { detector, failureMode, notChecked, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import {
  fetchersInUse,
  INITIAL_TOKEN_REUSE_SINCE,
  reusesInitialToken,
  subjectOf,
  unfollowedFetchers,
} from "../../facts/wiring/fetchers-in-use.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";

export default failureMode({
  id: "force-refresh-every-page-load",
  step: "token",
  severity: "note",
  title: "Every page load forces WorkOS to issue a new token",
  short: "Forced refresh on every page load",
  symptoms: [
    "Each page load and each hot update rotates the session at WorkOS.",
    "Queries run twice after a page load.",
    "Several tabs, or a quick series of reloads, end with 429 of WorkOS.",
  ],
  errorTexts: ["refetching auth token"],
  explanation:
    "Convex's client takes the first token, has it confirmed by the server, and then at once asks for another one with " +
    "`forceRefreshToken: true`, to learn when to renew it. A hook that honours the flag refreshes the session at WorkOS each time. " +
    "The documentation and the official templates do so; it works, and it uses up the ten calls a minute that WorkOS allows a user.\n\n" +
    "`initialAuthTokenReuse: true` (convex 1.42.1) makes the client read the expiry out of the first token instead.",
  notAProblemWhen:
    "The client has `initialAuthTokenReuse: true`, or the hook ignores `forceRefreshToken` (which is same-token-reauth-deadlock).",
  remedy: (project, found) => [
    ...(found?.evidence.some(({ quote }) => quote.startsWith("convex "))
      ? [project.install("convex@latest")]
      : []),
    "new ConvexReactClient(url, { initialAuthTokenReuse: true })",
  ],
  sources: [
    "https://github.com/get-convex/convex-js/blob/main/CHANGELOG.md",
    "https://github.com/get-convex/convex-js/blob/main/src/browser/sync/authentication_manager.ts",
    "https://workos.com/docs/rate-limits",
  ],
  appliesTo: {},
  testedWith: { convex: "1.48.0" },
  masks: [],
  detectors: [
    detector({
      needs: ["wiring", "packages"],
      *find({ wiring, packages }) {
        const convex = packages["convex"];
        yield* unfollowedFetchers(wiring).map(notChecked);
        for (const used of fetchersInUse(wiring)) {
          const { client } = used.handOver;
          const [refresh] = used.fetcher.forcedRefreshes;
          if (client === null || refresh === undefined || reusesInitialToken(client, packages) !== "no")
            continue;
          // By then the first token is there.
          if (used.fetcher.refreshesOnlyWithoutToken) continue;
          const isOld = isBelow(convex, INITIAL_TOKEN_REUSE_SINCE);
          yield shown({
            subject: subjectOf(used),
            severity: "note",
            location: refresh.location,
            evidence: [
              { kind: "project", quote: refresh.quote, location: refresh.location },
              { kind: "project", quote: client.quote, location: client.location },
              ...(convex !== undefined && isOld
                ? [
                    {
                      kind: "project" as const,
                      quote: `convex ${versionText(convex)}`,
                      location: convex.location,
                    },
                  ]
                : []),
            ],
            detail: isOld
              ? `The client in ${client.location.file} cannot reuse its first token before convex ${INITIAL_TOKEN_REUSE_SINCE}, so each page load calls refresh().`
              : `The client in ${client.location.file} does not reuse its first token, so each page load calls refresh().`,
          });
        }
      },
    }),
  ],
});

const HOOK = "apps/web/src/components/providers.tsx";

export const examples: readonly Example[] = [
  {
    name: "the client has no options",
    project: "nextjs-monorepo",
    edits: [{ file: HOOK, replace: ", { initialAuthTokenReuse: true });", with: ");" }],
    expect: [`note force-refresh-every-page-load ${HOOK}:30`],
  },
  {
    name: "the client lives in a state and the SPA's hook forces with an option",
    project: "vite-spa",
    edits: [
      { file: "src/main.tsx", replace: ", { initialAuthTokenReuse: true });", with: ", { verbose: true });" },
    ],
    expect: ["note force-refresh-every-page-load src/use-auth-from-authkit.ts:14"],
  },
  {
    name: "the option stands in a convex that does not know it",
    project: "nextjs-monorepo",
    edits: [
      { file: "apps/web/package.json", replace: '"convex": "^1.48.0"', with: '"convex": "^1.41.0"' },
      { file: "packages/backend/package.json", replace: '"convex": "^1.48.0"', with: '"convex": "^1.41.0"' },
      { file: "package-lock.json", replace: '"version": "1.48.0"', with: '"version": "1.41.0"' },
    ],
    expect: [`note force-refresh-every-page-load ${HOOK}:30`],
  },
  {
    name: "the options come from a constant in another file",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/src/convex-options.ts",
        write: "export const options = { initialAuthTokenReuse: true } as const;\n",
      },
      { file: HOOK, replace: "{ initialAuthTokenReuse: true });", with: "options);" },
      {
        file: HOOK,
        replace: '"use client";\n',
        with: '"use client";\n\nimport { options } from "../convex-options";',
      },
    ],
    expect: [],
  },
  {
    name: "the options cannot be told",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: "{ initialAuthTokenReuse: true });",
        with: "{ ...JSON.parse(process.env.NEXT_PUBLIC_OPTIONS!) });",
      },
    ],
    expect: [],
  },
];
