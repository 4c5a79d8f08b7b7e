import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { satisfies } from "../../diagnosis/version-range.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";
import type { PackagesFact } from "../../facts/packages/packages.ts";
import type { ScriptsFact } from "../../facts/scripts/scripts.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";
/** Before, the root exported the provider and the hooks. */
const SPLIT_SINCE = "1.0.0";
/** From here on the root works with a version of @workos-inc/node that needs no `node:` modules. */
const BUNDLES_SINCE = "2.14.0";
/** From here on the functions of the root are marked `server-only`; before, they were server actions. */
const SERVER_ONLY_SINCE = "4.3.0";
const SERVER_ACTIONS = new Set([
  "getSignInUrl",
  "getSignUpUrl",
  "getTokenClaims",
  "refreshSession",
  "saveSession",
  "signOut",
  "switchToOrganization",
  "withAuth",
]);

export default failureMode({
  id: "server-import-in-client",
  step: "setup",
  severity: "error",
  title: "A client component imports the server entry of authkit-nextjs",
  short: "Server entry in a client component",
  symptoms: ["The build fails in a client component."],
  errorTexts: [
    'UnhandledSchemeError: Reading from "node:crypto" is not handled by plugins',
    "This module cannot be imported from a Client Component module. It should only be used from a Server Component.",
  ],
  explanation:
    "The root of `@workos-inc/authkit-nextjs` is server code. Hooks and `AuthKitProvider` for client components are exported from `@workos-inc/authkit-nextjs/components`.\n\n" +
    "From 4.3.0 on its functions are marked `server-only`. Before, `signOut`, `getSignInUrl` and others were server actions that a client component could call; " +
    "below 2.14.0 that does not build with webpack, only with Turbopack, because the package brings Node's own modules along.",
  notAProblemWhen:
    "The import is only for types, or authkit-nextjs 0.x is installed, or only server actions are imported and authkit-nextjs is below 4.3.0 (and not below 2.14.0, unless Turbopack builds the app).",
  remedy: () => [
    'Import hooks and AuthKitProvider from "@workos-inc/authkit-nextjs/components".',
    'What runs on the server, call from a file with "use server", or through a route: useAuth() gives signOut as well.',
  ],
  sources: ["https://github.com/workos/authkit-nextjs/blob/main/README.md"],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring", "packages", "scripts"],
      *find({ wiring, packages, scripts }, target) {
        const found = packages[NEXTJS];
        if (found === undefined || isBelow(found, SPLIT_SINCE)) return;
        const isSplit = found.installed !== null && satisfies(found.installed, `>=${SPLIT_SINCE}`);
        const allowsActions =
          isBelow(found, SERVER_ONLY_SINCE) &&
          (!isBelow(found, BUNDLES_SINCE) || mayBuildWithTurbopack(packages, scripts, target.app));
        for (const { names, location, quote } of wiring.serverImports) {
          if (allowsActions && names.every((name) => SERVER_ACTIONS.has(name))) continue;
          yield shown({
            subject: location.file,
            severity: isSplit ? "error" : "warning",
            confidence: isSplit ? "certain" : "likely",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `${names.join(", ")} ${names.length === 1 ? "comes" : "come"} from the server entry of ${NEXTJS} ${versionText(found)} into a client module.`,
          });
        }
      },
    }),
  ],
});

/** Turbopack is what Next.js 16 builds with unless told otherwise, and what a script can choose before. */
function mayBuildWithTurbopack(
  packages: PackagesFact,
  { commands }: ScriptsFact,
  app: string | null,
): boolean {
  const builds = commands.filter(
    ({ words, dir }) => words[0] === "next" && words[1] === "build" && (dir === app || dir === null),
  );
  if (builds.some(({ words }) => words.some((word) => word === "--turbopack" || word === "--turbo")))
    return true;
  const next = packages["next"];
  if (next !== undefined && isBelow(next, "16.0.0")) return builds.length === 0;
  return !builds.some(({ words }) => words.includes("--webpack"));
}

