import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isBelow, isWithin, versionText } from "../../facts/packages/below.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";

export default failureMode({
  id: "dev-overlay-hydration",
  step: "renewal",
  severity: "note",
  title: "A silent refresh races the first render in development",
  short: "Refresh races hydration",
  symptoms: [
    "In development with Next.js 16, a red overlay appears when a page is opened after a pause. Production is not affected.",
  ],
  errorTexts: ["Can't perform a React state update on a component that hasn't mounted yet."],
  explanation:
    "With `eagerAuth` the proxy hands the browser a token in a cookie, and authkit-nextjs before 4.3.2 starts its timer when the module is loaded. Where that token is about to expire, the refresh (a server action) then " +
    "meets a router that is not mounted yet, and React complains.",
  notAProblemWhen:
    "authkit-nextjs 4.3.2 or newer is installed, or `eagerAuth` is not on: then no token is there before a component asks for one.",
  remedy: (project) => [project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10")],
  sources: ["https://github.com/workos/authkit-nextjs/issues/463"],
  appliesTo: { packages: { [NEXTJS]: "*" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages", "proxy"],
      *find({ packages, proxy }) {
        const found = packages[NEXTJS];
        if (found === undefined || !isBelow(found, "4.3.2") || !isWithin(packages["next"], ">=16.0.0"))
          return;
        // Only an eager token is there before the first component asks for one.
        const eager = proxy.files.find(({ options }) => options?.eagerAuth === true);
        if (eager === undefined) return;
        const version = versionText(found);
        yield shown({
          subject: NEXTJS,
          severity: "note",
          location: found.location,
          evidence: [
            { kind: "project", quote: `${NEXTJS} ${version}`, location: found.location },
            {
              kind: "project",
              quote: "eagerAuth: true",
              location: eager.options?.location ?? eager.location,
            },
          ],
          detail: `${NEXTJS} ${version} starts its token timer before the app is mounted; 4.3.2 waits for the first component that asks for a token.`,
        });
      },
    }),
  ],
});

const PACKAGE_JSON = "apps/web/package.json";
const installs = (version: string): Example["edits"] => [
  {
    file: PACKAGE_JSON,
    replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
    with: `"@workos-inc/authkit-nextjs": "^${version}"`,
  },
  { file: "package-lock.json", replace: '"version": "4.3.2"', with: `"version": "${version}"` },
];

/** The proxy, with a token in a cookie for the browser. */
const EAGER = {
  file: "apps/web/src/proxy.ts",
  replace: "  redirectUri: redirectUri(),",
  with: "  eagerAuth: true,\n  redirectUri: redirectUri(),",
};

export const examples: readonly Example[] = [
  {
    name: "an installed version that starts early",
    project: "nextjs-monorepo",
    edits: [...installs("4.3.1"), EAGER],
    expect: [`note dev-overlay-hydration ${PACKAGE_JSON}:11`],
  },
  {
    name: "the same under Next.js 15, which shows no overlay for it",
    project: "nextjs-monorepo",
    edits: [
      ...installs("4.3.1"),
      EAGER,
      { file: PACKAGE_JSON, replace: '"next": "^16.4.6"', with: '"next": "^15.5.4"' },
      { file: "package-lock.json", replace: '"version": "16.4.6"', with: '"version": "15.5.4"' },
      { file: "apps/web/src/proxy.ts", moveTo: "apps/web/src/middleware.ts" },
    ],
    expect: [],
  },
  {
    name: "without an eager token",
    project: "nextjs-monorepo",
    edits: installs("4.3.1"),
    expect: [],
  },
  {
    name: "the version that waits",
    project: "nextjs-monorepo",
    edits: [...installs("4.3.2"), EAGER],
    expect: [],
  },
];
