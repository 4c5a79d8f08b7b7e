import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import { satisfies } from "../../diagnosis/version-range.ts";
import { isBelow, versionText } from "../../facts/packages/below.ts";

const NEXTJS = "@workos-inc/authkit-nextjs";
/** Before, the root exported the provider and the hooks. */
const SPLIT_SINCE = "1.0.0";

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
    "The root of `@workos-inc/authkit-nextjs` is server code. Hooks and `AuthKitProvider` for client components are exported from `@workos-inc/authkit-nextjs/components`.",
  notAProblemWhen: "The import is only for types, or authkit-nextjs 0.x is installed.",
  remedy: () => ['Import hooks and AuthKitProvider from "@workos-inc/authkit-nextjs/components".'],
  sources: ["https://github.com/workos/authkit-nextjs/blob/main/README.md"],
  appliesTo: { packages: { "@workos-inc/authkit-nextjs": "*" } },
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring", "packages"],
      *find({ wiring, packages }) {
        const found = packages[NEXTJS];
        if (found === undefined || isBelow(found, SPLIT_SINCE)) return;
        const isSplit = found.installed !== null && satisfies(found.installed, `>=${SPLIT_SINCE}`);
        for (const { names, location, quote } of wiring.serverImports) {
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

const PAGE = "apps/web/src/components/header.tsx";
const client = (line: string) => [
  {
    file: PAGE,
    write: `"use client";\n\n${line}\n\nexport function Header() {\n  const { user } = useAuth();\n  return <header>{user?.email}</header>;\n}\n`,
  },
];

export const examples: readonly Example[] = [
  {
    name: "the hook is imported from the package root",
    project: "nextjs-monorepo",
    edits: client('import { useAuth } from "@workos-inc/authkit-nextjs";'),
    expect: [`error server-import-in-client ${PAGE}:3`],
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
