import { detector, failureMode, shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";

export default failureMode({
  id: "hmr-refresh-race",
  step: "token",
  severity: "warning",
  title: "The Convex client is created anew with every render or hot update",
  short: "Client created on every render",
  symptoms: ["Saving a file in development signs you out."],
  errorTexts: ["invalid_grant"],
  explanation:
    "A ConvexReactClient created in a component's body is another one after each render or hot update; each opens a socket and asks for " +
    "a token of its own, and several forced refreshes at once can end the session.",
  notAProblemWhen: "The client is created at module level, in useState or in useMemo.",
  remedy: () => [
    "const [convex] = useState(() => new ConvexReactClient(url)), or create it at module level.",
  ],
  sources: ["https://docs.convex.dev/client/react", "https://github.com/workos/authkit-nextjs/issues/28"],
  appliesTo: {},
  testedWith: {},
  masks: [],
  detectors: [
    detector({
      needs: ["wiring"],
      *find({ wiring }) {
        for (const { createdIn, className, quote, location } of wiring.convexClients) {
          if (createdIn !== "component") continue;
          yield shown({
            subject: `${location.file}:${location.line}`,
            severity: "warning",
            location,
            evidence: [{ kind: "project", quote, location }],
            detail: `The ${className} is made in the body of a component: each render makes another one, with a socket and a token of its own.`,
          });
        }
      },
    }),
  ],
});

const HOOK = "apps/web/src/components/providers.tsx";
const CREATED =
  "const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!, { initialAuthTokenReuse: true });\n\n";
const COMPONENT = "export function Providers({ children }: { children: ReactNode }) {\n";
const creates = (line: string) => [
  { file: HOOK, replace: CREATED, with: "" },
  { file: HOOK, replace: COMPONENT, with: `${COMPONENT}  ${line}\n` },
];
const CLIENT = "new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!, { initialAuthTokenReuse: true })";

export const examples: readonly Example[] = [
  {
    name: "the client is made in the component's body",
    project: "nextjs-monorepo",
    edits: creates(`const convex = ${CLIENT};`),
    expect: [`warning hmr-refresh-race ${HOOK}:8`],
  },
  {
    name: "the client lives in a state",
    project: "nextjs-monorepo",
    edits: [
      ...creates(`const [convex] = useState(() => ${CLIENT});`),
      {
        file: HOOK,
        replace: "import { useCallback, useMemo,",
        with: "import { useCallback, useMemo, useState,",
      },
    ],
    expect: [],
  },
  {
    name: "the client lives in a ref that is filled once",
    project: "nextjs-monorepo",
    edits: [
      ...creates(
        `const client = useRef<ConvexReactClient>(null);\n  const convex = (client.current ??= ${CLIENT});`,
      ),
      {
        file: HOOK,
        replace: "import { useCallback, useMemo,",
        with: "import { useCallback, useMemo, useRef,",
      },
    ],
    expect: [],
  },
];
