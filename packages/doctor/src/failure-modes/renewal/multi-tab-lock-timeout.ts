import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";

const SDK = "@workos-inc/authkit-js";

const REACT = "@workos-inc/authkit-react";

export default failureMode({
  id: "multi-tab-lock-timeout",
  step: "renewal",
  severity: "warning",
  title: "Tabs wait for each other's refresh lock until it times out",
  short: "Refresh lock times out",
  symptoms: [
    "After sleep, with several tabs open, some tabs show errors or a signed-out page.",
    "Every call for a token takes ten seconds and then fails.",
  ],
  errorTexts: [
    "Couldn't acquire refresh lock.",
    'Lock acquisition timed out for "WORKOS_REFRESH_SESSION" (Native)',
  ],
  explanation:
    "authkit-js lets one tab at a time refresh, through a Web Lock named `WORKOS_REFRESH_SESSION`, and gives up after ten seconds. That happens after " +
    "sleep and is over with the next try. Versions before 0.20.1 could keep the lock for good, so that no tab gets a token until the one that holds it is closed.",
  notAProblemWhen:
    "authkit-js 0.20.1 or newer is installed and the client recovered by itself: a single time-out after sleep is harmless.",
  remedy: (project) => [
    project.install("@workos-inc/authkit-react@latest"),
    "Treat RefreshTimeoutError as a passing fault.",
  ],
  sources: ["https://github.com/workos/authkit-js/issues/117"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages", "wiring"],
      *find({ packages, wiring }) {
        const found = packages[SDK];
        if (found === undefined || !isBelow(found, "0.20.1")) return;
        // Declared, and left behind for the SDK of a framework or never put to use.
        if (!wiring.authKitProviders.some((it) => it.package === REACT)) return;
        const version = versionText(found);
        // It comes with authkit-react, which is what the project declares.
        const location = found.location ?? packages[REACT]?.location ?? null;
        yield shown({
          subject: SDK,
          severity: "warning",
          location,
          evidence: [{ kind: "project", quote: `${SDK} ${version}`, location }],
          detail: `${SDK} ${version} can keep the refresh lock for good, so that every other tab waits ten seconds and fails; 0.20.1 gives it back.`,
        });
      },
    }),
  ],
});

const installs = (version: string): Example["edits"] => [
  { file: "package-lock.json", replace: '"version": "0.20.3"', with: `"version": "${version}"` },
  {
    file: "package-lock.json",
    replace: '"version": "0.16.2"',
    with: '"version": "0.16.2",\n      "dependencies": { "@workos-inc/authkit-js": "^0.20.0" }',
  },
];

export const examples: readonly Example[] = [
  {
    name: "an installed version that can keep the lock",
    project: "vite-spa",
    edits: installs("0.20.0"),
    expect: ["warning multi-tab-lock-timeout package.json:11"],
  },
  {
    name: "the first version that gives it back",
    project: "vite-spa",
    edits: installs("0.20.1"),
    expect: [],
  },
  {
    name: "a Next.js app still declares the SDK of single-page apps",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "apps/web/package.json",
        replace: '    "convex": "^1.48.0",\n    "next"',
        with: '    "@workos-inc/authkit-js": "0.14.0",\n    "convex": "^1.48.0",\n    "next"',
      },
    ],
    expect: [],
  },
  {
    name: "nothing is locked",
    project: "vite-spa",
    edits: [{ file: "package-lock.json", remove: true }],
    expect: [],
  },
  {
    name: "the SDK is declared, and nothing mounts its provider",
    project: "vite-spa",
    edits: [
      ...installs("0.20.0"),
      {
        file: "src/main.tsx",
        write:
          'import { ConvexProvider, ConvexReactClient } from "convex/react";\nimport { createRoot } from "react-dom/client";\n\nconst convex = new ConvexReactClient(import.meta.env.VITE_CONVEX_URL);\ncreateRoot(document.body).render(<ConvexProvider client={convex}>{import.meta.env.VITE_WORKOS_CLIENT_ID}</ConvexProvider>);\n',
      },
      { file: "src/home.tsx", remove: true },
      { file: "src/callback.tsx", remove: true },
      { file: "src/use-auth-from-authkit.ts", remove: true },
    ],
    expect: [],
  },
];
