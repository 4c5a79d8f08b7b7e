import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { WiringFact } from "../../facts/wiring/wiring.ts";

export default failureMode({
  id: "broken-reference-template",
  step: "setup",
  severity: "error",
  title: "A component calls a React hook that its file does not import",
  short: "React hook not imported",
  symptoms: ["A fresh clone of the template does not build or crashes on the first page."],
  errorTexts: ["useEffect is not defined", "ReferenceError: useEffect is not defined"],
  explanation:
    "WorkOS's own Convex template for Next.js calls `useEffect` without importing it; it is frozen since November 2025. Projects that started from it carry the fault.",
  notAProblemWhen: "An auto-import plugin supplies the hook.",
  remedy: () => ['Import the hook from "react", or start again from get-convex/templates.'],
  sources: [
    "https://github.com/workos/template-convex-nextjs-authkit",
    "https://github.com/get-convex/templates",
  ],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring", "workspace"],
      *find({ wiring, workspace }) {
        const isAutoImported = workspace.packages.some(({ declared }) =>
          Object.keys(declared).some((name) => name.includes("auto-import")),
        );
        if (isAutoImported) return;
        const files = filesOfWiring(wiring);
        for (const { name, location, quote } of wiring.undeclaredHooks) {
          // A component that is never rendered crashes nothing; the one that hands tokens over is.
          if (!files.has(location.file)) continue;
          yield shown({
            subject: `${location.file} ${name}`,
            severity: "error",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `${location.file} calls ${name} and neither imports nor declares it: ${name} is not defined.`,
          });
        }
      },
    }),
  ],
});

function filesOfWiring({ tokenHandOvers, authKitProviders }: WiringFact): Set<string> {
  const places = [
    ...authKitProviders.map(({ location }) => location),
    ...tokenHandOvers.flatMap(({ location, hooks }) => [location, ...hooks.map((hook) => hook.location)]),
  ];
  return new Set(places.map(({ file }) => file));
}

const HOOK = "apps/web/src/components/providers.tsx";
const IMPORTS = 'import { useCallback, useMemo, type ReactNode } from "react";';

export const examples: readonly Example[] = [
  {
    name: "useCallback is called and not imported",
    project: "nextjs-monorepo",
    edits: [{ file: HOOK, replace: IMPORTS, with: 'import { useMemo, type ReactNode } from "react";' }],
    expect: [`error broken-reference-template ${HOOK}:24`],
  },
  {
    name: "the hooks come through the namespace",
    project: "nextjs-monorepo",
    edits: [
      {
        file: HOOK,
        replace: IMPORTS,
        with: 'import * as React from "react";\nimport type { ReactNode } from "react";',
      },
      { file: HOOK, replace: "useCallback(\n", with: "React.useCallback(\n" },
      { file: HOOK, replace: "return useMemo(", with: "return React.useMemo(" },
    ],
    expect: [],
  },
  {
    name: "a plugin imports them",
    project: "nextjs-monorepo",
    edits: [
      { file: HOOK, replace: IMPORTS, with: 'import type { ReactNode } from "react";' },
      {
        file: "apps/web/package.json",
        replace: '"next": "^16.4.6"',
        with: '"next": "^16.4.6",\n    "unplugin-auto-import": "^20.0.0"',
      },
    ],
    expect: [],
  },
];
