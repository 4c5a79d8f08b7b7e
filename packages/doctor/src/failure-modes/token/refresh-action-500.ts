import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";
import type { TokenHandOver } from "../../facts/wiring/wiring.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";

export default failureMode({
  id: "refresh-action-500",
  step: "token",
  severity: "error",
  title: "A failed refresh throws out of the server action",
  short: "Refresh action answers 500",
  symptoms: [
    "The error boundary (`error.tsx`) appears when the token is renewed, instead of the signed-out page.",
    "The server's log shows a POST with status 500 to the page that is open.",
  ],
  errorTexts: ["TokenRefreshError", "POST / 500"],
  explanation:
    "`useAccessToken` renews the token through a server action. Before authkit-nextjs 3.0.0 a refresh that WorkOS refuses (an expired or revoked " +
    "session) or cannot answer throws out of that action, and Next.js answers 500. Later versions return the error to the hook.",
  notAProblemWhen:
    "authkit-nextjs 3.0.0 or newer is installed, or the app does not take its tokens from `useAccessToken`.",
  remedy: (project) => [project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10")],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/371",
    "https://github.com/workos/authkit-nextjs/issues/383",
  ],
  appliesTo: { packages: { [NEXTJS]: "*" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages", "wiring"],
      *find({ packages, wiring }) {
        const found = packages[NEXTJS];
        if (found === undefined || !isBelow(found, "3.0.0")) return;
        if (!wiring.tokenHandOvers.some(renewsThroughTheAction)) return;
        const version = versionText(found);
        yield shown({
          subject: NEXTJS,
          severity: "warning",
          location: found.location,
          evidence: [{ kind: "project", quote: `${NEXTJS} ${version}`, location: found.location }],
          detail: `In ${NEXTJS} ${version} a refused refresh throws out of the server action, which then answers 500; 3.0.0 returns the error.`,
        });
      },
    }),
  ],
});

/** Whether tokens come from `useAccessToken()`, whose refresh is that server action. */
function renewsThroughTheAction({ hooks }: TokenHandOver): boolean {
  return hooks.some(({ sdk, fetcher }) => {
    if (sdk !== NEXTJS || fetcher === null) return false;
    return [...fetcher.asksWhenForced, ...fetcher.asksOtherwise].some(
      (it) => it === "sdk" || it === "refresh",
    );
  });
}

const PACKAGE_JSON = "apps/web/package.json";
const installs = (version: string): Example["edits"] => [
  {
    file: PACKAGE_JSON,
    replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
    with: `"@workos-inc/authkit-nextjs": "^${version}"`,
  },
  { file: "package-lock.json", replace: '"version": "4.3.2"', with: `"version": "${version}"` },
];

export const examples: readonly Example[] = [
  {
    name: "an installed version that throws",
    project: "nextjs-monorepo",
    edits: installs("2.17.0"),
    expect: [
      `warning refresh-action-500 ${PACKAGE_JSON}:11`,
      `warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`,
    ],
  },
  {
    name: "the first version that returns the error",
    project: "nextjs-monorepo",
    edits: installs("3.0.0"),
    expect: [
      `warning oauth-state-mismatch ${PACKAGE_JSON}:11`,
      `warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`,
    ],
  },
  {
    name: "an installed version that throws, in an app that takes the token from a route of its own",
    project: "nextjs-monorepo",
    edits: [
      ...installs("2.17.0"),
      {
        file: "apps/web/src/components/providers.tsx",
        write:
          '"use client";\n\nimport { ConvexReactClient, ConvexProviderWithAuth } from "convex/react";\nimport { useCallback, type ReactNode } from "react";\n\nconst convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);\n\nfunction useAuthFromServer() {\n  const fetchAccessToken = useCallback(async () => {\n    const response = await fetch("/token");\n    return await response.text();\n  }, []);\n  return { isLoading: false, isAuthenticated: true, fetchAccessToken };\n}\n\nexport function Providers({ children }: { children: ReactNode }) {\n  return (\n    <ConvexProviderWithAuth client={convex} useAuth={useAuthFromServer}>\n      {children}\n    </ConvexProviderWithAuth>\n  );\n}\n',
      },
    ],
    expect: [
      `warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`,
      "warning fetch-token-throws-socket-stopped apps/web/src/components/providers.tsx:10",
    ],
  },
  {
    name: "nothing is locked, and the range reaches a version that returns it",
    project: "nextjs-monorepo",
    edits: [
      {
        file: PACKAGE_JSON,
        replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
        with: '"@workos-inc/authkit-nextjs": ">=2.17.0"',
      },
      { file: "package-lock.json", remove: true },
    ],
    expect: [],
  },
];
