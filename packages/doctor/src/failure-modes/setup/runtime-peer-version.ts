import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import intersects from "semver/ranges/intersects.js";
import validRange from "semver/ranges/valid.js";
import { satisfies } from "../../diagnosis/version-range.ts";
import { isWithin, versionText } from "../../facts/packages/below.ts";
import type { PackageVersion } from "../../facts/packages/packages.ts";

const NODE_SDK = "@workos-inc/node";

/** What AuthKit packages ask of the WorkOS SDK beside them, as published. */
const PEERS: readonly { name: string; versions: string; asks: string }[] = [
  { name: "@workos-inc/authkit-nextjs", versions: ">=4.1.4 <5.0.0", asks: "^9.0.0 || ^10.0.0" },
  { name: "@workos/authkit-tanstack-react-start", versions: ">=0.11.0 <0.12.0", asks: "^10.7.0" },
];

export default failureMode({
  id: "runtime-peer-version",
  step: "setup",
  severity: "error",
  title: "A package or the Node version lies outside what the AuthKit package asks for",
  short: "Peer version does not fit",
  symptoms: [
    "Installing or building fails after an upgrade.",
    "Two copies of the WorkOS SDK are installed and behave differently.",
  ],
  errorTexts: [
    "ERESOLVE could not resolve",
    'peer @workos-inc/node@"^9.0.0 || ^10.0.0" from @workos-inc/authkit-nextjs',
    "EBADENGINE Unsupported engine",
  ],
  explanation:
    "From 4.1.4 on, authkit-nextjs takes `@workos-inc/node` as a peer dependency in version 9 or 10. `npm install @workos-inc/node` without a version gives 11, which lies outside. Version 4 declares Node 22.11 and runs on 20.",
  notAProblemWhen:
    "Only the Node version differs: authkit-nextjs 4 declares 22.11 and runs on Node 20. Or another workspace, such as the Convex backend, has its own copy of `@workos-inc/node`.",
  remedy: (project) => [project.install("@workos-inc/node@^10.7.0")],
  sources: [
    "https://github.com/workos/authkit-nextjs/blob/main/CHANGELOG.md",
    "https://www.npmjs.com/package/@workos-inc/authkit-nextjs",
  ],
  appliesTo: {},
  testedWith: { "@workos-inc/authkit-nextjs": "4.3.2", "@workos/authkit-tanstack-react-start": "0.11.1" },
  masks: [],
  detectors: [
    detector({
      needs: ["packages"],
      *find({ packages }, { app }) {
        const sdk = packages[NODE_SDK];
        // The copy of another workspace is its own affair: the package manager installs one more.
        if (sdk?.location?.file !== (app === "" ? "package.json" : `${app}/package.json`)) return;
        for (const { name, versions, asks } of PEERS) {
          const authkit = packages[name];
          if (authkit === undefined || !isWithin(authkit, versions) || !liesOutside(sdk, asks)) continue;
          yield shown({
            subject: `${name} ${NODE_SDK}`,
            severity: "warning",
            location: sdk.location,
            evidence: [
              { kind: "project", quote: `${NODE_SDK} ${versionText(sdk)}`, location: sdk.location },
              { kind: "project", quote: `${name} ${versionText(authkit)}`, location: authkit.location },
            ],
            detail: `${name} ${versionText(authkit)} asks for ${NODE_SDK} ${asks}, and ${versionText(sdk)} lies outside.`,
          });
        }
      },
    }),
  ],
});

/** Whether the installed version, or every version that the declared range allows, lies outside of a range. */
function liesOutside({ installed, declared }: PackageVersion, range: string): boolean {
  if (installed !== null) return !satisfies(installed, range);
  return declared !== null && validRange(declared) !== null && !intersects(declared, range);
}

const PACKAGE_JSON = "apps/web/package.json";
const declares = (range: string) => ({
  file: PACKAGE_JSON,
  replace: '"@workos-inc/node": "^10.14.0"',
  with: `"@workos-inc/node": "${range}"`,
});
const installs = (version: string) => ({
  file: "package-lock.json",
  replace: '"version": "10.14.0"',
  with: `"version": "${version}"`,
});

export const examples: readonly Example[] = [
  {
    name: "the newest SDK beside authkit-nextjs 4.3",
    project: "nextjs-monorepo",
    edits: [declares("^11.0.0"), installs("11.0.0")],
    expect: [`warning runtime-peer-version ${PACKAGE_JSON}:12`],
  },
  {
    name: "nothing is locked, and no version of the range fits",
    project: "nextjs-monorepo",
    edits: [declares("^11.0.0"), { file: "package-lock.json", remove: true }],
    expect: [`warning runtime-peer-version ${PACKAGE_JSON}:12`],
  },
  {
    name: "the older of the two majors that fit",
    project: "nextjs-monorepo",
    edits: [declares("^9.1.0"), installs("9.1.0")],
    expect: [],
  },
  {
    name: "the backend has an SDK of its own",
    project: "nextjs-monorepo",
    edits: [
      { file: PACKAGE_JSON, replace: '    "@workos-inc/node": "^10.14.0",\n', with: "" },
      {
        file: "packages/backend/package.json",
        replace: '    "convex": "^1.48.0"\n',
        with: '    "@workos-inc/node": "^11.0.0",\n    "convex": "^1.48.0"\n',
      },
      installs("11.0.0"),
    ],
    expect: [],
  },
];
