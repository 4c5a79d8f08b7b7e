import { isLocalhost, isLoopbackAddress, parseWebUri } from "@convex-authkit/core";
import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { templateText } from "../../facts/redirect-uris/symbolic-uri.ts";

export default failureMode({
  id: "logout-error-page",
  step: "sign-out",
  severity: "warning",
  title: "Signing out ends on an error page of WorkOS",
  short: "Sign-out has nowhere to return",
  symptoms: [
    "After signing out people see a page of WorkOS that says that no homepage is configured.",
    "Signing out works in production and not on this machine or in previews.",
  ],
  errorTexts: ["https://error.workos.com/user_management/app-homepage-url-not-found"],
  explanation:
    "Signing out goes through WorkOS, which then sends the browser on: to `returnTo`, which has to be a full address on the environment's list of " +
    "sign-out redirects; without it to the default sign-out redirect, else to the app homepage URL. When none of them is set, people are " +
    "left on an error page.\n\n" +
    '`returnTo: "/"` is no full address: WorkOS does not know which site is meant.\n\n' +
    "The Convex CLI sets the homepage from `appHomepageUrl`. WorkOS refuses localhost there, and the CLI passes over that without a word.",
  notAProblemWhen:
    "The homepage URL or the sign-out redirect was set in the dashboard, or every `signOut` names a full address that is registered.",
  remedy: (project) => [
    `Tell WorkOS where to return to after signing out: set appHomepageUrl in the stage's section of ${project.convexJson}, or the app homepage URL in the WorkOS dashboard under Redirects.`,
    'Where signOut names a returnTo, make it a full address that is on the list of sign-out redirects: signOut({ returnTo: window.location.origin }) in the browser, signOut({ returnTo: new URL("/", request.url).toString() }) in a route handler.',
  ],
  sources: [
    "https://workos.com/docs/authkit/sessions/configuring-sessions",
    "https://github.com/workos/authkit-nextjs/issues/79",
    "https://github.com/workos/authkit-nextjs/issues/82",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["redirectUris"],
      *find({ redirectUris }) {
        for (const { returnTo, text, location } of redirectUris.signOuts) {
          if (returnTo !== "relative") continue;
          yield shown({
            subject: `${location.file} ${text ?? "relative"}`,
            severity: "warning",
            location,
            evidence: [
              {
                kind: "project",
                quote: `returnTo: ${text === null ? "a path" : JSON.stringify(text)}`,
                location,
              },
            ],
            detail: `${location.file} signs out with the returnTo ${text ?? "of a path"}, which is no full address.`,
          });
        }
      },
    }),
    detector({
      needs: ["redirectUris", "convexJson"],
      *find({ redirectUris, convexJson }, target) {
        const section = convexJson.authKit?.stages[target.stage];
        const configure = section?.configure;
        const without = redirectUris.signOuts.find(({ returnTo }) => returnTo === "none");
        if (section === undefined || configure === undefined || configure === null || configure === false)
          return;
        if (without === undefined) return;
        const evidence = [
          { kind: "project" as const, quote: "signOut without returnTo", location: without.location },
        ];
        const homepage = configure.appHomepageUrl;
        if (homepage === null) {
          yield shown({
            subject: `${convexJson.file ?? "convex.json"} ${section.key}`,
            severity: "warning",
            location: configure.location,
            evidence,
            detail: `The ${section.key} section of convex.json sets no appHomepageUrl, and ${without.location.file} signs out without returnTo.`,
          });
          return;
        }
        const uri = parseWebUri(templateText(homepage) ?? "");
        if (uri === null || !(isLocalhost(uri.host) || isLoopbackAddress(uri.host))) return;
        yield shown({
          subject: `${convexJson.file ?? "convex.json"} ${section.key}`,
          severity: "note",
          location: homepage.location,
          evidence: [{ kind: "project", quote: homepage.raw, location: homepage.location }, ...evidence],
          detail: `WorkOS refuses ${homepage.raw} as homepage and the Convex CLI does not say so: set one in the dashboard.`,
        });
      },
    }),
  ],
});

const SIGN_OUT = "apps/web/src/app/sign-out/route.ts";
const RETURN_TO = '{ returnTo: new URL("/", request.url).toString() }';

export const examples: readonly Example[] = [
  {
    name: "a path instead of an address",
    project: "nextjs-monorepo",
    edits: [{ file: SIGN_OUT, replace: RETURN_TO, with: '{ returnTo: "/" }' }],
    expect: [`warning logout-error-page ${SIGN_OUT}:4`],
  },
  {
    name: "no returnTo, and no homepage in the dev section",
    project: "nextjs-monorepo",
    edits: [{ file: SIGN_OUT, replace: RETURN_TO, with: "" }],
    expect: ["warning logout-error-page packages/backend/convex.json:5"],
  },
  {
    name: "the homepage is localhost, as the templates have it",
    project: "vite-spa",
    edits: [
      { file: "src/home.tsx", replace: "signOut({ returnTo: window.location.origin })", with: "signOut()" },
      {
        file: "convex.json",
        replace: '"redirectUris": ["http://localhost:5173/callback"],',
        with: '"redirectUris": ["http://localhost:5173/callback"],\n        "appHomepageUrl": "http://localhost:5173",',
      },
    ],
    expect: ["note logout-error-page convex.json:7"],
  },
  {
    name: "signing out stays on the page",
    project: "vite-spa",
    edits: [
      {
        file: "src/home.tsx",
        replace: "signOut({ returnTo: window.location.origin })",
        with: "signOut({ navigate: false })",
      },
    ],
    expect: [],
  },
  {
    name: "an address that only the running app knows",
    project: "nextjs-monorepo",
    edits: [{ file: SIGN_OUT, replace: RETURN_TO, with: "{ returnTo: process.env.NEXT_PUBLIC_SITE_URL }" }],
    expect: [],
  },
];
