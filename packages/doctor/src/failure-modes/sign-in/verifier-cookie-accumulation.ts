import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isWithin, versionText } from "../../facts/packages/below.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";

export default failureMode({
  id: "verifier-cookie-accumulation",
  step: "sign-in",
  severity: "error",
  title: "Every signed-out request leaves another verifier cookie, until requests get too large",
  short: "Verifier cookies pile up",
  symptoms: [
    "The site answers 431 after many visits while signed out, and works in a private window.",
    "The developer tools list dozens of cookies named `wos-auth-verifier-…`.",
  ],
  errorTexts: ["431 Request Header Fields Too Large"],
  explanation:
    "The proxy (middleware) of authkit-nextjs 3.0.1 to 4.1.0 prepares a sign-in with every request of a signed-out visitor, and each leaves a cookie " +
    "`wos-auth-verifier-…` of its own. All of them travel with every later request, until the headers are larger than the server takes. " +
    "From 4.1.1 on the cookie is set only where the visitor is really sent to AuthKit.",
  notAProblemWhen: "authkit-nextjs 4.1.1 or newer is installed.",
  remedy: (project) => [
    project.install("@workos-inc/authkit-nextjs@latest @workos-inc/node@^10"),
    "Clear the cookies of the site once.",
  ],
  sources: ["https://github.com/workos/authkit-nextjs/issues/432"],
  appliesTo: { packages: { [NEXTJS]: "*" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["packages"],
      *find({ packages }) {
        const found = packages[NEXTJS];
        if (found === undefined || !isWithin(found, ">=3.0.1 <4.1.1")) return;
        const version = versionText(found);
        yield shown({
          subject: NEXTJS,
          severity: "warning",
          location: found.location,
          evidence: [{ kind: "project", quote: `${NEXTJS} ${version}`, location: found.location }],
          detail: `${NEXTJS} ${version} sets one more verifier cookie for every request of a signed-out visitor; 4.1.1 sets it only when it redirects to AuthKit.`,
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

export const examples: readonly Example[] = [
  {
    name: "an installed version that sets a cookie with every request",
    project: "nextjs-monorepo",
    edits: installs("4.1.0"),
    expect: [
      `warning verifier-cookie-accumulation ${PACKAGE_JSON}:11`,
      `warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`,
    ],
  },
  {
    name: "nothing is locked, and every version of the range does so",
    project: "nextjs-monorepo",
    edits: [...installs("3.0.1").slice(0, 1), { file: "package-lock.json", remove: true }],
    expect: [
      `warning verifier-cookie-accumulation ${PACKAGE_JSON}:11`,
      `warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`,
    ],
  },
  {
    name: "the first version that does not",
    project: "nextjs-monorepo",
    edits: installs("4.1.1"),
    expect: [`warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`],
  },
  {
    name: "version 3.0.0, which has one cookie for all requests",
    project: "nextjs-monorepo",
    edits: installs("3.0.0"),
    expect: [
      `warning oauth-state-mismatch ${PACKAGE_JSON}:11`,
      `warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`,
    ],
  },
];
