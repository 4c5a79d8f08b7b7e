import { detector, failureMode, shown, type Shown } from "../failure-mode.ts";
import type { Example } from "../example.ts";
import type { AuthConfigFact } from "../../facts/auth-config/auth-config.ts";
import { WITHOUT_HAND_OVER } from "../without-hand-over.ts";

export default failureMode({
  id: "auth-config-empty-providers",
  step: "acceptance",
  severity: "error",
  title: "The auth config lists no provider, so Convex accepts no token",
  short: "Auth config without providers",
  symptoms: [
    "People sign in at WorkOS and stay signed out in Convex.",
    "The Convex dashboard lists no provider under Settings, Authentication.",
  ],
  errorTexts: [
    "No auth provider found matching the given token (no providers configured). Check convex/auth.config.ts.",
    "This deployment has no configured authentication providers",
  ],
  explanation:
    "`providers` evaluates to an empty list: every entry is commented out, filtered away or behind a condition that is never true. " +
    "A push accepts that without a word, and Convex then refuses every token.",
  notAProblemWhen:
    "Nobody signs in to this deployment: no token is handed over and no function asks who calls, as where AuthKit's sessions are " +
    "looked up by an argument.",
  remedy: (project) => [
    `List the two WorkOS providers in ${project.authConfig} (\`convex-authkit explain second-provider-missing\` shows them).`,
    project.push(),
  ],
  sources: ["https://docs.convex.dev/auth/authkit", "https://docs.convex.dev/auth/debug"],
  appliesTo: {},
  testedWith: {},
  masks: ["second-provider-missing", "error-swallowed-silently"],
  detectors: [
    detector({
      needs: ["authConfig", "wiring"],
      *find({ authConfig, wiring }) {
        if (wiring.tokenHandOvers.length > 0) yield* whereEmpty(authConfig);
      },
    }),
    detector({
      needs: ["authConfig", "functions"],
      *find({ authConfig, functions }) {
        // A helper that no function leads to is asked by nobody.
        if (functions.identityReads.length > 0 && functions.functions.length > 0)
          yield* whereEmpty(authConfig);
      },
    }),
  ],
});

function* whereEmpty({ state, providers, open, file, location }: AuthConfigFact): Generator<Shown> {
  if (state !== "evaluated" || open || providers.length > 0) return;
  yield shown({
    subject: file,
    severity: "error",
    location,
    evidence: [{ kind: "project", quote: "providers: []", location }],
    detail: `The providers of ${file} evaluate to an empty list.`,
  });
}

const COMMENTED_OUT = `const clientId = process.env.WORKOS_CLIENT_ID;

export default {
  providers: [
    // {
    //   type: "customJwt",
    //   issuer: \`https://api.workos.com/user_management/\${clientId}\`,
    //   algorithm: "RS256",
    //   jwks: \`https://api.workos.com/sso/jwks/\${clientId}\`,
    // },
  ],
};
`;

/** Functions that look up a session by an argument. */
const BY_SESSION: Example["edits"] = [
  { file: "convex/profile.ts", remove: true },
  {
    file: "convex/notes.ts",
    write:
      'import { v } from "convex/values";\nimport { query } from "./_generated/server";\n\nexport const list = query({\n  args: { sessionId: v.string() },\n  handler: async (ctx, { sessionId }) =>\n    await ctx.db.query("notes").withIndex("by_session", (q) => q.eq("sessionId", sessionId)).collect(),\n});\n',
  },
];

export const examples: readonly Example[] = [
  {
    name: "every provider is commented out",
    project: "nextjs-monorepo",
    edits: [{ file: "packages/backend/convex/auth.config.ts", write: COMMENTED_OUT }],
    expect: ["error auth-config-empty-providers packages/backend/convex/auth.config.ts:4"],
  },
  {
    name: "a commented-out twin above the live provider",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex/auth.config.ts",
        replace: "  providers: [\n",
        with: '  providers: [\n    // { type: "customJwt", issuer: "https://old.example.com" },\n',
      },
    ],
    expect: [],
  },
  {
    name: "the list comes from a function that cannot be evaluated",
    project: "nextjs-monorepo",
    edits: [
      {
        file: "packages/backend/convex/auth.config.ts",
        write:
          'import { providersOf } from "some-auth-package";\n\nexport default { providers: providersOf("workos") };\n',
      },
    ],
    expect: [],
  },
  {
    name: "sessions are looked up by an argument, and nobody hands over a token",
    project: "vite-spa",
    edits: [
      { file: "convex/auth.config.ts", write: "export default { providers: [] };\n" },
      ...BY_SESSION,
      {
        file: "src/home.tsx",
        write:
          'import { useQuery } from "convex/react";\nimport { api } from "../convex/_generated/api";\n\nexport function Home({ sessionId = "" }: { sessionId?: string }) {\n  return <p>{useQuery(api.notes.list, { sessionId })?.length}</p>;\n}\n',
      },
      ...WITHOUT_HAND_OVER,
      { file: "src/use-auth-from-authkit.ts", remove: true },
    ],
    expect: [],
  },
  {
    name: "a token is handed over, and no function asks who calls yet",
    project: "vite-spa",
    edits: [{ file: "convex/auth.config.ts", write: "export default { providers: [] };\n" }, ...BY_SESSION],
    expect: ["error auth-config-empty-providers convex/auth.config.ts:1"],
  },
  {
    name: "nobody hands over a token, and functions ask who calls",
    project: "vite-spa",
    edits: [
      { file: "convex/auth.config.ts", write: "export default { providers: [] };\n" },
      ...WITHOUT_HAND_OVER,
    ],
    expect: [
      "error auth-config-empty-providers convex/auth.config.ts:1",
      "error plain-convex-provider src/main.tsx:20",
    ],
  },
];
