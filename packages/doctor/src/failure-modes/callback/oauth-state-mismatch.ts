import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

const PACKAGE = "@workos-inc/authkit-nextjs";

export default failureMode({
  id: "oauth-state-mismatch",
  step: "callback",
  severity: "error",
  title: "Sign-ins that run at the same time overwrite each other's state",
  short: "OAuth state mismatch",
  symptoms: [
    "Sign-in bounces back with an error, more often with several tabs open.",
    "The callback fails after a page was prefetched or loaded twice.",
  ],
  errorTexts: ["OAuth state mismatch", "oauth_state_mismatch", "callback_failed"],
  explanation:
    "authkit-nextjs 3.0.0 keeps the state of a sign-in in a single cookie. Every further authorization URL overwrites it: a second tab, a " +
    "prefetched link, two requests at once. The callback of the first sign-in then finds the state of another one and refuses.\n\n" +
    "Since 3.0.1 every sign-in has a cookie of its own; 4.1.1 and newer set it only when they really redirect.",
  notAProblemWhen: "Another version than 3.0.0 is installed.",
  remedy: (project) => [project.install("@workos-inc/authkit-nextjs@^4.3.2 @workos-inc/node@^10")],
  sources: [
    "https://github.com/workos/authkit-nextjs/issues/403",
    "https://github.com/workos/authkit-nextjs/releases",
  ],
  appliesTo: { packages: { [PACKAGE]: ">=3.0.0" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages"],
      *find({ packages }) {
        const version = packages[PACKAGE];
        if (version?.installed !== "3.0.0") return;
        yield shown({
          subject: PACKAGE,
          severity: "warning",
          location: version.location,
          evidence: [{ kind: "project", quote: `${PACKAGE} 3.0.0`, location: version.location }],
          detail: `${PACKAGE} 3.0.0 is installed, in which a second sign-in overwrites the state of the first.`,
        });
      },
    }),
  ],
});

const installed = (version: string): Example["edits"] => [
  { file: "package-lock.json", replace: '"version": "4.3.2"', with: `"version": "${version}"` },
  {
    file: "package-lock.json",
    replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
    with: '"@workos-inc/authkit-nextjs": "^3.0.0"',
  },
  {
    file: "apps/web/package.json",
    replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
    with: '"@workos-inc/authkit-nextjs": "^3.0.0"',
  },
];

export const examples: readonly Example[] = [
  {
    name: "3.0.0 is installed",
    project: "nextjs-monorepo",
    edits: installed("3.0.0"),
    expect: [
      "warning oauth-state-mismatch apps/web/package.json:11",
      "warning session-destroyed-on-5xx apps/web/package.json:11",
    ],
  },
  {
    name: "the range allows 3.0.0 and a newer version is installed",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/package.json",
        replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
        with: '"@workos-inc/authkit-nextjs": ">=3.0.0"',
      },
    ],
    expect: [],
  },
];
