import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";
const KEEPS_SINCE = "4.3.1";

export default failureMode({
  id: "session-destroyed-on-5xx",
  step: "renewal",
  severity: "error",
  title: "An outage or a rate limit of WorkOS deletes the session cookie",
  short: "Outage deletes the session",
  symptoms: [
    "An incident at WorkOS, a 429 or a network failure signs everybody out who happened to load a page.",
    "They have to sign in again after it is over.",
  ],
  errorTexts: ["Failed to refresh. Deleting cookie."],
  explanation:
    "The proxy (middleware) refreshes an expired token before it serves a page. Before authkit-nextjs 4.3.1 it deletes the cookie " +
    "`wos-session` whenever that fails, whatever the reason. From 4.3.1 on it keeps the cookie on 408, 429, 500, 502, 503, 504 and " +
    "network failures, and deletes it where WorkOS says that the session is over. One hole is left there: an error page in HTML " +
    "(some 503 of a load balancer) still counts as final.",
  notAProblemWhen: "authkit-nextjs 4.3.1 or newer is installed.",
  remedy: (project) => [
    project.install(`${NEXTJS}@^${KEEPS_SINCE} @workos-inc/node@^10`),
    "From a version below 3: PKCE and its cookie become mandatory, and getSignInUrl() belongs in route handlers and server actions. From a version below 4: Node 22.11 is needed.",
  ],
  sources: [
    "https://github.com/workos/authkit-nextjs/pull/461",
    "https://workos.com/docs/authkit/session-resilience",
  ],
  appliesTo: { packages: { [NEXTJS]: "*" } },
  testedWith: { [NEXTJS]: "4.3.2" },
  masks: [],
  detectors: [
    detector({
      needs: ["packages"],
      *find({ packages }) {
        const found = packages[NEXTJS];
        if (found === undefined || !isBelow(found, KEEPS_SINCE)) return;
        const version = versionText(found);
        yield shown({
          subject: NEXTJS,
          severity: "warning",
          location: found.location,
          evidence: [{ kind: "project", quote: `${NEXTJS} ${version}`, location: found.location }],
          detail: `${NEXTJS} ${version} deletes the session cookie when a refresh fails for any reason; ${KEEPS_SINCE} keeps it.`,
        });
      },
    }),
  ],
});

const PACKAGE_JSON = "apps/web/package.json";
const declares = (range: string) => ({
  file: PACKAGE_JSON,
  replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
  with: `"@workos-inc/authkit-nextjs": "${range}"`,
});
const installs = (version: string) => ({
  file: "package-lock.json",
  replace: '"version": "4.3.2"',
  with: `"version": "${version}"`,
});

export const examples: readonly Example[] = [
  {
    name: "an installed version that deletes the cookie",
    project: "nextjs-monorepo",
    edits: [declares("^4.3.0"), installs("4.3.0")],
    expect: [`warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`],
  },
  {
    name: "nothing is locked, and every version of the range deletes it",
    project: "nextjs-monorepo",
    edits: [declares("~4.2.0"), { file: "package-lock.json", remove: true }],
    expect: [`warning session-destroyed-on-5xx ${PACKAGE_JSON}:11`],
  },
  {
    name: "nothing is locked, and the range reaches a version that keeps it",
    project: "nextjs-monorepo",
    edits: [declares("^4.2.0"), { file: "package-lock.json", remove: true }],
    expect: [],
  },
  {
    name: "the first version that keeps it",
    project: "nextjs-monorepo",
    edits: [declares("^4.2.0"), installs("4.3.1")],
    expect: [],
  },
];