const PAGE = "apps/web/src/components/header.tsx";
const client = (line: string) => [
  {
    file: PAGE,
    write: `"use client";\n\n${line}\n\nexport function Header() {\n  const { user } = useAuth();\n  return <header>{user?.email}</header>;\n}\n`,
  },
];

const MANIFEST = "apps/web/package.json";
const installs = (version: string) => [
  {
    file: MANIFEST,
    replace: '"@workos-inc/authkit-nextjs": "^4.3.2"',
    with: `"@workos-inc/authkit-nextjs": "^${version}"`,
  },
  { file: "package-lock.json", replace: '"version": "4.3.2"', with: `"version": "${version}"` },
];

export const examples: readonly Example[] = [
  {
    name: "the hook is imported from the package root",
    project: "nextjs-monorepo",
    edits: client('import { useAuth } from "@workos-inc/authkit-nextjs";'),
    expect: [`error server-import-in-client ${PAGE}:3`],
  },
  {
    name: "a function that was a server action until 4.3.0",
    project: "nextjs-monorepo",
    edits: client(
      'import { signOut } from "@workos-inc/authkit-nextjs";\nimport { useAuth } from "@workos-inc/authkit-nextjs/components";\n\nexport const leave = () => signOut({ returnTo: window.location.origin });',
    ),
    expect: [`error server-import-in-client ${PAGE}:3`],
  },
  {
    name: "the same function while it was a server action",
    project: "nextjs-monorepo",
    edits: [
      ...client(
        'import { signOut } from "@workos-inc/authkit-nextjs";\nimport { useAuth } from "@workos-inc/authkit-nextjs/components";\n\nexport const leave = () => signOut({ returnTo: window.location.origin });',
      ),
      ...installs("2.17.0"),
    ],
    expect: [`warning session-destroyed-on-5xx ${MANIFEST}:11`, `warning refresh-action-500 ${MANIFEST}:11`],
  },
  {
    name: "a server action of a version that brings Node's modules along, built with Turbopack",
    project: "nextjs-monorepo",
    edits: [
      ...client(
        'import { signOut as leave } from "@workos-inc/authkit-nextjs";\nimport { useAuth } from "@workos-inc/authkit-nextjs/components";\n\nexport const onLeave = () => leave({ returnTo: window.location.origin });',
      ),
      ...installs("2.9.0"),
    ],
    expect: [`warning session-destroyed-on-5xx ${MANIFEST}:11`, `warning refresh-action-500 ${MANIFEST}:11`],
  },
  {
    name: "the same, built with webpack",
    project: "nextjs-monorepo",
    edits: [
      ...client(
        'import { signOut } from "@workos-inc/authkit-nextjs";\nimport { useAuth } from "@workos-inc/authkit-nextjs/components";\n\nexport const leave = () => signOut({ returnTo: window.location.origin });',
      ),
      ...installs("2.9.0"),
      { file: MANIFEST, replace: '"build": "next build"', with: '"build": "next build --webpack"' },
    ],
    expect: [
      `error server-import-in-client ${PAGE}:3`,
      `warning session-destroyed-on-5xx ${MANIFEST}:11`,
      `warning refresh-action-500 ${MANIFEST}:11`,
    ],
  },
  {
    name: "nothing is locked, so the version is not known",
    project: "nextjs-monorepo",
    edits: [
      ...client('import { useAuth } from "@workos-inc/authkit-nextjs";'),
      { file: "package-lock.json", remove: true },
    ],
    expect: [`warning server-import-in-client ${PAGE}:3 (likely)`],
  },
  {
    name: "a type from the package root",
    project: "nextjs-monorepo",
    edits: client(
      'import { useAuth } from "@workos-inc/authkit-nextjs/components";\nimport type { UserInfo } from "@workos-inc/authkit-nextjs";\n\nexport type Person = UserInfo["user"];',
    ),
    expect: [],
  },
];
